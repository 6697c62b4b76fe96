from apsite.publishing.glossary import Glossary, anchor


def test_definitions_are_those_of_the_rendered_page(opened):
    assert opened.glossary.definitions == {"Rheobase": "The least current, 2.240\u202fµA/cm², that is ever enough."}


def test_the_first_use_in_prose_is_explained(render):
    html = render("# Rheobase\n\n`rheobase` [rheobase](x.md) the **rheobase** and the rheobase.\n\n- Rheobase")
    assert html.count("ap-term") == 1
    assert '<strong><a class="ap-term" href="../glossary.md#rheobase" title="The least current, 2.240' in html


def test_terms_in_list_items_and_plurals_and_the_longest_term_first(book, render):
    book.glossary = Glossary({"potential": "short", "resting potential": "long", "Na": "sodium"})
    html = render("- Resting potentials, a potential and a NaN")
    assert (
        '<a class="ap-term" href="../glossary.md#resting-potential" title="long">Resting potentials</a>, a <a' in html
    )
    assert 'title="short">potential</a> and a NaN</li>' in html


def test_the_glossary_page_has_the_anchors_and_no_links_to_itself(book, edition, render):
    book.page = edition.page("glossary.md")
    html = render("Resting potential\n:   The rheobase is not it.")
    assert f'<dt id="{anchor("Resting potential")}">' in html
    assert "ap-term" not in html


def test_a_definition_cannot_break_out_of_its_attribute(book, render):
    book.glossary = Glossary({"leak": '"><script>alert(1)</script>'})
    assert 'title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in render("A leak.")

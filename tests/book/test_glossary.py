from dataclasses import replace

from apsite.book.pages.glossary import Glossary, anchor


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


def test_a_chapter_has_its_own_terms_before_the_book_s_or_none():
    book = Glossary({"Rest": "of the book", "Spike": "of the book"})
    own = Glossary({"rest": "of the chapter"})
    both = own.over(book, "two/glossary.md", "glossary.md")
    assert both.definitions == {"Spike": "of the book", "rest": "of the chapter"}
    assert both.pages == {"Spike": "glossary.md", "rest": "two/glossary.md"}


def test_a_chapter_can_say_no_to_the_book_s_terms(edition, opened, monkeypatch):
    of = opened.glossary_of
    assert "Rheobase" in of("chapter-1/spike/index.md", opened.glossary).definitions
    index = edition.front["chapter-1/index.md"]
    monkeypatch.setitem(edition.front, "chapter-1/index.md", replace(index, glossary=False))
    assert of("chapter-1/spike/index.md", opened.glossary).definitions == {}
    assert "Rheobase" in of("index.md", opened.glossary).definitions

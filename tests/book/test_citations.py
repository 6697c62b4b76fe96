import pytest

from apsite.book.pages.bibliography import BibliographyError, read_bibliography
from apsite.book.pages.citations import CITATION, Bibliography, cited, keys

BIBTEX = r"""
@article{a1952, author={Hodgkin, A. L. and Huxley, A. F.}, title={Currents}, journal={J Physiol},
  year={1952}, volume={116}, pages={449--472}, doi={10.1/a}}
@article{b1952, author={Hodgkin, A. L. and Huxley, A. F.}, title={The {HH} model.}, journal={J Physiol},
  year={1952}}
@book{s2013, author={S{\"u}dhof, Thomas C.}, title={Release}, publisher={Press}, address={Oxford},
  year={2013}, url={https://x.org}}
@article{l2001, author={van der Berg, Jan and Lee, A. and Kim, B.}, title={Leaks \& pumps}, year={2001}}
"""


def test_sources_are_named_as_the_field_does():
    sources = read_bibliography(BIBTEX)
    assert {key: source.label for key, source in sources.items()} == {
        "a1952": "Hodgkin & Huxley 1952a",
        "b1952": "Hodgkin & Huxley 1952b",
        "s2013": "Südhof 2013",
        "l2001": "van der Berg et al. 2001",
    }


def test_sources_are_described_in_full():
    sources = read_bibliography(BIBTEX)
    assert sources["a1952"].description == "Hodgkin A. L. & Huxley A. F. (1952a). Currents. J Physiol 116: 449–472."
    assert sources["b1952"].title == "The HH model"
    assert sources["s2013"].description == "Südhof T. C. (2013). Release. Press, Oxford."
    assert sources["l2001"].description == "van der Berg J., Lee A. & Kim B. (2001). Leaks & pumps."
    assert sources["a1952"].url == "https://doi.org/10.1/a"
    assert sources["s2013"].url == "https://x.org"


def test_sources_in_use_are_listed_by_author_and_the_others_known():
    bibliography = Bibliography(read_bibliography(BIBTEX), frozenset({"s2013", "b1952", "gone"}))
    assert [source.key for source in bibliography.listed()] == ["b1952", "s2013"]
    assert bibliography.unused() == {"a1952", "l2001"}


def test_a_citation_names_sources_with_their_places():
    assert cited("@a; @b-c, p. 3, eq. 4") == [("", "a", ""), ("", "b-c", "p. 3, eq. 4")]
    assert cited("see @a p. 3; also -@b, and *passim*") == [("see", "a", "p. 3"), ("also", "b", "and passim")]
    assert keys("As [@a; @b, p. 3] and [@c] say, not [d](e).") == {"a", "b", "c"}
    with pytest.raises(ValueError, match="nothing"):
        cited("@a; nothing")


def test_a_citation_may_stand_before_any_sign_but_not_be_the_words_of_a_link():
    for sign in ".,;:)!?":
        assert keys(f"By Katz [@katz1952]{sign} more") == {"katz1952"}
        found = CITATION.search(f"By Katz [@katz1952]{sign} more")
        assert found is not None
        assert found[1] == "@katz1952"
    assert CITATION.search("By [@katz1952](page.md)") is None


def test_bibtex_that_cannot_be_read_is_refused_at_its_line():
    with pytest.raises(BibliographyError) as refused:
        read_bibliography("@book{a, year={2013}}\n\n@book{,\n}")
    assert refused.value.line == 3


@pytest.mark.parametrize("address", ["javascript:x()", "//x.example", "http://[x", "data:text/html,x"])
def test_an_address_that_no_page_may_lead_to_is_refused_with_its_line(address):
    with pytest.raises(BibliographyError, match="its address") as refused:
        read_bibliography(f"@misc{{a, title={{T}}, author={{A}}, year={{2000}}, url={{{address}}}}}")
    assert refused.value.line == 1

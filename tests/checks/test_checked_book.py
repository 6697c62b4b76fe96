"""The book itself passes the checks that `make check` runs."""

import pytest

from apsite.book.text.front_matter import read_front_matter
from apsite.checks import check
from tests.book.support import ROOT


@pytest.mark.usefixtures("site")  # its build fills the store
def test_the_book_has_no_finding():
    report = check(ROOT)
    assert [str(fault) for fault in report.faults] == []
    assert report.pages >= 14


def test_the_overview_allows_itself_one_number_in_a_sentence():
    text = (ROOT / "docs/chapter-2/action-potential/index.md").read_text()
    matter, faults = read_front_matter("index.md", text)
    assert not faults
    assert matter.numbers == 1

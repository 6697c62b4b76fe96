"""The book itself passes the checks that `make check` runs."""

import pytest

from apsite.checks import check
from tests.book.support import ROOT


@pytest.mark.usefixtures("site")  # its build fills the store
def test_the_book_has_no_finding():
    report = check(ROOT)
    assert [str(fault) for fault in report.faults] == []
    assert report.pages >= 14

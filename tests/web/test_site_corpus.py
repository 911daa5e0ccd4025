"""What sites of records drawn at random say, address by address, is what they said before: a change must be meant."""

import pytest

from tests.web.site_corpus import GOLDEN, NUMBERS, Site, empty_database

GOLDEN_LINES = GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return empty_database(tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize("number", NUMBERS)
def test_what_a_drawn_site_says_changes_on_purpose_only(number, tmp_path, empty):
    site = Site(number, tmp_path, empty)
    lines = list(site.lines())
    site.close()
    golden = [line for line in GOLDEN_LINES if line.startswith(f"{number} ")]
    assert lines == golden, "python -m tests.web.site_corpus NUMBER ADDRESS prints what it says"

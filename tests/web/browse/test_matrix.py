"""What a line of a list says of a company: bounded by what was checked, and nothing good of one that promised nothing."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import topic
from tracker.engine.text import MessageCatalog
from tracker.store.lists import CompanyLine
from tracker.web.browse.matrix import conduct_words, matrix_of, promise_words, range_words

WORDING = MessageCatalog({"nothing": "nothing: {date}, {reviewed}", "force.none.meaning": "none"})
LINE = CompanyLine(
    company="acme",
    name="Acme Optics Inc.",
    topic="police-drones",
    strength="narrow",
    covered=1,
    possible=2,
    cells=4,
    gravest=None,
    contrary=0,
    counts={},
    reviewed=3,
    pledge_state="yes",
    next_end=None,
    next_pledge=None,
    checked_until="2021-03-01",
    headline="Has pledged not to sell drones.",
    rows={},
    as_of=date(2021, 6, 1),
    overtaken=False,
)


@pytest.mark.parametrize(
    ("as_of", "checked_until", "bound"),
    [
        (date(2021, 6, 1), "2021-03-01", "1 March 2021"),
        (date(2021, 2, 1), "2021-03-01", "1 February 2021"),
        (date(2021, 3, 1), "2021-03-01", "1 March 2021"),
    ],
)
def test_nothing_is_said_for_lack_of_a_record_after_the_last_check(as_of, checked_until, bound):
    line = replace(LINE, as_of=as_of, checked_until=checked_until)
    said = conduct_words(WORDING, line)
    assert said.startswith("nothing: ")
    assert bound in said
    assert "3" in said


def row_of(app, line):
    """The line's row in the matrix of its topic."""
    with app.test_request_context():
        return matrix_of(WORDING, topic(), [line], {}, "").rows[0]


def test_a_company_without_a_pledge_is_never_said_to_have_nothing_against_it(desk_app):
    line = replace(LINE, pledge_state="none", counts={})
    assert conduct_words(WORDING, line) == ""
    assert promise_words(WORDING, line) == "none"
    row = row_of(desk_app, line)
    assert (row.conduct, row.range, row.promise) == ("", "", "none")


def test_what_is_on_record_is_said_of_every_company():
    for state in ("yes", "none"):
        said = conduct_words(WORDING, replace(LINE, pledge_state=state, counts={"breach": 2}))
        assert "2" in said
        assert "nothing" not in said


def test_the_range_names_what_is_possible_only_where_it_is_more_than_what_is_clear(desk_app):
    assert range_words(LINE) != range_words(replace(LINE, possible=1))
    assert range_words(replace(LINE, possible=1)).startswith("1 of 4")
    assert "2" in range_words(LINE)
    assert "1 if" not in range_words(replace(LINE, possible=1))
    assert row_of(desk_app, LINE).range == range_words(LINE)

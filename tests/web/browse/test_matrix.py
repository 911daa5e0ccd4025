"""What lists say of companies.

One answer a row, who promised nothing apart, and gaps that all share only where all are seen.
"""

from datetime import date

from tests.factories import topic
from tracker.engine.text import MessageCatalog
from tracker.store.lists.companies import CompanyLine
from tracker.web.browse.matrix import checked_words, matrix_of, promise_words, range_words

WORDING = MessageCatalog()
COVERED = {"short": "covered", "text": "covered", "states": ["covered", "covered"]}
UNCLEAR = {"short": "unclear", "text": "unclear", "states": ["unclear", "open"]}
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
    pledge_state="in force",
    next_end=None,
    next_pledge=None,
    checked_until="2021-03-01",
    headline="Acme has pledged not to sell drones.",
    record_line="Nothing on record goes against the pledge.",
    rows={"local-police": COVERED, "federal-police": UNCLEAR},
    as_of=date(2021, 6, 1),
    overtaken=False,
)
OTHER = LINE._replace(company="beta", name="Beta", rows={"local-police": UNCLEAR, "federal-police": UNCLEAR})
NONE = LINE._replace(company="firm", name="Firm", pledge_state="none", counts={}, record_line="Read nothing.")


def matrix(app, *lines, whole=True):
    with app.test_request_context():
        return matrix_of(WORDING, topic(), lines, {}, "", whole=whole)


def test_each_row_has_one_answer_and_its_points_beside_it(desk_app):
    (row,) = matrix(desk_app, LINE).rows
    assert [(cell.mark, cell.text) for cell in row.cells] == [("covered", "covered"), ("unclear", "unclear")]
    assert row.cells[1].states == "Federal police: 1 point unclear, 1 point not covered"
    assert row.conduct == LINE.record_line


def test_a_row_that_was_not_computed_is_not_told_as_covered(desk_app):
    (row,) = matrix(desk_app, LINE._replace(rows={})).rows
    assert {cell.mark for cell in row.cells} == {"open"}


def test_companies_without_a_pledge_stand_apart_and_nothing_good_is_said_of_them(desk_app):
    it = matrix(desk_app, LINE, NONE)
    assert [row.name for row in it.rows] == [LINE.name]
    assert [(link.text, record) for link, record in it.without] == [("Firm", "")]
    counted = NONE._replace(counts={"no pledge": 2}, record_line="2 acts without a pledge (alleged, not proven).")
    ((_, record),) = matrix(desk_app, counted).without
    assert record == "2 acts without a pledge (alleged, not proven)"


def test_a_gap_that_all_share_is_told_only_where_all_companies_are_seen(desk_app):
    assert matrix(desk_app, LINE, OTHER).uncovered == "Federal police"
    assert matrix(desk_app, LINE, OTHER, whole=False).uncovered == ""
    assert matrix(desk_app, LINE).uncovered == ""


def test_a_row_that_one_company_covers_in_part_is_no_gap_of_all(desk_app):
    part = OTHER._replace(rows={"local-police": UNCLEAR, "federal-police": {**UNCLEAR, "short": "partly"}})
    assert matrix(desk_app, LINE, part).uncovered == ""


def test_what_was_promised_is_told_of_a_pledge_and_that_none_is_known_of_no_pledge():
    assert promise_words(WORDING, LINE) == LINE.headline
    assert promise_words(WORDING, NONE) == WORDING("force.none.meaning")


def test_the_range_names_what_is_possible_only_where_it_is_more_than_what_is_clear():
    assert range_words(LINE._replace(possible=1)) == "1 of 4"
    assert range_words(LINE).startswith("1 of 4, up to 2")


def test_checks_of_several_days_are_told_from_the_first_to_the_last():
    days = ["2020-06", "2021-03-02", None, "2020-01-05", "2020-06"]
    assert checked_words(days) == "between 5 January 2020 and 2 March 2021"
    texts = [checked_words([day]) for day in days[:3]]
    assert texts == ["in June 2020", "on 2 March 2021", ""]

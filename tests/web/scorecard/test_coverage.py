"""What heads the rows of a yardstick on the page, and how much of them is covered in short."""

import pytest

from tests.factories import cells, scorecard, topic, yardstick
from tracker.web.scorecard.coverage import coverage_badge, row_heading

POLICE = {"counterparty": ["local-police"]}


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        ({"one": POLICE, "two": {"counterparty": ["federal-police"]}}, "Counterparty"),
        ({"one": POLICE, "two": POLICE | {"place": ["US"]}}, "Counterparty"),
        ({"one": POLICE, "two": {"place": ["US"]}}, "Type"),
        ({"one": POLICE | {"place": ["US"]}, "two": POLICE | {"place": ["DE"]}}, "Type"),
    ],
)
def test_rows_are_headed_by_what_they_alone_all_name(rows, heading):
    topic_record = topic(yardstick=yardstick(rows=cells(**rows)))
    assert row_heading(topic_record, topic_record.yardstick) == heading


def test_all_is_said_to_be_covered_where_nothing_is_left():
    wording = scorecard().dossier.wording
    assert coverage_badge(wording, 3, 4) == "3 of 4 covered"
    assert coverage_badge(wording, 4, 4) == "all 4 covered"

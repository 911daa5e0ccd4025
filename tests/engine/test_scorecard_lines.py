"""Lines of a scorecard for lists: each finding, due and cell once, in the order of the scorecard."""

from datetime import date

import pytest

from tests.factories import check, evidence, pledge, promise, scorecard
from tracker.engine.scorecard_lines import scorecard_lines
from tracker.engine.sentences.pledge_sentence import short


def test_each_finding_due_and_cell_has_a_line():
    card = scorecard(check(until="2021-12-31"), pledge(), promise(), evidence(period="2021-03"), as_of="2021-12-31")
    states = {
        part: [line.state for line in scorecard_lines(card, part)] for part in ("findings", "dues", "cells", "gaps")
    }
    assert states["findings"] == [str(deed.finding) for deed in card.assessment.deeds]
    assert states["dues"] == [str(due.finding) for due in card.assessment.dues]
    assert states["cells"] == [str(cell.label) for cell in card.cells]
    assert all(states.values())
    [due_finding] = card.assessment.dues
    [due] = scorecard_lines(card, "dues", states["dues"][0])
    assert due.data["pledge"] == "acme/report"
    assert due.data["title"] == short(card.dossier, due_finding.pledge, due_finding.force) != ""
    assert not list(scorecard_lines(card, "dues", "no such state"))


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2020-07-01", ("2020-07-01", "2020-07-01")),
        ("2020-07", ("2020-07-01", "2020-07-31")),
        ("2020-07/2020-09", ("2020-07-01", "2020-09-30")),
        ("[2020-07-01..2020-07-09]", ("2020-07-01", "2020-07-09")),
        ("2020-07/..", ("2020-07-01", date.max.isoformat())),
        ("../2020-09", ("2020-09-01", "2020-09-30")),
        ("../..", None),
    ],
)
def test_a_finding_is_listed_by_the_first_and_the_last_day_that_its_record_names(period, days):
    card = scorecard(check(until="2021-12-31"), pledge(), evidence(period=period, seen_until=None))
    [line] = scorecard_lines(card, "findings")
    assert (line.days and tuple(map(str, line.days))) == days

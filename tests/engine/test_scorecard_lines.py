"""Lines of a scorecard for lists: each finding, due and cell once, in the order of the scorecard."""

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

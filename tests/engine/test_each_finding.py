"""Each word that a finding may have, beside what readers are told of it: where it stands, and what it rules out."""

import pytest

from tests.engine.assessing.test_worked_dues import pledged, says
from tests.factories import check, decision, evidence, pledge, scorecard
from tracker.engine.alerts import alerts
from tracker.engine.presented import PresentedScorecard
from tracker.records.types.decision import FindingWord

CONTRARY = {
    "breach", "missed", "possible breach", "possibly missed", "loophole", "possible loophole", "after lapse",
    "no pledge", "moved before due", "dropped before due", "overdue", "falls short so far", "not checked since",
}  # fmt: skip
GROUPS = {
    "breach": "against", "possible breach": "against", "loophole": "since", "possible loophole": "since",
    "exception used": "since", "honoured": "since", "prior conduct": "before", "unaddressed": "before",
    "after lapse": "after", "no pledge": "without",
}  # fmt: skip
MARKS = {
    "missed": "missed", "possibly missed": "missed", "falls short so far": "missed", "overdue": "overdue",
    "not checked since": "overdue", "dropped before due": "moved", "moved before due": "moved",
}  # fmt: skip
CHECKED = check(until="2025-12-31")


def presented(computed, word, *records, **named):
    """The scorecard of a breach or a missed promise that editors moved to a word, or left as it is."""
    moved = decision(computed=computed, decision="downgraded", to=word, **named)
    return PresentedScorecard(scorecard(*records, CHECKED, *([] if word == computed else [moved]), as_of="2025-12-31"))


def deed(word):
    return presented("breach", word, pledge(), evidence())


def due(word):
    return presented("missed", word, pledged(), says("none", "2024-08"), pledge="acme/report", evidence="acme/one")


@pytest.mark.parametrize("word", [str(word) for word in FindingWord])
def test_beside_which_findings_nothing_is_said_to_go_against_the_pledge(word):
    assert bool(deed(word).nothing_against) is (word not in CONTRARY)
    assert bool(due(word).nothing_against) is (word not in CONTRARY)


@pytest.mark.parametrize("word", [str(word) for word in FindingWord])
def test_with_which_acts_one_is_told(word):
    assert [group.key for group in deed(word).deeds] == [GROUPS.get(word, "against")]


@pytest.mark.parametrize("word", [str(word) for word in FindingWord])
def test_with_which_mark_a_promise_stands_out(word):
    marks = {alert.mark for alert in alerts(due(word))} - {"gap", "open", "covered"}
    assert marks == ({MARKS[word]} if word in MARKS else set())

"""A scorecard as data: promises in numbers with figures and goals as decimal strings."""

import json

from tests.factories import check, evidence, promise, scorecard
from tests.targets import goal
from tracker.engine.scorecard_json import scorecard_json


def test_figures_and_goals_of_a_promise_in_numbers():
    said = {"pledge": "acme/report", "amount": "49.50", "on": "2023"}
    card = scorecard(
        promise(versions=[goal(milestones=[{"by": "2018-12-31", "at_least": "40"}])]),
        evidence("acme/report-2023", acts=[], fulfils=[said], period="2023"),
        check(until="2024-06-01"),
        as_of="2024-06-01",
    )
    (progress,) = scorecard_json(card)["progress"]
    assert (progress["pledge"], progress["measure"], progress["unit"]) == (
        "acme/report",
        "Share of recycled paper",
        "%",
    )
    assert [(it["amount"], it["first"], it["last"], it["evidence"]) for it in progress["reached"]] == [
        ("10", "2013-01-01", "2013-12-31", None),
        ("49.50", "2023-01-01", "2023-12-31", "acme/report-2023"),
    ]
    assert [(it["amount"], it["by"], it["replaced"]) for it in progress["promised"]] == [
        ("40", "2018-12-31", False),
        ("80", "2023-12-31", False),
    ]
    assert json.dumps(progress)


def test_a_card_without_such_promises_has_empty_lists():
    data = scorecard_json(scorecard())
    assert (data["turns"], data["progress"]) == ([], [])

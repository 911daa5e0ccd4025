"""How versions and scopes read: what was checked by a day that is known to the year only, a scope without terms."""

import pytest

from tests.factories import pledge, scope, scorecard, topic, version
from tracker.web.scorecard.terms import beyond_checked, scope_lines


@pytest.mark.parametrize(("as_of", "beyond"), [("2021-01-01", False), ("2021-01-02", True), ("2022-01-01", True)])
def test_a_year_that_was_checked_was_checked_until_its_first_day_for_certain(as_of, beyond):
    assert beyond_checked(scorecard(topic(checked_until={"acme": "2021"}), pledge(), as_of=as_of)) is beyond


def test_without_a_marked_term_there_is_no_else():
    everybody = pledge(
        versions=[version(scope=scope(counterparty={"rest": "in"}, place={"in": ["US"], "rest": "out"}))]
    )
    lines = {it.dimension: it.parts for it in scope_lines(scorecard(everybody).dossier, everybody.versions[0].scope)}
    assert [label for label, _ in lines["Counterparty"]] == ["everything covered"]
    assert [label for label, _ in lines["Place"]] == ["covered", "everything else not covered"]

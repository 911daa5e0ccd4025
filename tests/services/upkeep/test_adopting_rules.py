"""A site of rules version 1 goes over to version 2 once; what was known before is still read by version 1."""

from datetime import UTC, date

from tests import factories as make
from tests.stored import MINUTE, NOON, ON_SQLITE, clock, published_world
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.reading.scorecards import ScorecardQuery, scorecard_at, snapshot_of
from tracker.services.upkeep.adopting_rules import adopt_rules
from tracker.services.upkeep.catching_up import catch_up
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.derived.scorecard_index import set_derived_version
from tracker.store.rules import rules_at, rules_published

DAY = date(2026, 11, 22)
DENIED = [{"date": day, "outcome": word, "source": "gazette-1"} for day, word in
          (("2020-08-01", "alleged"), ("2020-08-02", "put right"))]  # fmt: skip


def card(database, known_at=None, company="acme"):
    with database.reading() as session:
        moment = snapshot_of(session, ScorecardQuery(DAY, known_at), clock(60), UTC)
        return scorecard_at(session, moment, company, "police-drones")


def of_version_1(database, *records):
    published_world(database, *records)
    with database.writing() as session:
        set_derived_version(session, "4 rules 1")


@ON_SQLITE
def test_a_new_site_knows_only_the_rules_of_today(database):
    published_world(database, make.pledge(), make.evidence())
    assert adopt_rules(database, clock(1), UTC) is False
    with database.reading() as session:
        assert rules_published(session) is None
        assert [rules_at(session, position) for position in (1, 5)] == ["2", "2"]
    assert card(database).rules == "2"


@ON_SQLITE
def test_the_ledger_says_from_when_the_new_rules_hold(database):
    of_version_1(database, make.pledge(), make.evidence(outcomes=DENIED))
    assert catch_up(database, clock(10), UTC) > 0
    assert adopt_rules(database, clock(11), UTC) is False
    before, after = card(database, NOON + 5 * MINUTE), card(database)
    assert (before.rules, after.rules) == ("1", "2")
    with database.reading() as session:
        record = rules_published(session)
        assert verify(session).ok
    assert [(change.company, change.topic) for change in record.changes] == [("acme", "police-drones")]
    assert record.changes[0].before.startswith("breach")
    assert record.changes[0].after.startswith("possible breach")


@ON_SQLITE
def test_what_was_said_before_stays_as_it_was_for_companies_nobody_assessed(database):
    of_version_1(database, make.company("beta"))
    catch_up(database, clock(10), UTC)
    assert card(database, NOON + 5 * MINUTE, "beta").rules == "1"


@ON_SQLITE
def test_a_site_that_does_not_change_says_so(database):
    of_version_1(database, make.pledge())
    refresh(database, clock(1), UTC)
    with database.writing() as session:
        set_derived_version(session, "4 rules 1")
    assert adopt_rules(database, clock(10), UTC) is True
    with database.reading() as session:
        assert rules_published(session).changes == ()

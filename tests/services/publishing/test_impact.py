"""Impact: what a reviewer is told is what publishing then does."""

from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import NOON, clock, published, published_world
from tracker.engine.comparing.changes import changes
from tracker.services.publishing.impact import impact_of
from tracker.services.publishing.scorecard_index import refresh
from tracker.services.reading.scorecards import ScorecardQuery, scorecard_at, snapshot_of
from tracker.store.published import current_records


def told(database, *drafts):
    with database.reading() as session:
        return impact_of(session, drafts, NOON.date(), NOON)


def scorecard(database):
    with database.reading() as session:
        moment = snapshot_of(session, ScorecardQuery(as_of=NOON.date()), clock(30), UTC)
        return scorecard_at(session, moment, "acme", "police-drones")


@pytest.mark.parametrize(
    "drafts",
    [
        (make.evidence("acme/sale-9"),),
        (make.source("gazette-9"), make.evidence("acme/sale-9", sources=["gazette-9"])),
        (make.pledge(versions=[make.version(ends={"after": "1 year"})]),),
        (make.condition(developments=(make.development("2021-01-01"),)),),
    ],
    ids=["evidence", "evidence with its source", "pledge", "condition"],
)
def test_the_impact_told_is_what_publishing_changes(database, drafts):
    until_law = make.pledge(versions=[make.version(ends={"condition": "drone-law"})])
    published_world(database, until_law, make.evidence())
    refresh(database, clock(), UTC)
    before = scorecard(database)
    impact = told(database, *drafts)
    published(database, *drafts, at=clock(5))
    expected = [(c.about, c.key, c.before, c.after) for c in changes(before, scorecard(database))]
    [found] = impact.changed or [None]
    assert [(c.about, c.key, c.before, c.after) for c in found.changes] == expected


def test_what_only_mends_words_changes_no_scorecard(database):
    published_world(database, make.pledge(), make.evidence())
    refresh(database, clock(), UTC)
    impact = told(database, make.source("gazette-1", title="A better title"))
    assert (impact.changed, impact.left_out) == ((), 0)


def test_a_new_company_has_no_scorecard_before(database):
    published_world(database)
    refresh(database, clock(), UTC)
    drafts = (make.company("bolt"), make.pledge("bolt/no-sales"))
    [touched] = told(database, *drafts).changed
    assert (touched.company, touched.before) == ("bolt", None)
    assert touched.after.dossier.company.name == make.company("bolt").name


def test_a_change_of_a_vocabulary_reaches_the_companies_that_use_it(database):
    published_world(database, make.pledge(), make.evidence())
    refresh(database, clock(), UTC)
    with database.reading() as session:
        [old] = current_records(session, [("vocabulary", "customers")])
    known = {term.id: list(term.broader) for term in old.terms}
    renamed = make.vocabulary("customers", {**known, "harbour-police": ["local-police"]})
    # A term that nothing labels yet changes no answer, but every scorecard was asked.
    assert told(database, renamed) == ((), 1, 0)

"""Impact: what a reviewer is told is what publishing then does."""

from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import NOON, clock, published, published_world
from tracker.engine.comparing.changes import changes
from tracker.records.kinds import body, from_body
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.publishing.impact import impact_of
from tracker.services.reading.scorecards import ScorecardQuery, scorecard_at, snapshot_of
from tracker.store.published import current_records

# What is asked here is decided above the database, which the tests of its queries run on both.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def impact_lines(database, *drafts):
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
    assert_told_is_published(database, *drafts)


def test_a_condition_that_a_draft_is_the_first_to_name_is_looked_up(database):
    published_world(database, make.pledge(), make.condition(developments=(make.development("2021-01-01"),)))
    assert_told_is_published(database, make.pledge(versions=[make.version(ends={"condition": "drone-law"})]))


def assert_told_is_published(database, *drafts):
    refresh(database, clock(), UTC)
    before = scorecard(database)
    impact = impact_lines(database, *drafts)
    published(database, *drafts, at=clock(5))
    assert (impact.unchanged, impact.left_out) == (0, 0)
    expected = [(c.about, c.key, c.before, c.after) for c in changes(before, scorecard(database))]
    [change] = impact.changed or [None]
    assert [(c.about, c.key, c.before, c.after) for c in change.changes] == expected


def test_what_only_mends_words_changes_no_scorecard(database):
    published_world(database, make.pledge(), make.evidence())
    refresh(database, clock(), UTC)
    impact = impact_lines(database, make.source("gazette-1", title="A better title"))
    assert impact == ((), 0, 0)


def test_of_many_scorecards_some_are_computed_and_the_others_counted(database, monkeypatch):
    published_world(database, make.pledge(), make.company("bolt"), make.evidence("bolt/sale"))
    refresh(database, clock(), UTC)
    monkeypatch.setattr("tracker.services.publishing.impact.MOST_COMPUTED", 1)
    with database.reading() as session:
        drafts = [make.topic(question="Who promised not to sell drones?")]
        parts = [impact_of(session, drafts, NOON.date(), NOON, skip=skip) for skip in (0, 1, 2)]
    assert [(len(part.changed) + part.unchanged, part.left_out) for part in parts] == [(1, 1), (1, 0), (0, 0)]


def test_a_new_company_has_no_scorecard_before(database):
    published_world(database)
    refresh(database, clock(), UTC)
    drafts = (make.company("bolt"), make.pledge("bolt/no-sales"))
    [touched] = impact_lines(database, *drafts).changed
    assert (touched.company, touched.before) == ("bolt", None)
    assert touched.after.dossier.company.name == make.company("bolt").name


def test_a_company_that_takes_over_an_id_has_the_scorecard_and_the_id_has_none(database):
    published_world(database, make.pledge(), make.evidence())
    refresh(database, clock(), UTC)
    gone = make.company("acme", taken_down={"date": "2026-11-22", "reason": "It goes on as Roadrunner."})
    impact = impact_lines(database, gone, make.company("roadrunner", name="Roadrunner", former_ids=["acme"]))
    assert {it.company: (it.before is None, it.after is None) for it in impact.changed} == {
        "acme": (False, True),
        "roadrunner": (True, False),
    }


def test_evidence_that_goes_to_another_topic_is_told_where_it_was_too(database):
    published_world(database, make.topic("body-cameras", name="Body cameras"), make.pledge(), make.evidence())
    refresh(database, clock(), UTC)
    study = {"nature": "study", "acts": None}
    assert {it.topic for it in impact_lines(database, make.evidence(topics=["body-cameras"], **study)).changed} == {
        "body-cameras",
        "police-drones",
    }


def test_a_change_of_a_vocabulary_reaches_the_companies_that_use_it(database):
    published_world(database, make.pledge(), make.evidence())
    refresh(database, clock(), UTC)
    with database.reading() as session:
        [old] = current_records(session, [("vocabulary", "customers")])
    broader_terms = {term.id: list(term.broader) for term in old.terms}
    renamed = make.vocabulary("customers", {**broader_terms, "harbour-police": ["local-police"]})
    # A term that nothing labels yet changes no answer, but every scorecard was asked.
    assert impact_lines(database, renamed) == ((), 1, 0)


def signed(*companies):
    listed = [{"company": company, "since": "2019-01-01"} for company in companies]
    data = {"kind": "initiative", "id": "charter", "name": "Open Charter", "source": "gazette-1"}
    return from_body(data | {"signatories": listed})


def of_the_charter(**fields):
    data = body(make.pledge("charter/no-sales", **fields))
    return from_body(data | {"initiative": "charter"})


def test_a_new_signatory_is_touched_with_every_pledge_of_the_initiative(database):
    published_world(database, signed("acme"), of_the_charter(), make.company("bolt"))
    refresh(database, clock(), UTC)
    impact = impact_lines(database, signed("acme", "bolt"))
    [touched] = impact.changed
    assert (touched.company, touched.topic, touched.before) == ("bolt", "police-drones", None)
    assert [pledge.id for pledge in touched.after.dossier.pledges] == ["charter/no-sales"]
    published(database, signed("acme", "bolt"), at=clock(5))
    refresh(database, clock(5), UTC)
    with database.reading() as session:
        moment = snapshot_of(session, ScorecardQuery(as_of=NOON.date()), clock(30), UTC)
        assert scorecard_at(session, moment, "bolt", "police-drones").has_pledge


def test_the_first_signatory_is_bound_by_what_the_initiative_already_has(database):
    published_world(database, signed(), make.company("bolt"), of_the_charter(), make.source("gazette-2"))
    refresh(database, clock(), UTC)
    [touched] = impact_lines(database, signed("bolt")).changed
    assert [pledge.id for pledge in touched.after.dossier.pledges] == ["charter/no-sales"]


def test_a_changed_pledge_of_an_initiative_touches_all_who_signed_it(database):
    published_world(database, signed("acme", "bolt"), of_the_charter(), make.company("bolt"))
    refresh(database, clock(), UTC)
    shorter = of_the_charter(versions=[make.version(ends={"after": "1 year"})])
    assert {touched.company for touched in impact_lines(database, shorter).changed} == {"acme", "bolt"}
    gone = from_body(body(of_the_charter()) | {"taken_down": {"date": "2026-11-01", "reason": "Entered twice."}})
    assert {touched.company for touched in impact_lines(database, gone).changed} == {"acme", "bolt"}


def test_who_leaves_is_touched_and_nobody_else(database):
    published_world(database, signed("acme", "bolt"), of_the_charter(), make.company("bolt"))
    refresh(database, clock(), UTC)
    data = body(signed("acme", "bolt"))
    data["signatories"][1]["until"] = "2022-01-01"
    assert {touched.company for touched in impact_lines(database, from_body(data)).changed} == {"bolt"}


def test_a_signatory_with_evidence_on_record_cannot_be_struck_off(database):
    said = make.fulfilment("full", pledge="charter/report")
    promise = from_body(body(make.promise("charter/report")) | {"initiative": "charter"})
    done = make.evidence("acme/done", acts=None, fulfils=[said])
    published_world(database, signed("acme", "bolt"), promise, make.company("bolt"), done)
    with database.reading() as session:
        faults = faults_among_published(session, [signed("bolt")], [signed("acme", "bolt")])
    assert [(fault.key[1], fault.message.code) for fault in faults] == [("acme/done", "not-a-signatory")]

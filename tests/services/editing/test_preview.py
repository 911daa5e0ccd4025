"""Drafts tried out: what is shown is what publishing would make of them, and an unfinished draft says what it lacks."""

import shutil
from datetime import UTC, datetime, time

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.desk import draft_of, person
from tests.stored import ON_SQLITE, READ_ON_SQLITE, clock, published, published_world
from tests.strategies.records import cases
from tracker.clock import FixedClock
from tracker.engine.scorecard_json import scorecard_json
from tracker.engine.text import MessageCatalog
from tracker.records.checking.checks import check
from tracker.records.kinds import body, from_body
from tracker.records.reading.yaml_text import read_records
from tracker.services.editing.missing_terms import TermRequest, add_term
from tracker.services.editing.preview import preview
from tracker.services.reading.scorecards import ScorecardQuery, scorecard_at, snapshot_of
from tracker.settings import ROOT
from tracker.store.database.connecting import Database

AS_SHOWN = (
    "headline",
    "strength",
    "conduct",
    "cells",
    "gaps",
    "amendment",
    "findings",
    "context",
    "replies",
    "pledges",
)


def tried(database, actor, data, kind=None, at=None):
    with database.reading() as session:
        return preview(session, actor, at or clock(5), UTC, kind or data["kind"], data)


def shown(card):
    """What readers see of a scorecard, but for the moment that it is of."""
    data = scorecard_json(card)
    return {key: data[key] for key in AS_SHOWN}


def card_of(database, company="acme", topic="police-drones"):
    with database.reading() as session:
        return scorecard_at(session, snapshot_of(session, ScorecardQuery(), clock(5), UTC), company, topic)


def seeds():
    problems = []
    files = sorted((ROOT / "seeds").rglob("*.yaml"))
    return [record for path in files for record, _ in read_records(path.read_text(), path.name, problems)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_shown_is_what_publishing_makes_of_every_pledge_and_deed_of_a_company(database):
    """Each is tried out, published and compared, one after the other, so that each meets what stands already."""
    actor, records = person(database), seeds()
    (topic,) = (record.id for record in records if record.kind == "topic")
    published(database, *(r for r in records if r.kind not in ("pledge", "evidence", "response")))
    later = {record.key: record for record in records if record.kind in ("pledge", "response")}
    for record in later.values():
        draft_of(database, actor, record)
    own = [record for record in records if record.id.startswith("microsoft/")]
    deeds = [record for record in own if record.kind == "evidence"]
    for record in (deed for deed in deeds if not deed.fulfils):
        assert_shown_as_published(database, actor, [record], topic)
    for record in (record for record in own if record.kind == "pledge"):
        cited = [("response", id) for version in record.versions for id in version.unclear_because]
        along = [later[key] for key in [*cited, *(("pledge", id) for id in record.same_text_as)]]
        assert_shown_as_published(database, actor, [record, *along], topic)
    for record in (deed for deed in deeds if deed.fulfils):
        assert_shown_as_published(database, actor, [record], topic)


def assert_shown_as_published(database, actor, records, topic):
    (topic_preview,) = tried(database, actor, body(records[0])).topics
    published(database, *records)
    assert shown(topic_preview.after) == shown(card_of(database, records[0].company_id, topic))


@ON_SQLITE
def test_a_change_of_a_published_pledge_is_held_against_what_stands(database):
    published_world(database, make.pledge(), make.evidence(acts=[make.act(counterparty=["border-guard"])]))
    data = body(make.pledge(versions=[make.version(scope=make.scope(counterparty={"in": ["police"]}))]))
    (topic_preview,) = tried(database, person(database), data).topics
    (fall,) = topic_preview.falls
    assert (fall.was, fall.by_draft.finding, fall.changed) == ("loophole", "breach", True)
    assert [reach.covered for reach in topic_preview.reaches] == [2]
    assert (topic_preview.before.strength.covered, topic_preview.after.strength.covered) == (1, 2)
    published(database, make.pledge(versions=data["versions"]))
    assert shown(topic_preview.after) == shown(card_of(database))


def test_a_pledge_of_a_company_that_is_a_draft_too_is_tried_out(database):
    published_world(database)
    ann = person(database)
    draft_of(database, ann, make.company("other"))
    data = body(make.pledge("other/no-sales"))
    (topic_preview,) = tried(database, ann, data).topics
    assert topic_preview.before is None
    assert [reach.covered for reach in topic_preview.reaches] == [1]
    with_nobody = tried(database, person(database, "bob"), data)
    assert with_nobody.notes == ("There is no company “other”, and you have no draft of one.",)


def test_a_pledge_of_an_initiative_is_tried_out_for_one_of_its_signatories(database):
    published_world(database)
    ann = person(database)
    data = {**body(make.pledge("charter/no-sales")), "initiative": "charter"}
    nobody = tried(database, ann, data)
    assert not nobody.topics
    assert any("signed" in note for note in nobody.notes)
    charter = {"kind": "initiative", "id": "charter", "name": "Open Charter", "source": "gazette-1"}
    draft_of(database, ann, from_body(charter | {"signatories": [{"company": "acme", "since": "2019"}]}))
    with_signatory = tried(database, ann, data)
    (shown_for,) = with_signatory.topics
    assert shown_for.after.dossier.company.id == "acme"
    assert [pledge.id for pledge in shown_for.after.dossier.pledges] == ["charter/no-sales"]
    assert any("acme" in note for note in with_signatory.notes)


def test_terms_of_the_own_draft_of_a_vocabulary_count(database):
    published_world(database)
    ann = person(database)
    with database.writing() as session:
        add_term(session, ann, clock(), "customers", TermRequest("Coast Guard", under=("federal-police",)))
    scope = make.scope(counterparty={"in": ["coast-guard"]})
    (topic_preview,) = tried(database, ann, body(make.pledge(versions=[make.version(scope=scope)]))).topics
    labels = {(cell.row.id, cell.column.id): cell.label for cell in topic_preview.reaches[0].cells}
    assert labels["federal-police", "sell"] == "partly"


def test_each_act_says_what_it_means_for_each_pledge_with_three_reasons(database):
    published_world(database, make.pledge(), make.pledge("acme/no-pilots", versions=[make.version(start="2019-01-01")]))
    data = body(make.evidence(acts=[make.act(), make.act(subject=["cargo-drones"]), make.act(counterparty=["school"])]))
    (topic_preview,) = tried(database, person(database), data).topics
    first, second, third = topic_preview.acts
    assert [(f.pledge.id, f.finding) for f in first.findings] == [
        ("acme/no-sales", "breach"),
        ("acme/no-pilots", "breach"),
    ]
    assert {about for about, _ in first.findings[0].reasons} >= {
        MessageCatalog()("reason.when"),
        MessageCatalog()("reason.scope"),
        MessageCatalog()("reason.topic"),
    }
    assert second.why == MessageCatalog()("context.outside", dimensions="subject")
    assert third.why == MessageCatalog()("context.outside", dimensions="counterparty")
    assert first.combinations == 1


def test_a_deed_before_any_pledge_is_without_one(database):
    published_world(database, make.check())
    (topic_preview,) = tried(database, person(database), body(make.evidence())).topics
    (act,) = topic_preview.acts
    assert [finding.finding for finding in act.findings] == ["no pledge"]


def test_no_deed_is_without_a_pledge_where_nobody_checked_up_to_it(database):
    published_world(database, make.check(until="2020-06-30"))
    (topic_preview,) = tried(database, person(database), body(make.evidence())).topics
    assert [act.findings for act in topic_preview.acts] == [[]]


@pytest.fixture(scope="module")
def desk(database_to_read):
    """The small world with a deed in it, and an editor who only looks."""
    published_world(database_to_read, make.evidence())
    return database_to_read, person(database_to_read)


@READ_ON_SQLITE
@pytest.mark.parametrize(
    ("data", "note"),
    [
        ({"kind": "pledge"}, "Choose a company."),
        ({"kind": "pledge", "company": "acme"}, "Choose a topic. It sets what the pledge can cover."),
        ({"kind": "pledge", "company": "acme", "topic": "gone", "commitment": "refrain"}, "There is no topic “gone”. Choose one."),  # noqa: E501
        ({"kind": "pledge", "company": "acme", "topic": "police-drones"}, "Choose the type of pledge."),
        ({"kind": "evidence", "company": "acme", "topics": ["police-drones"], "nature": "conduct"}, ("Enter when it happened. Every finding "  # noqa: E501
            "depends on this.")),
        ({"kind": "evidence", "company": "acme", "topics": ["police-drones"], "nature": "conduct", "period": "2020"}, ("It is conduct, so it needs at least one act "  # noqa: E501
            "(or fulfils).")),
        ({"kind": "evidence", "id": "acme/x", "topics": ["police-drones"], "nature": "conduct", "period": "spring", "acts": [{}]}, ("Enter when it happened. Every finding "  # noqa: E501
            "depends on this.")),
    ],
)  # fmt: skip
def test_what_an_unfinished_draft_lacks_is_said(desk, data, note):
    tried_out = tried(*desk, data)
    assert note in tried_out.notes
    assert not tried_out.topics


def test_a_scope_alone_is_enough_to_see_what_it_covers(desk):
    data = {"kind": "pledge", "company": "acme", "topic": "police-drones", "commitment": "refrain"}
    scope = make.scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})
    tried_out = tried(*desk, {**data, "versions": [{"scope": scope, "source": "The Post of June"}]})
    assert tried_out.notes == ("It has no start date yet, so we count from today.",)
    (topic,) = tried_out.topics
    assert [(reach.covered, reach.possible) for reach in topic.reaches] == [(1, 2)]
    assert [fall.by_draft.finding for fall in topic.falls] == ["prior conduct"]


def test_what_is_wrong_in_a_draft_is_left_aside_and_said(desk):
    version = make.version(
        scope=make.scope(counterparty={"in": ["nobody"]}, action={"in": ["sell"], "out": ["sell"]}), start="soon"
    )
    data = body(make.pledge()) | {"versions": [version | {"ends": {"condition": "gone"}}], "colour": "red"}
    tried_out = tried(*desk, data)
    notes = " ".join(tried_out.notes)
    for words in (
        "Ignored: colour: ",
        "Ignored: versions 1 › start: ",
        "scope › action: ",
        ": nobody.",
        "There is no condition “gone” yet",
    ):
        assert words in notes
    (topic,) = tried_out.topics
    # A dimension that cannot be read is not one that is left open.
    assert {cell.label for cell in topic.reaches[0].cells} == {"unclear"}


JUNK = st.recursive(
    st.sampled_from([None, True, 0, "", "2020-13", "in", "acme/x", "US", "police-drones", "x" * 400, "a\nb\x00"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["in", "rest", "period", "x"]), inner, max_size=2),  # noqa: E501
    max_leaves=4,
)  # fmt: skip
WHOLE = [
    body(make.pledge(versions=[make.version(), make.version(start="2021-01-01", ends={"condition": "drone-law"})])),
    body(make.promise(versions=[make.version(deadline={"condition": "drone-law"}, scope={})])),
    body(make.evidence(acts=[make.act(), make.act(period="2020-08")], outcomes=[make.outcome("2020-09", "alleged")])),
]


def places(data, path=()):
    """Every path in plain data."""
    yield path
    for step, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*path, step))


def spoilt(data, path, junk):
    """A copy with something else at a path; the whole where the path is empty."""
    if not path:
        return junk
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = spoilt(data[path[0]], path[1:], junk)
    return copy


@READ_ON_SQLITE
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_preview_never_fails_whatever_a_draft_contains(desk, data):
    draft = data.draw(st.sampled_from(WHOLE))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from([path for path in places(draft) if path and path != ("kind",)]))
        draft = spoilt(draft, path, data.draw(JUNK))
    tried_out = tried(*desk, draft)
    assert tried_out.topics or tried_out.notes
    assert all(note.endswith(".") for note in tried_out.notes)
    for topic in tried_out.topics:
        assert shown(topic.after)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases(), st.data())
def test_what_is_shown_is_what_publishing_makes_of_a_draft_among_generated_records(
    migrated_sqlite, tmp_path, case, data
):
    """The law on one record of a generated world, taken out, tried out and published."""
    records = list(case.bundle())
    assume(not check(case.bundle()))
    draft = data.draw(st.sampled_from([r for r in records if r.kind in ("pledge", "evidence")]))
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'world.sqlite3')}")
    now = FixedClock(datetime.combine(case.as_of, time(12), UTC))
    published(database, *(record for record in records if record is not draft), at=now)
    (topic_preview,) = tried(database, person(database), body(draft), at=now).topics
    published(database, draft, at=now)
    with database.reading() as session:
        card = scorecard_at(session, snapshot_of(session, ScorecardQuery(), now, UTC), "acme", "topic")
    database.close()
    assert shown(topic_preview.after) == shown(card)


@pytest.mark.parametrize("record", [make.pledge(), make.evidence()], ids=["pledge", "evidence"])
def test_what_is_to_be_taken_down_is_not_tried_out_and_the_panel_says_why(desk, record):
    gone = body(record) | {"taken_down": {"date": "2026-11-20", "reason": "Entered twice."}}
    outcome = tried(*desk, gone)
    assert outcome.topics == ()
    assert len(outcome.notes) == 1


@ON_SQLITE
def test_the_deeds_that_a_draft_says_something_of_come_first_and_what_was_only_said_is_none(database):
    published_world(
        database,
        make.evidence("acme/to-guard", acts=[make.act(counterparty=["border-guard"])], period="2020-06-01"),
        make.evidence("acme/announced", nature="statement", acts=[], period="2020-09-01"),
        make.evidence("acme/to-police", period="2020-08-01"),
        make.evidence("acme/to-school", acts=[make.act(counterparty=["school"])], period="2020-10-01"),
    )
    data = body(make.pledge(versions=[make.version(scope=make.scope(counterparty={"in": ["police"]}))]))
    (topic_preview,) = tried(database, person(database), data).topics
    falls = [(fall.evidence.id, fall.by_draft.finding if fall.by_draft else None) for fall in topic_preview.falls]
    assert falls == [("acme/to-police", "breach"), ("acme/to-guard", "prior conduct"), ("acme/to-school", None)]

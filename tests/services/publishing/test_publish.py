"""Publishing: one transaction, one chain, nothing half done, and who may."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.stored import (
    MINUTE,
    NOON,
    ON_SQLITE,
    clock,
    exported,
    published,
    published_world,
    with_a_company_in_an_earlier_form,
)
from tracker.models import Ledger, Reference, Revision
from tracker.records.bundle import Bundle
from tracker.records.kinds import body, canonical
from tracker.services.auth.roles import NotAllowedError
from tracker.services.publishing.checking import checks
from tracker.services.publishing.publish import (
    EditConflictError,
    InvalidRecordsError,
    Proposal,
    SealedAuthorship,
    publish,
)
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.concerning import last_concerning, naming
from tracker.store.ledger import ledger_head, portion_after, position_at


def ledger(database):
    with database.reading() as session:
        return list(session.scalars(select(Ledger).order_by(Ledger.position)))


def is_verified(database):
    with database.reading() as session:
        return verify(session).ok


def test_publishing_gives_each_record_a_position_in_order(database):
    result = published(database, make.company("acme"), make.company("beta"))
    assert (list(result.positions), result.unchanged) == ([1, 2], 0)
    with database.reading() as session:
        said = [json.loads(row.entry) for row in portion_after(session, 0, 1000)]
    assert [(e["position"], e["kind"], e["record"], e["revision"]) for e in said] == [
        (1, "company", "acme", 1),
        (2, "company", "beta", 1),
    ]
    assert is_verified(database)


def test_an_entry_is_the_canonical_text_that_is_hashed_and_linked(database):
    published(database, make.company("acme"), make.company("beta"))
    first, second = ledger(database)
    assert first.previous_sha256 == "0" * 64
    assert second.previous_sha256 == first.sha256 == hashlib.sha256(first.entry.encode()).hexdigest()
    said = json.loads(second.entry)
    assert canonical(said).decode() == second.entry
    assert said["previous"] == first.sha256
    assert said["at"] == "2026-11-22T12:00:00.000001Z"
    assert set(said) == {"v", "position", "at", "kind", "record", "revision", "content", "approval", "previous"}


def test_anyone_can_compute_the_content_hash(database):
    record = make.company()
    published(database, record, author="ann")
    with database.reading() as session:
        revision = session.scalar(select(Revision))
    committed = canonical({"author": "ann", "body": body(record), "change": "new", "note": None})
    assert revision.content_sha256 == hashlib.sha256(bytes.fromhex(revision.salt) + committed).hexdigest()
    assert json.loads(ledger(database)[0].entry)["content"] == revision.content_sha256


def test_an_entry_holds_no_names(database):
    published(database, make.company(), author="Ann Author", publisher="Bob Publisher")
    entry = ledger(database)[0].entry
    assert "Ann" not in entry
    assert "Bob" not in entry


@ON_SQLITE
def test_what_has_not_changed_is_left_alone(database):
    published_world(database)
    before = exported(database)
    again = published_world(database, make.company("beta"), at=clock(1))
    assert (len(again.positions), again.unchanged) == (1, 10)
    assert published_world(database, make.company("beta"), at=clock(2)).positions == range(0)
    assert exported(database).startswith(before[:100])


@ON_SQLITE
def test_what_says_the_same_in_the_form_of_another_time_is_no_change(database):
    child = with_a_company_in_an_earlier_form(database)
    assert published(database, child, at=clock(1)).unchanged == 1


def test_a_changed_record_gets_the_next_revision_and_says_why(database):
    published(database, make.company())
    published(database, make.company(name="Acme Lenses Inc."), change="correction", at=clock(1))
    with database.reading() as session:
        revisions = list(session.scalars(select(Revision).order_by(Revision.id)))
    assert [(r.number, r.change) for r in revisions] == [(1, "new"), (2, "correction")]
    assert "Acme Lenses Inc." in exported(database)
    assert is_verified(database)


@pytest.mark.parametrize("minutes", [0, -5, -60 * 24])
def test_times_rise_even_when_the_clock_stands_or_goes_back(database, minutes):
    published(database, make.company("acme"), make.company("beta"))
    published(database, make.company("gamma"), at=clock(minutes))
    times = [entry.at for entry in ledger(database)]
    assert times == [NOON + timedelta(microseconds=i) for i in range(3)]


def test_the_ledger_knows_where_it_stood_at_a_moment(database):
    published(database, make.company("acme"))
    published(database, make.company("beta"), make.company("gamma"), at=clock(10))
    with database.reading() as session:
        moments = [NOON - MINUTE, NOON, NOON + MINUTE, NOON + 10 * MINUTE, NOON + 11 * MINUTE]
        assert [position_at(session, moment) for moment in moments] == [0, 1, 1, 2, 3]
        assert ledger_head(session).position == 3


def test_the_author_does_not_publish(database):
    with pytest.raises(NotAllowedError, match="another person"):
        published(database, make.company(), author="ann", publisher="ann")
    assert ledger(database) == []


def test_nobody_publishes_what_they_wrote_together_with_what_others_wrote(database):
    sealed = [Proposal(make.company(id), sealed=SealedAuthorship(id, "00")) for id in ("cid", "bob")]
    with database.writing() as session, pytest.raises(NotAllowedError, match="another person"):
        publish(session, clock(), sealed, author="ann", publisher="bob")
    assert ledger(database) == []


def test_a_name_of_200_characters_is_published(database):
    published(database, make.company(), author="x" * 200)
    assert len(ledger(database)) == 1


def test_on_a_one_person_site_the_author_publishes(database):
    published(database, make.company(), author="ann", publisher="ann", one_person=True)
    assert len(ledger(database)) == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 201])
def test_a_name_is_needed(database, name):
    with pytest.raises(NotAllowedError, match="name"):
        published(database, make.company(), author=name)


@ON_SQLITE
@pytest.mark.parametrize("expected", [0, 2])
def test_a_change_from_another_revision_is_refused(database, expected):
    published(database, make.company())
    changed = make.company(name="Acme Lenses Inc.")
    with pytest.raises(EditConflictError) as caught:
        published(database, changed, at=clock(1), expected={changed.key: expected})
    assert (caught.value.key, caught.value.current) == (("company", "acme"), 1)
    published(database, changed, at=clock(1), expected={changed.key: 1})


def test_the_same_change_twice_succeeds_once(database):
    published(database, make.company())
    changed = make.company(name="Acme Lenses Inc.")
    for minute in (1, 2):
        published(database, changed, at=clock(minute), expected={changed.key: 1})
    assert len(ledger(database)) == 2


def test_a_publication_concerns_what_the_record_named_before_and_what_it_names_now(database):
    published_world(database, make.source("gazette-2"), make.evidence(sources=["gazette-1"]))
    (position,) = published(database, make.evidence(sources=["gazette-2"]), at=clock(1)).positions
    with database.reading() as session:
        concerned = [last_concerning(session, [naming(("source", id))]) for id in ("gazette-1", "gazette-2")]
    assert concerned == [position, position]


def faults(database, *records, **options):
    with pytest.raises(InvalidRecordsError) as caught:
        published(database, *records, **options)
    return {(" ".join(fault.key), fault.path[0]) for fault in caught.value.faults}


def test_what_a_record_names_must_exist(database):
    assert faults(database, make.source(derived_from=["nothing-1"])) == {("source gazette-1", "derived_from")}
    assert ledger(database) == []


def test_what_a_record_names_may_be_published_already_or_come_along(database):
    published_world(database)
    published(database, make.evidence(sources=["contract-1", "memo-1"]), make.source("memo-1"))
    assert len(ledger(database)) == 12


def test_one_wrong_record_keeps_all_others_back(database):
    published_world(database)
    wrong = make.evidence("acme/other", sources=["nothing-1"])
    assert faults(database, make.evidence(), make.pledge(), wrong) == {("evidence acme/other", "sources")}
    assert len(ledger(database)) == 10


def test_a_record_stands_once_in_what_is_published(database):
    assert faults(database, make.company(), make.company(name="Other")) == {("company acme", "id")}


def test_a_term_in_use_cannot_be_dropped(database):
    published_world(database, make.pledge())
    places = make.vocabulary("places", {"US-CA": [], "DE": []})
    assert faults(database, places) == {("topic police-drones", "yardstick"), ("pledge acme/no-sales", "versions")}


def test_a_term_can_be_dropped_together_with_its_uses(database):
    published_world(database, make.pledge())
    customers = {term.id: list(term.broader) for term in Bundle(make.world()).vocabularies["customers"].terms}
    del customers["school"]
    assert len(published(database, make.vocabulary("customers", customers)).positions) == 1


def test_a_topic_cannot_drop_a_dimension_in_use(database):
    published_world(database, make.pledge())
    dimensions = body(make.topic())["dimensions"]
    del dimensions["place"]
    scope = {name: labels for name, labels in make.yardstick()["scope"].items() if name != "place"}
    changed = make.topic(
        dimensions=dimensions, yardstick=make.yardstick(scope=scope, core={"subject": ["camera-drones"]})
    )
    assert faults(database, changed) == {("pledge acme/no-sales", "versions")}


def test_a_product_in_use_cannot_be_dropped(database):
    product = {"id": "hawk", "name": "Hawk", "subjects": ["camera-drones"]}
    used = make.evidence(acts=[make.act(products=["hawk"])])
    published_world(database, make.company(products=[product]), used)
    assert faults(database, make.company()) == {("evidence acme/deal", "acts")}


def test_a_new_company_cannot_take_a_former_id(database):
    published_world(database, make.company(former_ids=["apex"]))
    assert faults(database, make.company("apex")) == {("company acme", "former_ids")}


@ON_SQLITE
@pytest.mark.parametrize("former", ["apex", "acme"])
def test_a_former_id_belongs_to_one_company_and_is_not_in_use(database, former):
    published_world(database, make.company(former_ids=["apex"]))
    wrong = {("company beta", "former_ids")} | ({("company acme", "former_ids")} if former == "apex" else set())
    assert faults(database, make.company("beta", former_ids=[former])) >= {("company beta", "former_ids")}
    assert faults(database, make.company("beta", former_ids=[former])) <= wrong


def test_a_company_is_checked_beside_those_concerned_alone(database, monkeypatch):
    published_world(database, *(make.company(f"firm-{i}") for i in range(20)))
    checked = []
    monkeypatch.setattr(checks, "check", lambda bundle, _: checked.extend(bundle.companies) or [])
    published(database, make.company("beta", parent="firm-3", former_ids=["bet"]))
    assert checked == ["beta", "firm-3"]


def test_revisions_are_numbered_in_the_order_of_the_ledger(database):
    published_world(database, make.pledge())
    published(database, make.company(name="Acme Ltd."), make.pledge(title="No sales"), at=clock(1))
    published(database, make.source(title="Another title"), at=clock(2))
    with database.reading() as session:
        ids = list(session.scalars(select(Ledger.revision_id).order_by(Ledger.position)))
    assert ids == sorted(ids)


def test_products_may_name_terms_of_any_published_vocabulary(database):
    published_world(database)
    product = {"id": "hawk", "name": "Hawk", "subjects": ["camera-drones"]}
    assert len(published(database, make.company("beta", products=[product])).positions) == 1


def test_sources_cannot_lead_back_to_themselves_by_way_of_published_ones(database):
    published_world(database, make.source("memo-1", derived_from=["gazette-1"]))
    assert faults(database, make.source(derived_from=["memo-1"])) == {("source gazette-1", "derived_from")}


def test_every_field_that_names_a_record_is_kept(database):
    published_world(database, make.response(about=["acme/no-sales"]), make.pledge())
    with database.reading() as session:
        stored = session.execute(
            select(Reference.field, Reference.target_kind, Reference.target_id)
            .join(Revision, Revision.id == Reference.revision_id)
            .where(Revision.kind == "response")
        ).all()
    assert sorted(tuple(row) for row in stored) == [
        ("about.0", "evidence", "acme/no-sales"),
        ("about.0", "pledge", "acme/no-sales"),
        ("id", "company", "acme"),
        ("source", "source", "gazette-1"),
    ]


def test_publishing_needs_the_lock(database):
    with database.reading() as session, pytest.raises(RuntimeError, match="writing"):
        publish(session, clock(), [Proposal(make.company())], author="ann", publisher="bob")


def test_eight_writers_make_one_chain(database):
    failures = []

    def write(writer):
        try:
            for i in range(5):
                published(database, make.company(f"company-{writer}-{i}"))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert [entry.position for entry in ledger(database)] == list(range(1, 41))
    assert is_verified(database)

"""The records behind a scorecard, at any position of the ledger."""

from contextlib import contextmanager
from itertools import pairwise

import pytest
from sqlalchemy import event

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.engine.dossier import Dossier
from tracker.records.bundle import Bundle
from tracker.records.kinds import from_body
from tracker.store.dossiers import dossier_records, ends_records
from tracker.store.ledger import ledger_head


def keys(database, position=None, company="acme", topic="police-drones"):
    """The records of a dossier as “kind id”, without those of the small world that all have."""
    with database.reading() as session:
        position = ledger_head(session).position if position is None else position
        record_keys = [" ".join(record.key) for record in dossier_records(session, company, topic, position)]
    assert len(record_keys) == len(set(record_keys))
    base = {"company acme", "topic police-drones"}
    return {key for key in record_keys if not key.startswith("vocabulary")} - base


@contextmanager
def queries(database):
    """The statements that are sent, in a list that fills."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(database.reading_engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.reading_engine, "before_cursor_execute", note)


def test_a_dossier_holds_all_that_a_scorecard_needs(database):
    records = [
        make.pledge(versions=[make.version(ends={"condition": "drone-law"}, unclear_because=["acme/silent"])]),
        make.response(),
        make.evidence(),
        make.decision(),
    ]
    published_world(database, *records)
    with database.reading() as session:
        bundle = Bundle(dossier_records(session, "acme", "police-drones", 14))
    expected = Bundle([*make.world(), *records])
    assert {record.key: record for record in bundle} == {record.key: record for record in expected}
    assert Dossier.of(bundle, "acme", "police-drones").pledges == (records[0],)


def test_records_of_others_are_left_out(database):
    published_world(
        database,
        make.company("beta"),
        make.pledge("beta/no-sales"),
        make.topic("school-drones"),
        make.pledge("acme/no-schools", topic="school-drones"),
        make.evidence("acme/schools", topics=["school-drones"], sources=["contract-9"]),
        make.document("contract-9"),
    )
    assert keys(database) == set()


def test_evidence_that_is_about_others_too_belongs_to_each(database):
    study = make.evidence("acme/study", nature="study", acts=None, also_about=["beta"], sources=["gazette-1"])
    published_world(database, make.company("beta"), study)
    expected = {"evidence acme/study", "source gazette-1"}
    assert keys(database) == expected
    assert keys(database, company="beta") - {"company beta"} == expected


def test_a_company_given_by_a_field_counts_and_not_the_id(database):
    published_world(database, make.company("beta"), make.pledge("acme/joint", company="beta"))
    assert keys(database) == set()
    assert "pledge acme/joint" in keys(database, company="beta")


def test_sources_bring_those_that_they_derive_from(database):
    chain = [make.source(f"wire-{i}", derived_from=[f"wire-{i + 1}"]) for i in range(4)]
    published_world(database, *chain, make.source("wire-4"), make.evidence(sources=["wire-0"]))
    assert keys(database) == {"evidence acme/deal", *(f"source wire-{i}" for i in range(5))}


def test_wordings_come_along(database):
    published_world(database, from_body({"kind": "wording", "id": "english", "sentences": {}}))
    assert keys(database) == {"wording english"}


def test_a_dossier_of_the_past_never_changes(database):
    published_world(database, make.pledge(), make.evidence())
    before = keys(database, 12)
    with database.reading() as session:
        records = dossier_records(session, "acme", "police-drones", 12)
    published(
        database,
        make.pledge(versions=[make.version(source="gazette-2")]),
        make.source("gazette-2"),
        make.company(name="Acme Lenses Inc."),
        at=clock(1),
    )
    assert keys(database, 12) == before
    with database.reading() as session:
        assert sorted(dossier_records(session, "acme", "police-drones", 12), key=str) == sorted(records, key=str)
    assert keys(database) == {"pledge acme/no-sales", "evidence acme/deal", "source gazette-2", "source contract-1"}


def test_evidence_moved_to_another_company_is_there_until_it_moved(database):
    published_world(database, make.company("beta"), make.evidence())
    published(database, make.evidence(company="beta"), at=clock(1))
    assert "evidence acme/deal" in keys(database, 12)
    assert "evidence acme/deal" not in keys(database, 13)
    assert "evidence acme/deal" in keys(database, 13, company="beta")


def test_evidence_moved_to_another_topic_is_there_until_it_moved(database):
    published_world(database, make.topic("school-drones"), make.evidence())
    published(database, make.evidence(topics=["school-drones"]), at=clock(1))
    assert keys(database, 12) == {"evidence acme/deal", "source contract-1"}
    assert keys(database, 13) == set()


def test_half_of_a_publication_is_a_dossier_too(database):
    published_world(database, make.evidence(), make.pledge())
    seen = [keys(database, position) for position in range(13)]
    assert all(earlier <= later for earlier, later in pairwise(seen))
    assert "pledge acme/no-sales" in seen[-1]


@pytest.mark.parametrize("company", ["acme", "unknown"])
def test_before_the_first_entry_there_is_nothing(database, company):
    with database.reading() as session:
        assert dossier_records(session, company, "police-drones", 0) == []


def test_the_number_of_queries_does_not_grow_with_the_records(database):
    published_world(database, make.evidence())
    with queries(database) as few:
        keys(database)
    more = [make.evidence(f"acme/deal-{i}", sources=[f"wire-{i}"]) for i in range(30)]
    published(database, *more, *(make.source(f"wire-{i}") for i in range(30)), at=clock(1))
    with queries(database) as many:
        assert len(keys(database)) == 62
    assert len(few) == len(many) <= 7


def test_ends_follow_from_pledges_and_from_what_tells_how_they_were_carried_out(database):
    waits = make.pledge("acme/waits", versions=[make.version(ends={"condition": "drone-law"})])
    done = make.evidence("acme/done", acts=None, fulfils=[make.fulfilment()])
    about = [make.evidence(), make.response(), make.decision()]
    published_world(database, make.pledge(), waits, make.promise(), done, *about)
    with database.reading() as session:
        records = ends_records(session, ["acme", "nobody"], ["police-drones"], ledger_head(session).position)
    ids = {record.id for record in records if record.kind != "vocabulary"}
    assert ids == {"acme", "police-drones", "acme/no-sales", "acme/waits", "acme/report", "acme/done", "drone-law"}

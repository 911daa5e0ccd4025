"""Verify finds whatever was changed behind the program's back, and names the first bad entry."""

import contextlib
import hashlib
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests import factories as make
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.models import Ledger, Record
from tracker.services.upkeep.rebuild import RebuildRefusedError, rebuild
from tracker.services.upkeep.verifying.lists import wrong_search
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.searching.search_index import place_of


@contextlib.contextmanager
def tampering(database):
    """A session of someone who has the database, and has switched off what guards it, for the time being."""
    with database.locked(foreign_keys=False) as connection:
        if not database.is_sqlite:
            # As if it came from another server, of which PostgreSQL holds that it has checked everything.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
            return
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for trigger in triggers:
            connection.execute(text(f"DROP TRIGGER {trigger.name}"))
        yield connection
        for trigger in triggers:
            connection.execute(text(trigger.sql))


def tampered(database, *statements, **values):
    with tampering(database) as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def verified(database):
    with database.reading() as session:
        return verify(session).discrepancies


class TakenBackError(Exception):
    """Ends a transaction that is not to last."""


def found_while_tampered(database, statement):
    """What verify finds after a change that is taken back."""
    discrepancies = ()
    with contextlib.suppress(TakenBackError), tampering(database) as connection:
        connection.execute(text(statement))
        with Session(connection) as session:
            discrepancies = verify(session).discrepancies
        raise TakenBackError
    return discrepancies


@pytest.fixture
def filled(database):
    """Positions 1 to 10 are the small world, 11 and 12 pledge and evidence, 13 the company once more."""
    return _filled(database)


@pytest.fixture(scope="module")
def filled_for_all(database_to_read):
    """The same for tests that leave it as it is."""
    return _filled(database_to_read)


def _filled(database):
    published_world(database, make.pledge(), make.evidence())
    published(database, make.company(name="Acme Lenses Inc."), change="correction", note="A typing error", at=clock(1))
    return database


@ON_SQLITE
def test_what_was_published_as_it_should_be_is_in_order(filled):
    with filled.reading() as session:
        result = verify(session)
    assert (result.ok, result.entries, result.discrepancies) == (True, 13, ())
    assert result.as_json() == {"ok": True, "entries": 13, "head": result.head, "found": []}


def test_an_empty_record_is_in_order(database):
    assert verified(database) == ()


REVISION_OF = "WHERE id = (SELECT revision_id FROM ledger WHERE position = 12)"


@pytest.mark.parametrize(
    ("statement", "position", "says"),
    [
        (
            f"UPDATE revision SET body = replace(body, '2020-07-01', '2020-06-01') {REVISION_OF}",
            12,
            "is not what was published",
        ),
        (
            f"UPDATE revision SET body = replace(body, 'local-police', 'school') {REVISION_OF}",
            12,
            "is not what was published",
        ),
        (f"UPDATE revision SET body = 'nonsense' {REVISION_OF}", 12, "not a record"),
        (f"UPDATE revision SET author = 'eve' {REVISION_OF}", 12, "is not what was published"),
        (f"UPDATE revision SET note = 'We were told to' {REVISION_OF}", 12, "is not what was published"),
        ("UPDATE revision SET note = NULL WHERE number = 2", 13, "is not what was published"),
        ("UPDATE revision SET change = 'clarification' WHERE number = 2", 13, "is not what was published"),
        (f"UPDATE revision SET salt = '{'ab' * 32}' {REVISION_OF}", 12, "publisher"),
        (f"UPDATE revision SET salt = '{'x' * 64}' {REVISION_OF}", 12, "salt is not in the right form"),
        (f"UPDATE revision SET content_sha256 = '{'ab' * 32}' {REVISION_OF}", 12, "content"),
        (f"UPDATE revision SET record_id = 'beta/deal' {REVISION_OF}", 12, "record"),
        ("UPDATE revision SET number = 3 WHERE number = 2", 13, "revision"),
        ("UPDATE ledger SET publisher = 'eve' WHERE position = 12", 12, "publisher"),
        ("UPDATE ledger SET at = '2026-11-22T11:59:59.000000Z' WHERE position = 12", 12, "is not later than"),
        ("UPDATE ledger SET at = '2026-11-22T12:00:00.500000Z' WHERE position = 12", 12, "at"),
        ("UPDATE ledger SET at = 'some time that is no time..' WHERE position = 12", 12, "time"),
        ("UPDATE ledger SET entry = replace(entry, 'acme', 'beta') WHERE position = 12", 12, "hash"),
        (f"UPDATE ledger SET sha256 = '{'ab' * 32}' WHERE position = 12", 12, "hash"),
        ("DELETE FROM ledger WHERE position = 12", 13, "missing"),
        ("DELETE FROM ledger WHERE position = 1", 2, "missing"),
        (f"DELETE FROM revision {REVISION_OF}", 12, "is missing"),
        ("UPDATE ledger SET position = 14 WHERE position = 13", 14, "missing"),
    ],
)
def test_a_change_is_found_and_its_entry_named(filled_for_all, statement, position, says):
    discrepancies = found_while_tampered(filled_for_all, statement)
    assert discrepancies[0].position == position
    assert says in " ".join(d.differs for d in discrepancies if d.position == position)


def test_what_is_taken_back_is_in_order_again(filled_for_all):
    assert verified(filled_for_all) == ()


@ON_SQLITE
def test_publishing_ones_own_work_is_detected_unless_one_person_runs_the_site(database):
    published_world(database)
    published(database, make.company("beta"), author="ann", publisher="ann", one_person=True, at=clock(1))
    lines = ["entry 11: company beta: was written and published by the same person, “ann”"]
    assert [str(discrepancy) for discrepancy in verified(database)] == lines
    with database.reading() as session:
        assert verify(session, one_person=True).ok


def test_two_swapped_entries_are_detected(filled):
    tampered(
        filled,
        "UPDATE ledger SET position = 99 WHERE position = 11",
        "UPDATE ledger SET position = 11 WHERE position = 12",
        "UPDATE ledger SET position = 12 WHERE position = 99",
    )
    assert verified(filled)[0].position == 11


def test_a_rewritten_entry_breaks_the_link_of_the_next(filled):
    with filled.reading() as session:
        entry = json.loads(session.scalar(select(Ledger.entry).where(Ledger.position == 11)))
    forged = json.dumps(entry | {"content": "ab" * 32}, sort_keys=True, separators=(",", ":"))
    tampered(
        filled,
        "UPDATE ledger SET entry = :entry, sha256 = :hash WHERE position = 11",
        (
            f"UPDATE revision SET content_sha256 = '{'ab' * 32}' WHERE id = (SELECT revision_id FROM ledger WHERE "
            "position = 11)"
        ),
        entry=forged,
        hash=hashlib.sha256(forged.encode()).hexdigest(),
    )
    bad = verified(filled)
    assert {11, 12} <= {discrepancy.position for discrepancy in bad}
    assert any("hash of the entry before" in d.differs for d in bad if d.position == 12)


def test_an_end_cut_off_leaves_revisions_without_entry(filled):
    tampered(filled, "DELETE FROM ledger WHERE position = 13")
    assert str(verified(filled)[0]) == "company acme: revision 2 is not in the ledger"


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE record SET title = 'Other' WHERE position = 12", "entry 12: evidence acme/deal: its current state"),
        ("UPDATE record SET body = '{}' WHERE position = 12", "entry 12: evidence acme/deal: its current state"),
        ("DELETE FROM record WHERE position = 12", "entry 12: evidence acme/deal: its current state is missing"),
        ("UPDATE record SET record_id = 'acme/else' WHERE position = 12", "evidence acme/else: its current state"),
        (
            "DELETE FROM reference WHERE target_id = 'contract-1'",
            "entry 12: evidence acme/deal: the list of linked records",
        ),
        (
            "UPDATE reference SET target_id = 'contract-2' WHERE target_id = 'contract-1'",
            "entry 12: evidence acme/deal",
        ),
    ],
)
def test_lists_that_differ_are_found_and_rebuilding_mends_them(filled, statement, says):
    with filled.writing() as session:
        session.execute(text(statement))
    assert any(str(discrepancy).startswith(says) for discrepancy in verified(filled))
    with filled.writing() as session:
        rebuild(session)
    assert verified(filled) == ()


def test_missing_triggers_are_detected(filled):
    on = "" if filled.is_sqlite else " ON ledger"
    with filled.writing() as session:
        session.execute(text(f"DROP TRIGGER ledger_no_update{on}"))
    assert [str(discrepancy) for discrepancy in verified(filled)] == ["the trigger ledger_no_update is missing"]


def test_disabled_triggers_are_detected(filled):
    if not filled.is_sqlite:
        with filled.writing() as session:
            session.execute(text("ALTER TABLE revision DISABLE TRIGGER revision_no_delete"))
        assert [str(discrepancy) for discrepancy in verified(filled)] == ["the trigger revision_no_delete is missing"]


@ON_SQLITE
def test_what_is_no_record_is_not_rebuilt(filled):
    tampered(filled, f"UPDATE revision SET body = 'nonsense' {REVISION_OF}")
    with pytest.raises(RebuildRefusedError, match="entry 12"), filled.writing() as session:
        rebuild(session)


def test_search_is_to_hold_nothing_that_was_taken_down(database):
    published_world(database, make.document(taken_down={"date": "2026-11-20", "reason": "It was entered twice."}))
    held, none = ("rowid, title, body, facets", "'', '', ''") if database.is_sqlite else ("place, words", "''")
    document = select(Record.position).where(Record.kind == "source", Record.record_id == "contract-1")
    with database.writing() as session:
        assert list(wrong_search(session)) == []
        place = place_of("source", session.scalar(document))
        session.execute(text(f"INSERT INTO search ({held}) VALUES (:place, {none})"), {"place": place})
        assert [name for name, _ in wrong_search(session)] == ["source contract-1"]
        session.rollback()


def test_search_that_holds_other_words_is_found(database):
    published_world(database)
    sqlite = database.is_sqlite
    place, change = ("rowid", "body = 'other'") if sqlite else ("place", "words = CAST('other' AS tsvector)")
    statements = (
        f"UPDATE search SET {change} WHERE {place} = (SELECT min({place}) FROM search)",
        "DELETE FROM name_word WHERE word = (SELECT min(word) FROM name_word)",
    )
    with database.reading() as session:
        assert list(wrong_search(session)) == []
    for statement in statements:
        with database.writing() as session:
            session.execute(text(statement))
            assert [name for name, _ in wrong_search(session)] == ["company acme"]
            session.rollback()

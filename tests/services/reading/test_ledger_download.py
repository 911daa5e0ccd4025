"""The ledger as it is downloaded: every entry with what it takes to check it, from a database that goes on."""

import json

import pytest
from sqlalchemy import text

from tests import factories as make
from tests.ledgers import wrong
from tests.services.upkeep.test_verify import tampered
from tests.stored import clock, published, published_world
from tracker.services.reading import ledger_download
from tracker.services.reading.ledger_download import ledger_lines
from tracker.store.ledger import last_position


def downloaded(database, after=0):
    return b"".join(ledger_lines(database, after, last_position(database)))


def filled(database):
    """Positions 1 to 10 are the small world, 11 and 12 pledge and evidence, 13 the company once more."""
    published_world(database, make.pledge(), make.evidence())
    published(database, make.company(name="Acme Lenses Inc."), change="correction", note="A typing error", at=clock(1))


def test_what_is_downloaded_proves_itself(database):
    assert downloaded(database) == b""
    filled(database)
    data = downloaded(database)
    assert wrong(data) == ""
    last = json.loads(data.splitlines()[-1])
    assert list(last) == sorted(last)
    assert (last["author"], last["publisher"], last["change"], last["note"]) == (
        "ann",
        "bob",
        "correction",
        "A typing error",
    )
    assert (last["body"]["name"], json.loads(last["entry"])["position"]) == ("Acme Lenses Inc.", 13)


def test_it_goes_on_after_any_position_and_in_portions_of_any_size(database, monkeypatch):
    filled(database)
    whole = downloaded(database)
    monkeypatch.setattr(ledger_download, "_PORTION", 4)
    parts = list(ledger_lines(database, 0, 13))
    assert [part.count(b"\n") for part in parts] == [4, 4, 4, 1]
    assert b"".join(parts) == whole
    for after in range(14):
        assert whole.endswith(downloaded(database, after))
        assert downloaded(database, after).count(b"\n") == 13 - after


def test_what_is_published_meanwhile_comes_after_it(database, monkeypatch):
    filled(database)
    monkeypatch.setattr(ledger_download, "_PORTION", 5)
    lines = ledger_lines(database, 0, 13)
    begun = next(lines)
    published(database, make.company("beta"), at=clock(2))
    whole = begun + b"".join(lines)
    assert (whole.count(b"\n"), wrong(whole)) == (13, "")
    assert (wrong(whole + downloaded(database, 13)), downloaded(database).count(b"\n")) == ("", 14)


def test_what_was_altered_in_the_database_stands_in_it_altered(database):
    filled(database)
    tampered(database, "UPDATE revision SET body = replace(body, '2020-07-01', '2020-06-01') WHERE kind = 'evidence'")
    assert wrong(downloaded(database)).startswith("entry 12 (evidence acme/deal): its text")
    tampered(database, "UPDATE revision SET body = 'nonsense' WHERE kind = 'pledge'")
    assert wrong(downloaded(database)).startswith("entry 11 (pledge acme/no-sales): the line is not valid JSON")


def test_a_revision_that_is_gone_leaves_its_entry(database):
    filled(database)
    tampered(database, "DELETE FROM revision WHERE kind = 'evidence'")
    faults = wrong(downloaded(database))
    assert faults.startswith("entry 12 (evidence acme/deal): its author is not text")


def test_a_ledger_that_ends_too_soon_is_an_error_and_no_shorter_ledger(database):
    filled(database)
    lines = ledger_lines(database, 0, 14)
    assert next(lines).count(b"\n") == 13
    with pytest.raises(LookupError, match="at entry 13, but a moment ago it went up to 14"):
        next(lines)


def test_the_database_is_not_held_between_portions(database, monkeypatch):
    filled(database)
    monkeypatch.setattr(ledger_download, "_PORTION", 2)
    lines = ledger_lines(database, 0, 13)
    next(lines)
    assert database.reading_engine.pool.checkedout() == 0
    with database.writing() as session:
        session.execute(text("SELECT 1"))
    assert len(list(lines)) == 6

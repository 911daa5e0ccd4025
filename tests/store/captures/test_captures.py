"""Captures in the database: kept for good, with what happened to them; texts and blobs beside them."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.stored import NOON
from tracker.core.captures.captures import CapturedText
from tracker.store.captures.blobs import all_blobs, blob_states, captures_needing, kept_bytes, note_blob, oldest_checked
from tracker.store.captures.captures import (
    add_capture,
    add_event,
    capture_of_request,
    captures_by_id,
    events_of,
    put_text,
    texts_of,
)

FILE = "a" * 64


def kept(session, id="abcdefghijkl", state="captured", minute=0):
    """A capture with one file."""
    note_blob(session, FILE, 7, NOON)
    manifest = {
        "at": f"2026-11-22T12:{minute:02}:00.000Z",
        "by": "ann",
        "doubts": ["little text"] if state == "doubtful" else [],
        "files": [{"bytes": 7, "role": "file", "sha256": FILE, "type": "text/plain"}],
        "final": "https://acme.example/",
        "method": "http",
        "origin": "captured",
        "requested": "https://acme.example/",
        "status": 200,
        "supplier": "",
    }
    add_capture(session, id, "request", None, state, json.dumps(manifest), f"{id:0<64}")


def test_the_newest_capture_of_a_request_with_what_happened_to_it(database):
    with database.writing() as session:
        kept(session)
        kept(session, "bbbbbbbbbbbb", "doubtful", 5)
    with database.reading() as session:
        newest = capture_of_request(session, "request")
        assert (newest.id, newest.state, newest.doubts) == ("bbbbbbbbbbbb", "doubtful", ("little text",))
        assert newest.files[0].sha256 == FILE
        assert capture_of_request(session, "other") is None
        assert captures_needing(session, FILE) == ["abcdefghijkl", "bbbbbbbbbbbb"]
        assert kept_bytes(session) == 7
    course = [("accepted", "captured"), ("withheld", "withheld"), ("shown again", "captured"), ("erased", "erased")]
    for kind, state in course:
        with database.writing() as session:
            add_event(session, "bbbbbbbbbbbb", kind, NOON, "ann", "why")
        with database.reading() as session:
            assert captures_by_id(session, ["bbbbbbbbbbbb", "not held"])["bbbbbbbbbbbb"].state == state
    with database.reading() as session:
        assert [event.kind for event in events_of(session, ["bbbbbbbbbbbb"])["bbbbbbbbbbbb"]] == [k for k, _ in course]


@pytest.mark.parametrize(
    "act", ["UPDATE capture SET state = 'doubtful'", "DELETE FROM capture_event", "DELETE FROM capture"]
)
def test_captures_and_their_events_are_never_changed(database, act):
    with database.writing() as session:
        kept(session)
        add_event(session, "abcdefghijkl", "made", NOON, "ann")
    with pytest.raises(DBAPIError), database.writing() as session:
        session.execute(text(act))


def test_texts_are_replaced_at_will(database):
    first = CapturedText("abcdefghijkl", "text", ("Page one.", "Page two."), "Page", {"title": "T"}, "reader 1")
    second = first._replace(pages=("Page one again.",), tool="reader 2")
    with database.writing() as session:
        kept(session)
        put_text(session, first)
        put_text(session, second)
    with database.reading() as session:
        assert texts_of(session, ["abcdefghijkl", "other"]) == {"abcdefghijkl": second}


def test_blobs_are_listed_and_the_longest_unchecked_come_first(database):
    with database.writing() as session:
        note_blob(session, "b" * 64, 1, NOON)
        note_blob(session, FILE, 2, NOON.replace(hour=11))
        note_blob(session, "b" * 64, 3, NOON, "damaged")
    with database.reading() as session:
        assert [row.sha256[0] for row in all_blobs(session)] == ["a", "b"]
        assert [row.sha256[0] for row in oldest_checked(session, NOON.replace(hour=13), 9)] == ["a", "b"]
        assert [row.sha256[0] for row in oldest_checked(session, NOON, 9)] == ["a"]
        assert blob_states(session, ["b" * 64, "c" * 64]) == {"b" * 64: "damaged"}

"""Which copies the form of a source shows, in which order, and whose text."""

import pytest

from tests import factories as make
from tests.captures_kept import keep
from tests.desk import draft_of, person
from tests.stored import clock, published_world
from tracker.services.captures.draft_captures import accept_copy, copies_of_draft
from tracker.store.captures.captures import events_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ADDRESS = "https://news.example/new-1"
QUOTE = "we will sell no exact location to any broker"


def test_files_that_were_sent_for_its_address_come_newest_first_and_the_text_is_that_with_a_quote(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "reviewer")
    draft = draft_of(database, ann, make.source("new-1", url=ADDRESS))
    draft_of(database, ann, make.pledge(versions=[make.version(source="new-1", quote=QUOTE)]))
    sent = {"supplier": "a reader", "address": ADDRESS, "account": ann.account_id}
    with database.writing() as session:
        keep(session, "a" * 12, [f"They said that {QUOTE}. " * 3], **sent)
        keep(session, "b" * 12, ["Nothing of the kind stands here. " * 9], **sent, at="2026-11-22T10:12:03.456Z")
        keep(session, "c" * 12, ["Of another address."], **{**sent, "address": "https://news.example/new-2"})
        keep(session, "d" * 12, ["Of somebody else."], **{**sent, "account": bob.account_id})
        keep(session, "e" * 12, ["Captured for another draft."], **{**sent, "supplier": ""})
        keep(session, "f" * 12, ["Sent long ago."], **sent, at="2026-11-21T10:12:03.456Z")
    with database.reading() as session:
        copies = copies_of_draft(session, ann, clock(), draft)
    assert [it.id for it in copies.captures] == ["b" * 12, "a" * 12]
    assert copies.changes == {}, "each file is a document of its own"
    assert copies.text.capture == "a" * 12


def test_only_a_doubtful_copy_of_the_draft_is_accepted(database):
    ann = person(database)
    sent = {"supplier": "a reader", "address": ADDRESS, "account": ann.account_id}
    draft = draft_of(database, ann, make.source("new-1", url=ADDRESS))
    with database.writing() as session:
        keep(session, "a" * 12, ["Words."], **sent)
        keep(session, "b" * 12, ["Words."], **sent, state="doubtful")
        keep(session, "c" * 12, ["Words."], state="doubtful")
        ids = ["a" * 12, "b" * 12, "c" * 12]
        for id in ids:
            accept_copy(session, ann, clock(), draft, id)
        events = events_of(session, ids)
        assert [[event.kind for event in events[id]] for id in ids] == [[], ["accepted"], []]

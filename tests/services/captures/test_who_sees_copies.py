"""Who may see a copy, and what is said of one that nobody sees: by what hid it last."""

import pytest

from tests.captures_kept import keep
from tests.desk import person
from tests.factories import source
from tests.stored import clock, published
from tracker.services.captures.access import CopyNotFoundError, copy_at_desk, open_copy
from tracker.services.captures.download import CopyUnavailableError, copy_archive
from tracker.services.captures.public import hidden_copies
from tracker.services.captures.withholding import hidden_copy, records_quoting, show_copy_again, withhold_copy
from tracker.store.captures.captures import events_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
COPY = "abcdefghijkl"


def refused(act, *given):
    """Whether there is no such copy for whoever asks."""
    try:
        act(*given)
    except (CopyNotFoundError, CopyUnavailableError):
        return True
    return False


def test_a_copy_is_for_editors_and_for_whoever_asked_for_it(database):
    ann, dan, eve = person(database), person(database, "dan", "contributor"), person(database, "eve", "contributor")
    with database.writing() as session:
        keep(session, COPY, ["Words."], account=dan.account_id)
        assert [refused(copy_at_desk, session, who, COPY) for who in (ann, dan, eve)] == [False, False, True]


def test_files_are_opened_once(database):
    bob = person(database, "bob", "reviewer")
    with database.writing() as session:
        keep(session, COPY, ["Words."])
        for minute in (1, 2):
            open_copy(session, bob, clock(minute), COPY, "permission", "They said yes.")
        assert [event.kind for event in events_of(session, [COPY])[COPY]] == ["opened to the public"]


def test_a_withheld_copy_is_hidden_by_what_withheld_it_last_until_it_is_shown_again(database):
    ann, bob, dan = person(database), person(database, "bob", "reviewer"), person(database, "dan", "contributor")
    with database.writing() as session:
        copy = keep(session, COPY, ["Words."])
    published(database, source(copies=[copy]))
    with database.writing() as session:
        for minute, reason in ((1, "The first time."), (3, "The second time.")):
            assert refused(hidden_copy, session, ann, COPY)
            withhold_copy(session, bob, clock(minute), COPY, "court", reason)
            session.flush()
            assert hidden_copies(session, [COPY])[COPY].why == f"court: {reason}"
            assert refused(withhold_copy, session, bob, clock(minute), COPY, "court", "Once more.")
            assert [refused(copy_at_desk, session, bob, COPY), refused(copy_archive, session, None, COPY, "P")] == [
                True
            ] * 2
            assert [refused(hidden_copy, session, who, COPY) for who in (ann, dan)] == [False, True]
            show_copy_again(session, bob, clock(minute + 1), COPY, "The court thought again.")
            session.flush()
            assert hidden_copies(session, [COPY]) == {}
            assert refused(show_copy_again, session, bob, clock(minute + 1), COPY, "Once more.")
        assert not refused(copy_at_desk, session, bob, COPY)
        assert [it.id for it in records_quoting(session, COPY)] == ["gazette-1"]
    published(database, source(copies=[copy], taken_down={"date": "2026-11-22", "reason": "False."}), at=clock(9))
    with database.reading() as session:
        assert records_quoting(session, COPY) == []

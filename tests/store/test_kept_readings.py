"""What is read of the whole record is kept until one is published, and is of the moment that a session sees."""

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.store.kept_readings import KeptReadings
from tracker.store.ledger import last_position, ledger_head
from tracker.store.lists import taken_down
from tracker.store.published import topics_at

NAME, RENAMED = make.topic().name, "Drones, renamed"


def names(session, position):
    return [topic.name for topic in topics_at(session, position)]


def test_what_was_taken_down_is_kept_until_a_company_or_topic_is_published(database, monkeypatch):
    published_world(database)
    kept, readings = KeptReadings(), []
    monkeypatch.setattr(
        taken_down, "_read", lambda *given, read=taken_down._read: readings.append(given[1]) or read(*given)
    )

    def companies(position=None):
        with database.reading() as session:
            kept.give_to(session)
            return taken_down.gone_at(session, position or ledger_head(session).position).companies

    before = last_position(database)
    assert companies() == companies() == []
    published(database, make.pledge(), at=clock(1))
    assert (companies(), len(readings)) == ([], 1)
    published(database, make.company(taken_down={"date": "2026-11-01", "reason": "Twice."}), at=clock(2))
    assert companies() == companies() == ["acme"]
    assert companies(before) == []
    assert (companies(), len(readings)) == (["acme"], 3)
    published(database, make.topic(taken_down={"date": "2026-11-01", "reason": "Twice."}), at=clock(3))
    assert (companies(), len(readings)) == (["acme"], 4)


@pytest.mark.parametrize("pinned", [False, True])
def test_what_is_kept_of_a_later_moment_is_not_given_to_a_session_that_does_not_see_it(database, pinned):
    published_world(database)
    begun = last_position(database)
    published(database, make.company("bolt"), at=clock(1))
    kept = KeptReadings()
    with database.reading() as early:
        kept.give_to(early)
        position = ledger_head(early).position
        published(database, make.topic(name=RENAMED), at=clock(2))
        with database.reading() as late:
            kept.give_to(late)
            assert names(late, ledger_head(late).position) == [RENAMED]
        assert names(early, begun if pinned else position) == [NAME]
    with database.reading() as later:
        kept.give_to(later)
        assert [names(later, at) for at in (begun, position, position + 1)] == [[NAME], [NAME], [RENAMED]]

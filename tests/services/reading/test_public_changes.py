"""Publications as readers are told of them, and what an answer with them rests on."""

import pytest

from tests import factories as make
from tests.stored import ON_SQLITE, published, published_world
from tracker.records.kinds import body
from tracker.services.reading.public_changes import public_entries, public_entries_with_former
from tracker.store.concerning import noted
from tracker.store.history import published_changes
from tracker.store.ledger import last_position
from tracker.store.published import parsed

DOWN = {"date": "2026-11-01", "reason": "Another company."}


@ON_SQLITE
@pytest.mark.parametrize(
    ("other", "rests"),
    [([], {"topic past", "topic police-drones"}), ([make.pledge("bolt/b")], "naming taken down topic")],
)
def test_of_a_company_it_rests_on_the_topics_of_others_on_all_that_is_taken_down(database, other, rests):
    published_world(database, make.company("bolt"), make.topic("past"))
    published(database, make.pledge(), make.pledge("acme/past", topic="past"), *other)
    position = last_position(database)
    with database.reading() as session:
        entries = published_changes(session, position, most=2 + len(other))
        before = noted(session)
        assert public_entries(session, position, entries, ("acme",)) == entries
        added = noted(session) - before
    assert added == rests if isinstance(rests, set) else rests in added


@ON_SQLITE
def test_an_entry_of_what_went_is_told_by_kind_and_id_and_without_what_stood_before(database):
    published_world(database, make.pledge(title="First"), make.evidence())
    published(database, make.pledge(title="Second"), note="Better.")
    changed = last_position(database)
    published(database, make.company(taken_down=DOWN))
    position = last_position(database)
    with database.reading() as session:
        for at, title in ((changed, "Second"), (position, None)):
            (entry,) = published_changes(session, changed, most=1)
            (line,), former = public_entries_with_former(session, at, [entry])
            assert (parsed(line.body).title, changed in former) == (title, title is not None)
            assert line._replace(body="") == entry._replace(body="")
        assert body(parsed(line.body))["taken_down"] == DOWN

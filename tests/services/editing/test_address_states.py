"""What was told of a watched address becomes a draft of its source, or an event of a pledge that quotes it."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.desk import person
from tests.stored import NOON, clock, published_world
from tracker.core.captures.watching import State, Watch
from tracker.services.editing.address_states import record_event, tell_readers
from tracker.services.editing.drafts import open_draft
from tracker.store.captures.watches import KnownAddress, LookRow, add_look, put_watch

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
MOVED_TO = "https://news.example/elsewhere"


def tell(session, state, days):
    """A look that told a state, after the address had moved some time."""
    at = NOON + timedelta(days=days)
    add_look(session, LookRow("gazette-1", at, "gone", "", str(state), at - timedelta(days=1), None))
    watch = Watch(good=NOON, state=state, moved_to=MOVED_TO)
    put_watch(session, KnownAddress("gazette-1", "https://news.example/gazette-1", at, watch, at))


def test_only_an_address_that_moved_is_said_to_have_moved_somewhere_and_each_state_once(database):
    published_world(database)
    ann = person(database)
    with database.writing() as session:
        tell(session, State.MOVED, 1)
        tell_readers(session, ann, clock(), "gazette-1")
        tell(session, State.GONE, 3)
        for _ in range(2):
            id = tell_readers(session, ann, clock(), "gazette-1")
        states = open_draft(session, ann, id).data["states"]
    assert [(it["state"], it.get("to"), it["from"], it["seen"]) for it in states] == [
        ("moved", MOVED_TO, "2026-11-22", "2026-11-23"),
        ("gone", None, "2026-11-24", "2026-11-25"),
    ]


@pytest.mark.parametrize(
    ("sources", "place"),
    [(["gazette-1", "gazette-1", "contract-1"], 1), (["contract-1", "contract-1"], 1)],
    ids=["quoted twice", "not quoted"],
)
def test_the_last_version_that_quotes_it_has_the_event_once(database, sources, place):
    days = ("2020-06-11", "2021-06-11", "2022-06-11")
    versions = [make.version(start=day, source=id) for day, id in zip(days, sources, strict=False)]
    versions = [one if number == 0 else {**one, "change": "extended"} for number, one in enumerate(versions)]
    published_world(database, make.document(), make.pledge(versions=versions))
    ann = person(database)
    with database.writing() as session:
        tell(session, State.GONE, 1)
        for _ in range(2):
            id = record_event(session, ann, clock(), "gazette-1", "acme/no-sales")
        versions = open_draft(session, ann, id).data["versions"]
    assert [len(version.get("events", ())) for version in versions] == [
        int(number == place) for number in range(len(versions))
    ]
    assert versions[place]["events"][0]["date"] == "2026-11-22"

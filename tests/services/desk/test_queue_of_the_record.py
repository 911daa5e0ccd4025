"""What the record asks for stands in the queue: answers of companies, companies to check, ends to come."""

from datetime import UTC, date, timedelta

import pytest

from tests import factories as make
from tests.desk import person
from tests.stored import ON_SQLITE, clock, published_world
from tracker.models import Assignment, ReplyRequest
from tracker.services.auth.roles import NotAllowedError
from tracker.services.desk.items import Item, Task, assign, discard_items, parse_item
from tracker.services.editing.mark_checked import mark_checked
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.store.desk.queue import QUEUES, Onlooker, QueueFilter, queue_counts, queue_page

TODAY = date(2026, 11, 23)
ENDS = {"acme/soon": "2026-11-29", "acme/later": "2026-12-23", "acme/far": "2026-12-24", "acme/past": "2026-11-21"}


@pytest.fixture
def desk(database):
    """A company that nobody has checked for long, with pledges that end, and an editor."""
    ends = [make.pledge(id, versions=[make.version(ends={"last_day": day})]) for id, day in ENDS.items()]
    checked = make.topic(checked_until={"acme": "2026-05-22", "bolt": "2026-06-01"})
    published_world(database, checked, make.company("bolt", name="Bolt"), *ends)
    refresh(database, clock(), UTC)
    return person(database)


def request(database, actor, state="waiting", until=TODAY, number=1):
    """A request to a company; its number."""
    answered = None if state == "waiting" else clock(number).now()
    with database.writing() as session:
        row = ReplyRequest(
            company_id="acme", response_id=f"acme/asked-{number}", body='{"asked_by": "Us", "question": "Why?"}',
            recipient="Press", email="press@acme.example", asked_at=clock().now(), asked_by=actor.account_id,
            until=until, token_sha256=None, expires_at=clock().now(), state=state, text="", speaker="",
            answered_at=answered, answer_sha256=f"{number:064}" if answered else None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return str(row.id)


def seen(database, actor, *, readers=True, **wanted):
    looks = Onlooker(actor.account_id, everybody=True, readers=readers, today=TODAY)
    with database.reading() as session:
        return [(it.item, it.id) for it in queue_page(session, looks, QueueFilter(**wanted), most=100)]


def end(pledge):
    """What the queue calls the end of a pledge."""
    return Item("end", f"acme {pledge} 1 {ENDS[pledge]} fixed")


CHECK = Item("check", "acme police-drones")


def test_answers_and_requests_whose_day_is_near_are_rows(database, desk):
    came = request(database, desk, "answered", number=1)
    soon = request(database, desk, until=TODAY + timedelta(days=7), number=2)
    late = request(database, desk, until=TODAY - timedelta(days=1), number=3)
    request(database, desk, until=TODAY + timedelta(days=8), number=4)
    request(database, desk, until=TODAY - timedelta(days=31), number=5)
    rows = seen(database, desk, queue="replies")
    assert rows == [("reply", late), ("reply", soon), ("reply", came)]
    assert seen(database, desk, readers=False, queue="replies") == []
    assert set(rows) <= set(seen(database, desk, queue="mine"))
    assert seen(database, desk, queue="due") == [("reply", late), end("acme/soon"), ("reply", soon)]
    assert seen(database, desk, due="overdue") == [("reply", late)]


def test_companies_to_check_are_rows_until_a_check_waits(database, desk):
    assert seen(database, desk, queue="checks") == [CHECK]
    assert seen(database, desk, queue="mine") == []
    with database.writing() as session:
        assign(session, desk, clock(), [CHECK], Task(desk.account_id, "keep", TODAY))
    assert seen(database, desk, queue="mine") == seen(database, desk, due="week", kind="check") == [CHECK]
    assert seen(database, desk, topic="police-drones", queue="checks") == [CHECK]
    assert seen(database, desk, topic="other", queue="checks") == []
    with database.writing() as session:
        mark_checked(session, desk, clock(), TODAY, pairs=[("acme", "police-drones")], until="22 November 2026")
    assert seen(database, desk, queue="checks") == []
    with database.reading() as session:
        assert session.query(Assignment).count() == 0, "what is done is nobody’s work"


def test_ends_of_the_next_month_are_rows_on_their_day(database, desk):
    assert seen(database, desk, queue="ends") == [end("acme/soon"), end("acme/later")]
    assert seen(database, desk, queue="ends", due="week") == [end("acme/soon")]
    assert seen(database, desk, words="last day of the pledge", kind="end", sort="newest") == [
        end("acme/later"),
        end("acme/soon"),
    ]
    with database.reading() as session:
        counts = queue_counts(session, Onlooker(desk.account_id, everybody=True, readers=True, today=TODAY))
    assert counts == {queue: len(seen(database, desk, queue=queue)) for queue in QUEUES}


@ON_SQLITE
def test_they_are_given_to_somebody_and_not_thrown_away(database, desk):
    reply = Item("reply", request(database, desk, "answered"))
    items = [reply, CHECK, end("acme/soon")]
    assert [parse_item(f"{kind}:{id}") for kind, id in items] == items
    with database.writing() as session:
        assign(session, desk, clock(), items, Task(due_on=TODAY))
        outcome = discard_items(session, desk, clock(), items)
    assert (outcome.done, len(outcome.left)) == (0, 3)
    assert set(seen(database, desk, queue="due")) == set(items)
    for unknown in (Item("reply", "99"), Item("reply", "x"), Item("check", "nobody police-drones"), Item("end", "x")):
        with database.writing() as session, pytest.raises(LookupError):
            assign(session, desk, clock(), [unknown], Task(due_on=TODAY))
    eve = person(database, "eve", "contributor")
    with database.writing() as session, pytest.raises(NotAllowedError):
        assign(session, eve, clock(), [reply], Task(due_on=TODAY))

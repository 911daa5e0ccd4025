"""The queue: what is in which part of it, in which order, for whom; the same on both databases."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import ON_SQLITE, clock, published_world
from tracker.models import ReaderReport, TableImport
from tracker.services.auth.roles import NotAllowedError
from tracker.services.desk.comments import add_comment
from tracker.services.desk.items import Item, Task, assign, discard_items
from tracker.services.editing.drafts import new_id
from tracker.store.desk.queue import QUEUES, Onlooker, QueueCursor, QueueFilter, queue_counts, queue_page
from tracker.store.desk.queue_rows import queue_rows
from tracker.store.editing.bundles import bundle_of_draft

TODAY = date(2026, 11, 23)


@pytest.fixture
def desk(database):
    """A small published world, two editors and a reviewer."""
    published_world(database)
    return person(database), person(database, "dan"), person(database, "bob", "reviewer")


def looks(actor):
    return Onlooker(actor.account_id, everybody=True, readers=True, today=TODAY)


def seen(database, actor, **wanted):
    with database.reading() as session:
        return [item.title for item in queue_page(session, looks(actor), QueueFilter(**wanted), most=100)]


def bundle(database, draft):
    with database.reading() as session:
        return Item("bundle", bundle_of_draft(session, draft.id).id)


def sale(database, actor, number, at=0):
    """A bundle of evidence and its source that waits for review."""
    deal = make.evidence(f"acme/sale-{number}", sources=[f"gazette-{number}"], title=f"Sale {number}")
    lead = draft_of(database, actor, deal, at=clock(at))
    source = draft_of(database, actor, make.source(f"gazette-{number}"), at=clock(at))
    submitted(database, actor, lead, source, at=clock(at))
    return lead


def reported(database, text="The link is wrong."):
    """A report that nobody has decided."""
    with database.writing() as session:
        report = ReaderReport(
            number=new_id()[:9], kind="error", about="", text=text, source="", name="", email="",
            received_at=clock(3).now(), origin_key=None, outcome="open",
        )  # fmt: skip
        session.add(report)
        session.flush()
        return Item("report", str(report.id))


def test_each_queue_has_what_it_says(database, desk):
    ann, dan, bob = desk
    sale(database, ann, 9)
    draft_of(database, dan, make.source("gazette-12", title="Begun"), at=clock(1))
    reported(database)
    with database.writing() as session:
        session.add(
            TableImport(
                id=new_id(), owner_id=dan.account_id, file_name="list.csv", content=b"", mapping="{}", choices="{}",
                version=1, created_at=clock(2).now(), changed_at=clock(2).now(),
            )
        )  # fmt: skip
    everything = ["Sale 9", "Begun", "list.csv", "The link is wrong."]
    assert seen(database, dan) == everything
    assert seen(database, ann) == [title for title in everything if title != "list.csv"]
    assert seen(database, bob, queue="review") == ["Sale 9"]
    assert seen(database, ann, queue="review") == []
    assert seen(database, ann, queue="waiting") == ["Sale 9"]
    assert seen(database, dan, queue="mine") == ["Begun", "list.csv"]
    assert seen(database, dan, queue="outside") == ["The link is wrong."]
    with database.reading() as session:
        counts = queue_counts(session, looks(dan))
    assert counts == {queue: len(seen(database, dan, queue=queue)) for queue in QUEUES}


def test_contributors_see_their_own_and_no_reports(database, desk):
    sale(database, desk[0], 9)
    eve = person(database, "eve", "contributor")
    draft_of(database, eve, make.source("gazette-12", title="Begun"))
    reported(database)
    onlooker = Onlooker(eve.account_id, everybody=False, readers=False, today=TODAY)
    with database.reading() as session:
        assert [it.title for it in queue_page(session, onlooker, QueueFilter(), most=9)] == ["Begun"]
        assert queue_counts(session, onlooker)["all"] == 1


def test_filters_and_orders(database, desk):
    ann, dan, bob = desk
    leads = [sale(database, ann, number, at=number) for number in (9, 10, 11)]
    late = Task("keep", bob.account_id, TODAY - timedelta(days=1))
    with database.writing() as session:
        assign(session, ann, clock(), [bundle(database, leads[2])], late)
        assign(session, ann, clock(), [bundle(database, leads[1])], Task(dan.account_id, "keep", date(2027, 5, 1)))
    assert seen(database, ann) == ["Sale 11", "Sale 10", "Sale 9"]
    assert seen(database, ann, sort="oldest") == ["Sale 9", "Sale 10", "Sale 11"]
    assert seen(database, ann, sort="newest") == ["Sale 11", "Sale 10", "Sale 9"]
    assert seen(database, ann, due="overdue") == seen(database, ann, queue="due") == ["Sale 11"]
    assert seen(database, ann, due="none") == ["Sale 9"]
    assert seen(database, dan, who="me") == ["Sale 10"]
    assert seen(database, ann, who=str(bob.account_id)) == ["Sale 11"]
    assert seen(database, ann, who="nobody") == ["Sale 9"]
    assert seen(database, ann, words="sale 1") == ["Sale 11", "Sale 10"]
    assert seen(database, ann, kind="source") == []
    assert len(seen(database, ann, topic="police-drones")) == 3
    assert seen(database, ann, topic="police") == []
    assert seen(database, bob, queue="mine") == ["Sale 11"]


@pytest.mark.parametrize("sort", ["due", "oldest", "newest"])
def test_pages_go_on_where_the_one_before_ended(database, desk, sort):
    ann = desk[0]
    for number in range(5):
        draft_of(database, ann, make.source(f"gazette-{number + 9}", title=f"No. {number}"), at=clock(number // 2))
    whole, after = [], None
    with database.reading() as session:
        while page := queue_page(session, looks(ann), QueueFilter(sort=sort), after=after, most=2):
            whole += [it.title for it in page]
            after = QueueCursor(page[-1].place, page[-1].id)
    assert sorted(whole) == [f"No. {number}" for number in range(5)]
    assert whole == seen(database, ann, sort=sort)


def test_nobody_who_wrote_it_is_asked_to_review_it(database, desk):
    ann, _, bob = desk
    own = bundle(database, draft_of(database, bob, make.source("gazette-9")))
    with database.writing() as session:
        with pytest.raises(NotAllowedError, match="bob wrote some of it"):
            assign(session, ann, clock(), [own], Task(reviewer=bob.account_id))
        with pytest.raises(NotAllowedError, match="cannot review"):
            assign(session, ann, clock(), [own], Task(reviewer=ann.account_id))
        with pytest.raises(LookupError):
            assign(session, ann, clock(), [own], Task(assignee=999))


@ON_SQLITE
def test_what_is_in_review_is_not_discarded_with_the_rest(database, desk):
    ann = desk[0]
    begun = bundle(database, draft_of(database, ann, make.source("gazette-12")))
    waiting = bundle(database, sale(database, ann, 9))
    with database.writing() as session:
        outcome = discard_items(session, ann, clock(), [begun, waiting])
    assert outcome.done == 1
    assert "in review" in outcome.left[0]
    assert seen(database, ann) == ["Sale 9"]


def test_a_row_says_what_it_brings_and_how_much_was_said(database, desk):
    ann, dan, _ = desk
    lead = sale(database, ann, 9)
    item, report = bundle(database, lead), reported(database)
    with database.writing() as session:
        for subject in (("draft", lead.id), ("bundle", item.id), ("report", report.id)):
            add_comment(session, ann, clock(), subject, text="@dan?", field="", form_key=new_id())
        rows = queue_rows(session, [item.id], [report.id])
    assert [(it.kind, it.lead) for it in rows.members[item.id]] == [("evidence", True), ("source", False)]
    assert rows.comments == {("bundle", item.id): 2, ("report", report.id): 1}
    assert rows.effects[item.id].lines
    assert sorted(seen(database, dan, queue="mine")) == ["Sale 9", "The link is wrong."]

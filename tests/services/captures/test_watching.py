"""Watching addresses: what looks give becomes a task at the desk, and nothing is published by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.capture.servers import Internet, answer
from tests.captures_kept import keep
from tests.desk import person
from tests.factories import pledge, source, version
from tests.services.captures.kept import Copies
from tests.stored import ON_SQLITE, published_world
from tracker.clock import FixedClock
from tracker.core.captures.quote_text import QuotableText
from tracker.models import Ledger
from tracker.services.captures.watching.link_history import link_history
from tracker.services.captures.watching.looks import LookThroughMaker
from tracker.services.captures.watching.watches import (
    WATCH_JOB,
    Answered,
    Watcher,
    begin_watches,
    begin_watching,
)
from tracker.services.editing.address_states import dismiss_state, tell_readers
from tracker.services.jobs import LaterError, do_jobs
from tracker.store.captures.captures import capture_count
from tracker.store.captures.watches import looks_of, told_addresses, told_count, watch_of
from tracker.store.editing.drafts import draft_of_id
from tracker.store.upkeep.asked_jobs import LEASE, LeaseLostError, fail, job_state, take

COPY = {"capture": "abcdefghijkl", "sha256": "9f2c" * 16, "made": "2027-01-30", "by": "us"}
BEGIN = datetime(2027, 2, 1, 6, tzinfo=UTC)
QUOTE = "We will not sell camera drones"
PAGE = f"{QUOTE}, it said today. " * 20


class Web:
    """The internet as a test has it: what the address gives now, and how often it was asked."""

    def __init__(self, database):
        self.database, self.now, self.asked, self.letters = database, "there", 0, iter("abcdefghijklmnopqrstuvwxyz")

    def __call__(self, address, request):
        self.asked += 1

        def kept(also):
            id = "watched" + next(self.letters) * 5
            with self.database.changing() as session:
                keep(session, id, ["words"], request=request)
                also(session, id)

        if self.now == "gone":
            return Answered("not there", 404, address, (), None, kept)
        if self.now == "blocked":
            return Answered("blocked", None, "", (), None, None)
        text = PAGE if self.now in ("there", "moved") else "Other words now. " * 30
        return Answered(
            None, 200, "https://news.example/new" if self.now == "moved" else address, (), QuotableText.of(text), kept
        )


@pytest.fixture
def world(database):
    """A published pledge with its source, watched since the first of February."""
    records = [source(copies=[COPY]), pledge(versions=[version(quote=QUOTE, source="gazette-1")])]
    published_world(database, *records)
    clock, web = FixedClock(BEGIN), Web(database)
    with database.writing() as session:
        assert begin_watching(session, BEGIN, records[:1]) == 1
        assert begin_watching(session, BEGIN, records[:1]) == 0
    return database, clock, web, Watcher(database, clock, web)


def days(world, count, now):
    """Let the worker do its jobs for some days."""
    database, clock, web, watcher = world
    web.now = now
    for _ in range(count * 4):
        with database.changing() as session:
            job = take(session, WATCH_JOB, clock.now())
        if job:
            watcher.do(job)
        clock.move(timedelta(hours=6))


def state(database):
    with database.reading() as session:
        watch = watch_of(session, "gazette-1")
        return watch.watch.state, watch.told is not None


def positions(database):
    with database.reading() as session:
        return session.query(Ledger).count()


def test_an_address_that_is_gone_for_a_week_is_a_task_and_an_editor_may_tell_readers(world):
    database, clock, web, _ = world
    before = positions(database)
    days(world, 15, "there")
    assert (state(database), web.asked) == ((None, False), 3)
    days(world, 20, "gone")
    assert state(database) == ("gone", True)
    assert positions(database) == before
    with database.reading() as session:
        assert link_history(session, "gazette-1").may_tell
        (task,) = told_addresses(session, 10)
        look = next(one for one in looks_of(session, "gazette-1") if one.told)
    assert (task.source_id, look.told, look.capture_id[:7]) == ("gazette-1", "gone", "watched")
    ann = person(database)
    with database.writing() as session:
        id = tell_readers(session, ann, clock, "gazette-1")
        draft = draft_of_id(session, id)
    (state_told,) = draft.data["states"]
    assert (state_told["state"], state_told["from"], state_told["capture"]) == (
        "gone",
        f"{look.since:%Y-%m-%d}",
        look.capture_id,
    )
    with database.reading() as session:
        assert told_count(session) == 0
    assert positions(database) == before


@ON_SQLITE
def test_one_bad_day_and_walls_are_no_news_of_the_document(world):
    database, clock, _, _ = world
    days(world, 1, "blocked")
    days(world, 8, "there")
    assert state(database) == (None, False)
    days(world, 16, "blocked")
    assert state(database) == ("cannot be checked", True)
    with database.reading() as session:
        history = link_history(session, "gazette-1")
    assert (history.waits, history.may_tell) == (True, False)
    ann = person(database)
    with database.writing() as session:
        with pytest.raises(LookupError):
            tell_readers(session, ann, clock, "gazette-1")
        dismiss_state(session, ann, "gazette-1")
    assert state(database) == ("cannot be checked", False)


@ON_SQLITE
def test_missing_words_are_looked_at_again_after_four_hours(world):
    database, _, _, _ = world
    days(world, 1, "changed")
    assert state(database) == ("quote missing", True)
    days(world, 3, "there")
    assert state(database) == ("there again", True)


@ON_SQLITE
def test_words_at_another_address_are_told_with_it(world):
    database, clock, _, _ = world
    days(world, 1, "moved")
    ann = person(database)
    with database.writing() as session:
        draft = draft_of_id(session, tell_readers(session, ann, clock, "gazette-1"))
    assert draft.data["states"][0]["to"] == "https://news.example/new"


@ON_SQLITE
def test_an_address_that_leads_on_is_not_called_moved_where_no_words_are_known(database):
    records = [source(copies=[COPY])]
    published_world(database, *records)
    clock, web = FixedClock(BEGIN), Web(database)
    with database.writing() as session:
        begin_watching(session, BEGIN, records)
    days((database, clock, web, Watcher(database, clock, web)), 9, "moved")
    assert web.asked == 1
    assert state(database) == (None, False)


@ON_SQLITE
def test_of_another_address_nothing_is_known_and_without_one_the_watch_ends(world):
    database, _, _, _ = world
    days(world, 1, "changed")
    assert state(database) == ("quote missing", True)
    moved = source(copies=[COPY], url="https://news.example/other")
    published_world(database, moved, at=FixedClock(BEGIN))
    days(world, 3, "there")
    assert state(database) == (None, False)
    archived = source(copies=[COPY], url=None, archive_url="https://archive.example/1")
    published_world(database, archived, at=FixedClock(BEGIN))
    days(world, 8, "there")
    with database.reading() as session:
        assert watch_of(session, "gazette-1") is None


@ON_SQLITE
def test_a_source_that_was_taken_down_is_watched_no_longer(world):
    database, clock, web, _ = world
    taken = {"date": "2027-01-01", "reason": "It was entered twice."}
    published_world(database, source(taken_down=taken), at=FixedClock(BEGIN))
    days(world, 8, "there")
    assert web.asked == 0
    with database.reading() as session:
        assert watch_of(session, "gazette-1") is None
        assert job_state(session, WATCH_JOB, "gazette-1", clock.now()) is None


@ON_SQLITE
def test_a_watch_whose_job_failed_goes_on_a_day_later(world):
    database, clock, web, _ = world
    begin_watches(database)
    with database.changing() as session:
        fail(session, take(session, WATCH_JOB, clock.now()), clock.now(), "a fault")
    days(world, 2, "there")
    assert web.asked == 1


def test_new_sources_are_watched_within_an_hour(database):
    clock, web = FixedClock(BEGIN), Web(database)
    watcher = Watcher(database, clock, web)
    begin_watches(database)
    begin_watches(database)
    copied = [source("gazette-2", copies=[COPY]), source("gazette-3")]
    published_world(database, *copied, at=FixedClock(BEGIN))
    for _ in range(2):
        with database.changing() as session:
            job = take(session, WATCH_JOB, clock.now())
        if job:
            watcher.do(job)
    with database.reading() as session:
        assert watch_of(session, "gazette-2").due == BEGIN + timedelta(days=7)
        assert watch_of(session, "gazette-3") is None
        assert job_state(session, WATCH_JOB, "*", clock.now()).due == BEGIN + timedelta(hours=1)
    assert web.asked == 0


@ON_SQLITE
def test_many_sources_are_spread_over_the_week_and_those_of_pledges_come_first(database):
    pages = {f"gazette-{number}": source(f"gazette-{number}", copies=[COPY]) for number in range(2, 16)}
    own = pledge(versions=[version(quote=QUOTE, source="gazette-2")])
    published_world(database, *pages.values(), own, at=FixedClock(BEGIN))
    with database.writing() as session:
        assert begin_watching(session, BEGIN) == 14
        dues = {id: (watch_of(session, id).due - BEGIN) / timedelta(days=1) for id in pages}
    assert dues.pop("gazette-2") == 0
    assert sorted(round(due * 13 / 7) for due in dues.values()) == list(range(1, 14))


def test_who_dies_between_copy_and_look_leaves_neither(world):
    database, clock, web, watcher = world
    web.now = "moved"
    with database.changing() as session:
        job = take(session, WATCH_JOB, clock.now())
    with database.changing() as session:
        later = take(session, WATCH_JOB, clock.now() + LEASE)
    with pytest.raises(LeaseLostError):
        watcher.do(job)
    with database.reading() as session:
        assert capture_count(session) == 0
        assert looks_of(session, "gazette-1") == []
    watcher.do(later)
    with database.reading() as session:
        assert capture_count(session) == 1
        assert [look.told for look in looks_of(session, "gazette-1")] == ["moved"]


class Site:
    """A maker of copies whose internet has one host, with a robots.txt."""

    def __init__(self, robots, status="200 OK"):
        page = b"<p>" + PAGE.encode()

        def host(request):
            yield answer(robots, status) if b"GET /robots.txt " in request else answer(page, Content_Type="text/html")

        self.net = Internet({"news.example": host})


@ON_SQLITE
@pytest.mark.parametrize(
    ("robots", "status", "reason"),
    [
        (b"User-agent: PledgeTracker\nDisallow: /gazette", "200 OK", "kept out by robots.txt"),
        (b"User-agent: *\nDisallow: /", "200 OK", None),
        (b"User-agent: PledgeTracker\nDisallow: /", "404 Not Found", None),
    ],
)
def test_a_robots_txt_that_names_us_is_obeyed_and_asked_for_once_a_day(
    database, tmp_path, monkeypatch, robots, status, reason
):
    site = Site(robots, status)
    copies = Copies(database, tmp_path, site.net, monkeypatch)
    clock = FixedClock(BEGIN)
    look = LookThroughMaker(database, clock, copies.maker())
    with pytest.raises(LaterError) as later:
        look("http://news.example/gazette-1?a=b", "watch")
    assert later.value.due == BEGIN + timedelta(seconds=10)
    answered = look("http://news.example/gazette-1?a=b", "watch")
    assert answered.reason == reason
    assert (answered.keep is None) == (reason is not None)
    clock.move(timedelta(days=1))
    with pytest.raises(LaterError):
        look("http://news.example/gazette-1?a=b", "watch")
    paths = [request.split()[1] for request in site.net.requests]
    assert paths.count(b"/robots.txt") == 2
    assert len(paths) == (2 if reason else 3)


def test_one_robots_txt_holds_up_the_look_by_a_pause_and_counts_as_no_try(database, tmp_path, monkeypatch):
    copies = Copies(database, tmp_path, Site(b"").net, monkeypatch)
    records = [
        source(copies=[COPY], url="http://news.example/gazette-1"),
        pledge(versions=[version(source="gazette-1")]),
    ]
    published_world(database, *records)
    clock = FixedClock(BEGIN)
    with database.writing() as session:
        begin_watching(session, BEGIN, records[:1])
    watcher = Watcher(database, clock, LookThroughMaker(database, clock, copies.maker()))
    for seconds, looks in ((0, 0), (9, 0), (2, 1)):
        clock.move(timedelta(seconds=seconds))
        do_jobs(database, clock, {WATCH_JOB: watcher.do})
        with database.reading() as session:
            assert len(looks_of(session, "gazette-1")) == looks
    assert [request.split()[1] for request in copies.net.requests] == [b"/robots.txt", b"/gazette-1"]

"""Whole answers of an invented site, each as if asked for the first time, against one limit for every kind of page.

Nothing that was made before is used: answers and scorecards that the process keeps are bypassed. What counts is the
time that a processor worked for the answer, in this process and in PostgreSQL's (which must run on this machine), the
least of a few runs; of many addresses of one kind the 95th percentile is judged. The time that passed stands beside it:
more, where the machine has other work. Then thousands of addresses in turn, as readers ask: memory must stop growing.
By default on a new SQLite database, and on a throw-away PostgreSQL server where its programs are installed; with
--database on one that generate_site.py filled.
"""

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from databases import databases
from flask import Flask
from invented_site import AMENDED, TOPICS
from sqlalchemy import func, select, text
from werkzeug.test import create_environ

from tracker import create_app
from tracker.models import IndexedScorecard, Ledger
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.lists.companies import SORTS

MOST_MILLISECONDS = 100
MOST_TIMES_SLOWER = 1.5
"""How much slower a far page may be than the first."""
MOST_GROWTH = 0.03
"""How much of its memory the process may gain in the last quarter of the requests."""
_SAMPLES = 20
_TIMES, _MOST_TIMES = 3, 8
"""How often an address is asked; oftener where it took long, as that may have been the machine."""
_ON_A_PAGE, _CHANGES_ON_A_PAGE = 25, 50
_MARGIN = 3.0
"""Milliseconds by which two pages may differ whatever they take: what a busy machine adds."""
_HOST = "http://127.0.0.1:8000"

Kinds = dict[str, Callable[[Random], str]]


class Size(NamedTuple):
    """How much there is to ask for."""

    companies: int
    position: int
    cursors: dict[str, str]


def kinds(size: Size) -> Kinds:
    """Every kind of page: its name, and an address of it by chance."""
    return {**_lists(size), **_records(size), **_changes(size), **_sharing(size), **_elsewhere(size)}


def _company(size: Size, chance: Random) -> str:
    """One with pledges."""
    return f"invented-{chance.randrange(size.companies // 10) * 10 + chance.randint(1, 9)}"


def _amended(size: Size, chance: Random) -> int:
    """The number of one that was corrected, asked and decided on."""
    return chance.randrange(-(-size.companies // AMENDED)) * AMENDED + 1


def _day(chance: Random) -> str:
    return (date(2016, 1, 1) + timedelta(chance.randrange(5000))).isoformat()


def _lists(size: Size) -> Kinds:
    by_kind: Kinds = {
        "start page": lambda chance: f"/?n={chance.random()}",
        "start page, a day": lambda chance: f"/?as_of={_day(chance)}",
        "companies: name": lambda chance: (
            f"/companies?q={chance.choice(('amo', 'bris', 'électro', 'lyra'))}+{chance.randrange(99)}"
        ),
        "companies: nothing found": lambda chance: f"/companies?q=zz{chance.random()}",
        "companies: topic": lambda chance: f"/companies?topic=topic-{chance.randrange(TOPICS)}",
        "companies: strength": lambda chance: (
            f"/companies?strength={chance.choice(('full', 'broad', 'narrow', 'none'))}"
        ),
        "companies: finding": lambda chance: (
            f"/companies?finding={chance.choice(('breach', 'overdue', 'none'))}&sort=strength"
        ),
        "companies: pledge": lambda chance: f"/companies?state={chance.choice(('in force', 'withdrawn'))}&sort=ending",
        "companies: a row": lambda chance: (
            f"/companies?topic=topic-0&row=army&says={chance.choice(('covered', 'unclear', 'lapsed', 'nothing'))}"
            f"&sort={chance.choice(list(SORTS))}"
        ),
        "companies: all filters": lambda chance: (
            "/companies?topic=topic-0&row=prison&says=lapsed&strength=full&finding=breach&state=withdrawn"
            f"&q={chance.randrange(10_000)}"
        ),
        "topic": lambda chance: f"/topics/topic-{chance.randrange(TOPICS)}",
        "topic, a day": lambda chance: f"/topics/topic-{chance.randrange(TOPICS)}?as_of={_day(chance)}",
        "topics": lambda chance: f"/topics?n={chance.random()}",
        "lapsing": lambda chance: f"/lapsing?year={chance.choice(('', '2027', '2028', 'none'))}",
        "lapsing, a day": lambda chance: f"/lapsing?as_of={_day(chance)}",
        "lapsing, a day, far": lambda chance: f"/lapsing?as_of={_day(chance)}&first={_company(size, chance)}",
        "calendar": lambda chance: f"/lapsing.ics?year={chance.choice(('2027', '2028', '2029'))}",
        "calendar, a day": lambda chance: f"/lapsing.ics?as_of={_day(chance)}",
    }
    for sort, cursor in size.cursors.items():
        by_kind[f"companies by {sort}, page 1"] = lambda chance, sort=sort: (
            f"/companies?sort={sort}&n={chance.random()}"
        )
        by_kind[f"companies by {sort}, last page"] = lambda chance, sort=sort, cursor=cursor: (
            f"/companies?sort={sort}&after={cursor}&n={chance.random()}"
        )
    return by_kind


def _records(size: Size) -> Kinds:
    def one(chance: Random) -> str:
        return _company(size, chance)

    return {
        "company": lambda chance: f"/companies/{one(chance)}",
        "scorecard": lambda chance: f"/companies/{one(chance)}/topic-0",
        "scorecard, a day": lambda chance: f"/companies/{one(chance)}/topic-0?as_of={_day(chance)}",
        "findings": lambda chance: f"/companies/{one(chance)}/topic-0/findings?n={chance.random()}",
        "scorecard by API": lambda chance: f"/api/v1/companies/{one(chance)}/scorecard?topic=topic-0",
        "pledge": lambda chance: f"/pledges/{one(chance)}/pledge-{chance.randrange(10)}",
        "evidence": lambda chance: f"/evidence/{one(chance)}/deed-{chance.randrange(10)}",
        "evidence, a day": lambda chance: f"/evidence/{one(chance)}/deed-2?as_of={_day(chance)}",
        "source": lambda chance: f"/sources/{one(chance)}-report-{chance.randrange(2)}",
        "source of nobody": lambda chance: f"/sources/law-gazette?n={chance.random()}",
        "condition": lambda chance: f"/conditions/tracking-law?n={chance.random()}",
        "response": lambda chance: f"/responses/invented-{_amended(size, chance)}/asked",
        "decision": lambda chance: f"/decisions/invented-{_amended(size, chance)}/decided",
        "two days": lambda chance: f"/companies/{one(chance)}/topic-0/changes?to={_day(chance)}",
        "comparison": lambda chance: (
            "/compare?topic=topic-0" + "".join(f"&company={id}" for id in sorted({one(chance) for _ in range(4)}))
        ),
        "comparison, a day": lambda chance: (
            f"/compare?company=invented-1&company=invented-{chance.randint(2, 9)}&as_of={_day(chance)}"
        ),
        "comparison by name": lambda chance: f"/compare?company=Nobody+{chance.random()}",
        "comparison, form": lambda chance: f"/compare?n={chance.random()}",
    }


def _changes(size: Size) -> Kinds:
    def before(page: int) -> int:
        return max(2, size.position - (page - 1) * _CHANGES_ON_A_PAGE)

    far = min(1000, size.position // _CHANGES_ON_A_PAGE)
    return {
        "changes, page 1": lambda chance: f"/changes?n={chance.random()}",
        f"changes, page {far:,}": lambda chance: f"/changes?before={before(far)}&n={chance.random()}",
        "changes: corrections": lambda chance: f"/changes?change=correction&n={chance.random()}",
        "changes: none such": lambda chance: f"/changes?change=method&before={chance.randrange(2, size.position)}",
        "changes: updates of a kind": lambda chance: f"/changes?change=update&kind=source&n={chance.random()}",
        "changes: a rare kind": lambda chance: f"/changes?kind=condition&before={chance.randrange(2, size.position)}",
        "changes: a company": lambda chance: f"/changes?company={_company(size, chance)}",
        "changes: of a company, none": lambda chance: f"/changes?company={_company(size, chance)}&change=correction",
        "changes, known before": lambda chance: f"/changes?known_at=20{chance.randint(10, 25)}-01-01T00:00:00Z",
        "feed of changes": lambda chance: f"/changes.atom?n={chance.random()}",
        "feed of corrections": lambda chance: f"/changes.atom?change=correction&n={chance.random()}",
    }


def _sharing(size: Size) -> Kinds:
    def page(chance: Random) -> str:
        return f"/companies/{_company(size, chance)}/topic-0"

    return {
        "widget": lambda chance: f"/embed{page(chance)}",
        "widget of a pledge": lambda chance: f"/embed/pledges/{_company(size, chance)}/pledge-2",
        "widget of a finding": lambda chance: f"/embed/evidence/{_company(size, chance)}/deed-2",
        "widget of a comparison": lambda chance: (
            f"/embed/compare?topic=topic-0&company=invented-1&company=invented-{chance.randint(2, 9)}"
        ),
        "embed builder": lambda chance: f"{page(chance)}/embed",
        "oEmbed": lambda chance: f"/oembed?url={_HOST}{page(chance)}",
        "oEmbed in XML": lambda chance: f"/oembed?format=xml&url={_HOST}/pledges/{_company(size, chance)}/pledge-2",
        "badge": lambda chance: f"/badge{page(chance)}.svg",
        "badge as PNG": lambda chance: f"/badge{page(chance)}.png",
        "card": lambda chance: f"/card{page(chance)}.png",
    }


def _elsewhere(size: Size) -> Kinds:
    words = (
        "drones",
        "widget",
        '"drones to a harbour"',
        "harbour voices gizmo",
        "electronqiue",
        "zzzzz",
        "amo 77",
        "de",
    )
    return {
        "search": lambda chance: f"/search?q={chance.choice(words)}&n={chance.random()}",
        "search, one kind": lambda chance: f"/search?q={chance.choice(words)}&kind=evidence&n={chance.random()}",
        "search, a company's": lambda chance: f"/search?q=drones&company={_company(size, chance)}",
        "methodology": lambda chance: f"/methodology?n={chance.random()}",
        "about": lambda chance: f"/about?n={chance.random()}",
        "ledger": lambda chance: f"/ledger?n={chance.random()}",
        "no such company": lambda chance: f"/companies/nobody-{chance.randrange(10**9)}",
        "no such topic": lambda chance: f"/companies/{_company(size, chance)}/topic-{chance.randrange(10, 99)}",
        "no such pledge": lambda chance: f"/pledges/{_company(size, chance)}/none",
        "no company, by API": lambda chance: (
            f"/api/v1/companies/inventd-{chance.randrange(10**4)}/scorecard?topic=topic-0"
        ),
        "a former id": lambda chance: f"/companies/was-invented-{_amended(size, chance)}/topic-0",
    }


def size_of(database: Database) -> Size:
    """How much there is, and where the last page of each order begins."""
    with database.reading() as session:
        companies = session.scalar(select(func.count()).where(IndexedScorecard.topic_id == "")) or 0
        position = session.scalar(select(func.max(Ledger.position))) or 0
        last = max(1, (companies - 1) // _ON_A_PAGE) * _ON_A_PAGE - 1
        cursors = {}
        for name, order in SORTS.items():
            columns = [*order.columns]
            rows = select(*columns).where(IndexedScorecard.topic_id == "").order_by(*columns).offset(last).limit(1)
            cursors[name] = order.cursor(session.execute(rows).one())
    return Size(companies, position, cursors)


def answered(application: Callable, address: str, encoding: str = "gzip") -> tuple[int, int]:
    """Status and length of what a WSGI application answers."""
    path, _, query = address.partition("?")
    environ = create_environ(path, _HOST, query_string=query, headers={"Accept-Encoding": encoding})
    begun: list[str] = []
    parts = application(environ, lambda status, *_: begun.append(status))
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    return int(begun[0][:3]), len(body)


def work_clock(app: Flask) -> Callable[[], float]:
    """Seconds of processor time so far, of this process and of the one of PostgreSQL that serves its connection."""
    database = app.extensions["site"].database
    if database.is_sqlite:
        return time.process_time
    with database.reading() as session:
        process = session.scalar(text("SELECT pg_backend_pid()"))
    account = Path(f"/proc/{process}/schedstat")
    return lambda: time.process_time() + int(account.read_text().split()[0]) / 1e9


def milliseconds(app: Flask, clock: Callable[[], float], address: str) -> tuple[float, float]:
    """The least work of some answers, none of which uses what another left; the least time that passed."""
    least = passed = float("inf")
    times = 0
    while times < _TIMES or (times < _MOST_TIMES and least > MOST_MILLISECONDS / 2):
        times += 1
        app.extensions["site"].forget_made()
        begun, worked = time.perf_counter(), clock()
        status, _ = answered(app.wsgi_app.application, address)
        least = min(least, (clock() - worked) * 1000)
        passed = min(passed, (time.perf_counter() - begun) * 1000)
        if status >= 500:
            raise SystemExit(f"{address} answers {status}")
    return least, passed


def measured(app: Flask, by_kind: Kinds) -> list[str]:
    """Print the times of every kind; what is over its limit."""
    slow, typical, clock = [], {}, work_clock(app)
    for name, address in by_kind.items():
        chance = Random(name)
        addresses = list(dict.fromkeys(address(chance) for _ in range(_SAMPLES)))
        milliseconds(app, clock, addresses[0])
        times = sorted((*milliseconds(app, clock, one), one) for one in addresses)
        high, passed, worst = times[min(len(times) - 1, int(len(times) * 0.95))]
        typical[name] = times[len(times) // 2][0]
        mark = f"  OVER, {worst}" if high > MOST_MILLISECONDS else ""
        print(f"  {name:32} {high:7.1f} ms, median {typical[name]:6.1f}, passed {passed:6.1f}{mark}", flush=True)
        slow += [name] * (high > MOST_MILLISECONDS)
    return slow + _far(typical)


def _far(typical: dict[str, float]) -> list[str]:
    """Print far pages beside first ones; what is slower than it may be."""
    pages: dict[str, list[float]] = defaultdict(list)
    for name, time_ in typical.items():
        if ", page " in name or ", last page" in name:
            pages[name.partition(",")[0]].append(time_)
    slow = []
    for name, (first, far) in pages.items():
        print(f"  {name}: a far page takes {far / first:.2f} of the first (limit {MOST_TIMES_SLOWER})")
        slow += [f"{name}, far"] * (far > MOST_TIMES_SLOWER * first + _MARGIN)
    return slow


def megabytes() -> float:
    """Memory of this process that is in use now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def grown(app: Flask, by_kind: Kinds, requests: int) -> list[str]:
    """Ask for addresses of all kinds by chance, everything kept as in service; whether memory still grows at the end.

    Uncompressed, so that what the process keeps has soon reached its bounds.
    """
    chance, names, sizes = Random(1), list(by_kind), []
    for portion in range(4):
        for _ in range(requests // 4):
            answered(app.wsgi_app, by_kind[chance.choice(names)](chance), "identity")
        sizes.append(megabytes())
        print(f"  memory after {(portion + 1) * (requests // 4):,} requests: {sizes[-1]:.0f} MB", flush=True)
    print(f"  the last quarter added {sizes[3] / sizes[2] - 1:.1%} (limit {MOST_GROWTH:.0%})")
    return ["memory"] * (sizes[3] > sizes[2] * (1 + MOST_GROWTH))


def of_one(database: Database, requests: int, only: str) -> list[str]:
    """Measure one database; what is over its limit."""
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, public_url=_HOST))
    by_kind = {name: address for name, address in kinds(size_of(database)).items() if only in name}
    print(f"{database.url.get_backend_name()}, 95th percentile of {_SAMPLES} (limit {MOST_MILLISECONDS} ms each):")
    try:
        return measured(app, by_kind) + grown(app, by_kind, requests)
    finally:
        app.extensions["site"].database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="URL of a database that generate_site.py filled")
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--requests", type=int, default=6000, help="how many to watch the memory over")
    parser.add_argument("--only", default="", help="a part of the names of the kinds of page to ask for")
    given = parser.parse_args()
    with databases(given.database, given.companies) as databases_made:
        slow = [name for database in databases_made for name in of_one(database, given.requests, given.only)]
    if slow:
        raise SystemExit(f"over the limit: {', '.join(slow)}")
    print("all within their limits")


if __name__ == "__main__":
    main()

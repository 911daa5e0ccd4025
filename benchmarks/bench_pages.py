"""What pages cost, beside a bare Flask route that makes one indexed SQLite read and renders a small template.

CPU time of a request, both in one run and in turns, the best of several rounds. Warm: asked for before, and nothing
published since. Cold: nothing that was made of records before is used. After its own publication: a record that the
page shows was published, and the first reader asks: before ``tracker work`` has made the answer again, which has its
own lines, or after it, in a process that has answered nothing. Another day: one that nobody asked for, of a company
that was asked for on others. Exit code 1 over a limit.
"""

import gzip
import json
import math
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask, render_template
from invented_site import company_records, shared_records
from jinja2 import DictLoader
from werkzeug.test import create_environ

from tracker import create_app
from tracker.clock import SystemClock
from tracker.records.kinds import AnyRecord, body, from_body
from tracker.services.publishing.publish import Proposal, publish
from tracker.services.upkeep.catching_up import catch_up
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate
from tracker.store.published import current_records
from tracker.web.http.caches.renewing import Renewal

PLEDGES, EVIDENCE, COMPANIES = 50, 44, 60
"""Of the large company, which has some 260 findings on its acts and 100 dues."""
MOST_BYTES, MOST_REQUESTS = 25_000, 4
MOST_BYTES_OF_LARGE = 31_000
"""A third of its 50 pledges are promises to act, whose 100 dues stand open on the page."""
ROUNDS, REQUESTS = 15, 200
COLD_REQUESTS = 4
LARGE, ORDINARY = "/companies/large/topic-0", "/companies/invented-1/topic-0"
COLD = {
    "ordinary scorecard": (ORDINARY, 245.0),
    "its data": ("/api/v1/companies/invented-1/scorecard?topic=topic-0", 100.0),
    "its widget": (f"/embed{ORDINARY}", 130.0),
    "scorecard": (LARGE, 820.0),
    "companies": ("/companies?sort=strength", 40.0),
}
PUBLISHED = {
    "ordinary scorecard": (ORDINARY, "invented-1/deed-2", 115.0),
    "scorecard": (LARGE, "large/evidence-3", 195.0),
    "companies": ("/companies", "invented-1/deed-1", 47.0),
}
"""Pages with the record that is published again, and the limit for who asks before the worker has made the answer."""
AFTER_THE_WORKER, PUBLICATIONS = 6.0, 8
OTHER_DAYS = {
    "ordinary scorecard": (f"{ORDINARY}?as_of=", 18.0),
    "its data": ("/api/v1/companies/invented-1/scorecard?topic=topic-0&as_of=", 16.0),
    "its widget": (f"/embed{ORDINARY}?as_of=", 54.0),
    "scorecard": (f"{LARGE}?as_of=", 150.0),
}
LISTS = ("/companies?sort=strength", "/companies?topic=topic-0", "/companies?country=US")
MANY, MOST_TIMES_SLOWER = 10_000, 1.3
"""So many companies a list has at last, and how much more a page of it may cost then than with few."""
FIRST_DAY, DAYS_APART = date(2016, 1, 1), 61
TEMPLATE = """<!doctype html><html lang="en"><title>{{ name }}</title><h1>{{ name }}</h1>
<p>{{ about }}</p><ul>{% for word in words %}<li>{{ word }}</li>{% endfor %}</ul></html>"""

Headers = dict[str, str]
Ask = Callable[[], object]
Asked = TypeVar("Asked")


def large_company() -> Iterator[AnyRecord]:
    """A company with many pledges and pieces of evidence, borrowed from many invented ones."""
    yield from_body({"kind": "company", "id": "large", "name": "Large Invented Holdings"})
    wanted = {"pledge": PLEDGES, "evidence": EVIDENCE}
    for n in range(1, 400):
        for record in company_records(n):
            body = record.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"kind": record.kind}
            # Statements on other companies' promises would be about nothing here.
            here = wanted.get(record.kind, 0) and not body.get("fulfils")
            if here and "topic-0" in (body.get("topic"), *body.get("topics", ())):
                wanted[record.kind] -= 1
                yield from_body(_borrowed(body, wanted[record.kind]))


def _borrowed(body: dict, number: int) -> dict:
    """The same record as one of the large company."""
    body["id"] = f"large/{body['kind']}-{number}"
    if body["kind"] == "evidence":
        body["sources"] = ["law-gazette"]
        body["acts"] = body["acts"][:1]
    for version in body.get("versions", ()):
        version["source"] = "law-gazette"
    return body


def filled(url: str) -> None:
    """A database with the large company and others beside it."""
    database = Database(url)
    migrate(database)
    records = [*shared_records(), *large_company()]
    for n in range(COMPANIES):
        records += company_records(n)
    with database.writing() as session:
        publish(session, SystemClock(), [Proposal(record) for record in records], author="ann", publisher="bob")
    catch_up(database, SystemClock(), Settings().time_zone)
    database.close()


def bare_route(folder: Path) -> Flask:
    """What every page does at the least: one look-up by key, and a small template."""
    connection = sqlite3.connect(folder / "bare.sqlite3", check_same_thread=False)
    connection.execute("CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT, about TEXT)")
    rows = [(f"thing-{i}", f"Thing {i}", "What is to be said of it.") for i in range(10_000)]
    connection.executemany("INSERT INTO thing VALUES (?, ?, ?)", rows)
    connection.commit()
    app = Flask("bare")
    app.jinja_loader = DictLoader({"thing.html": TEMPLATE})

    @app.get("/things/<id>")
    def thing(id: str) -> str:
        name, about = connection.execute("SELECT name, about FROM thing WHERE id = ?", (id,)).fetchone()
        return render_template("thing.html", name=name, about=about, words=about.split())

    return app


def asking(app: Flask, address: str, headers: Headers | None = None) -> Callable[[], tuple[str, Headers, bytes]]:
    """A function that asks for an address as a server does, without one."""
    environ = create_environ(address, headers=headers)

    def ask() -> tuple[str, Headers, bytes]:
        begun: list[tuple[str, Headers]] = []
        parts = app.wsgi_app(dict(environ), lambda status, given, *_: begun.append((status, dict(given))))
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        return *begun[0], body

    return ask


def cold(app: Flask, address: str) -> Ask:
    """A function that asks for an address which nobody asked for since anything was published."""
    ask, cache = asking(app, address, {"Accept-Encoding": "gzip"}), app.extensions["response_cache"]

    def ask_anew() -> object:
        cache.store = None
        cache.answers.clear()
        app.extensions["site"].forget_made()
        return ask()

    return ask_anew


def another_day(app: Flask, address: str) -> Ask:
    """A function that asks for a day after the other, some in each two months: on few of them anything changes."""
    days = (FIRST_DAY + timedelta(days=(n * DAYS_APART) % 3650 + n // 60) for n in count())

    def ask_for_a_day() -> object:
        return asking(app, f"{address}{next(days)}", {"Accept-Encoding": "gzip"})()

    return ask_for_a_day


def published_again(app: Flask, record: str, number: int) -> None:
    """Publish a record once more, in other words, and have lists show it, as the desk does at once."""
    database = app.extensions["site"].database
    with database.writing() as session:
        (evidence,) = current_records(session, [("evidence", record)])
        other = from_body(body(evidence) | {"summary": f"Invoices of {number} kinds name other things."})
        publish(session, SystemClock(), [Proposal(other)], author="ann", publisher="bob")
    catch_up(database, SystemClock(), Settings().time_zone)


def after_publications(app: Flask) -> dict[str, float]:
    """CPU seconds of the first request after a publication that the page shows, of making the answer again by the
    worker, and of the first request after that; the best of some.
    """
    cache, renewal, number = app.extensions["response_cache"], Renewal(app), count()
    best: dict[str, float] = {}

    def timed(what: str, do: Callable[[], object]) -> None:
        begun = time.process_time()
        answer = do()
        best[what] = min(best.get(what, math.inf), time.process_time() - begun)
        if isinstance(answer, tuple) and answer[0] != "200 OK":
            raise SystemExit(f"{what}: {answer[0]}")

    for _ in range(PUBLICATIONS):
        for what, (address, record, _) in PUBLISHED.items():
            ask = asking(app, address, {"Accept-Encoding": "gzip"})
            ask()
            published_again(app, record, next(number))
            timed(f"{what}, after its own publication", ask)
            published_again(app, record, next(number))
            timed(f"{what}, all that it concerns made again", renewal)
            cache.answers.clear()
            timed(f"{what}, after its own publication and the worker", ask)
    return best


def first_of_a_process(app: Flask, ask: Ask) -> Ask:
    """The same as asked of a process that has answered nothing yet, where another one has stored the answer."""
    cache = app.extensions["response_cache"]

    def ask_first() -> object:
        cache.answers.clear()
        return ask()

    return ask_first


def seconds(asks: dict[Asked, Ask], requests: int = REQUESTS) -> dict[Asked, float]:
    """CPU seconds of one request of each, in turns, the best of all rounds."""
    best = dict.fromkeys(asks, float("inf"))
    for _ in range(ROUNDS):
        for name, ask in asks.items():
            begun = time.process_time()
            for _ in range(requests):
                ask()
            best[name] = min(best[name], (time.process_time() - begun) / requests)
    return best


def weight(app: Flask, address: str) -> tuple[int, int]:
    """Compressed bytes of a page with all that it loads, and how many requests that takes."""
    _, _, body = asking(app, address)()
    head = body.decode().partition("</head>")[0]
    loaded = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', head)
    bodies = [body, *(asking(app, path)()[2] for path in loaded)]
    return sum(len(gzip.compress(one)) for one in bodies), len(bodies)


def _weighed(pages: dict[str, tuple[str, float]]) -> list[tuple[str, str]]:
    """Pages to weigh: beside the large scorecard one of a company with as much on record as most."""
    more = [("ordinary scorecard", ORDINARY), ("further findings", f"{LARGE}/findings?after=100")]
    return [*more, *((what, address) for what, (address, _) in pages.items())]


def light(app: Flask, what: str, address: str) -> bool:
    """Whether a page keeps to its size; said too."""
    size, requests = weight(app, address)
    most = MOST_BYTES_OF_LARGE if address == LARGE else MOST_BYTES
    print(f"{what}: {size:,} bytes in {requests} requests (limits {most:,} and {MOST_REQUESTS})")
    return size <= most and requests <= MOST_REQUESTS


def grown(few: Path) -> list[str]:
    """Lists that cost more with many companies than with few; rows are copied, as lists read nothing else of them."""
    many = few.with_name("many.sqlite3")
    with closing(sqlite3.connect(few)) as connection:
        connection.execute("VACUUM INTO ?", (str(many),))
    with closing(sqlite3.connect(many)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(standing)")]
        unique = {name: f"{name} || '-' || number" for name in ("company_id", "sort_name")}
        connection.execute("CREATE TEMP TABLE copy (number INTEGER)")
        connection.executemany("INSERT INTO copy VALUES (?)", [(n,) for n in range(MANY // COMPANIES)])
        copied = ", ".join(unique.get(name, name) for name in columns)
        connection.execute(f"INSERT INTO standing SELECT {copied} FROM standing, copy")  # noqa: S608 - columns
    apps = {
        companies: create_app(Settings(database_url=f"sqlite:///{file}"))
        for companies, file in ((COMPANIES, few), (MANY, many))
    }
    asks = {(address, companies): cold(app, address) for address in LISTS for companies, app in apps.items()}
    best, slower = seconds(asks, COLD_REQUESTS), []
    for address in LISTS:
        times = best[address, MANY] / best[address, COMPANIES]
        print(f"{address}: with {MANY:,} companies {times:.2f} of {COMPANIES} companies (limit {MOST_TIMES_SLOWER})")
        slower += [f"{address}, many"] * (times > MOST_TIMES_SLOWER)
    for app in apps.values():
        app.extensions["site"].database.close()
    return slower


def main() -> int:
    """Measure, print, compare with the limits."""
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/tracker.sqlite3"
        filled(url)
        app = create_app(Settings(database_url=url))
        failed = measured(app, bare_route(Path(name)))
        app.extensions["site"].database.close()
        failed += grown(Path(name) / "tracker.sqlite3")
    print(f"over the limit: {', '.join(failed)}" if failed else "all within their limits")
    return 1 if failed else 0


def measured(app: Flask, bare: Flask) -> list[str]:
    """Names of what is over its limit; everything is printed."""
    pages = {"scorecard": (LARGE, 2.0), "start page": ("/", 2.5), "companies": ("/companies?sort=strength", 2.5),
             "topic": ("/topics/topic-0", 2.5), "search": ("/search?q=tracking", 2.5)}  # fmt: skip
    asks: dict[str, Ask] = {"bare": asking(bare, "/things/thing-777")}
    limits, failed = {}, []
    for what, (address, limit) in pages.items():
        begun = time.process_time()
        status, headers, _ = asking(app, address)()
        print(f"{what}, cold: {(time.process_time() - begun) * 1000:.0f} ms, {status}")
        asks[what], limits[what] = asking(app, address), limit
        if what in ("scorecard", "companies"):
            asks[f"{what}, unchanged"] = asking(app, address, {"If-None-Match": headers["ETag"]})
            limits[f"{what}, unchanged"] = 0.45
    stored = asking(app, ORDINARY, {"Accept-Encoding": "gzip"})
    _, headers, _ = stored()
    held = asking(app, ORDINARY, {"Accept-Encoding": "gzip", "If-None-Match": headers["ETag"]})
    for what, ask, limit in (("stored", stored, 0.5), ("stored, unchanged", held, 0.45)):
        asks[what], limits[what] = first_of_a_process(app, ask), limit
    data = json.loads(asking(app, "/api/v1/companies/large/scorecard?topic=topic-0")()[2])
    print(f"the scorecard has {len(data['pledges'])} pledges and {sum(f['lead'] for f in data['findings'])} findings")
    best, store = seconds(asks), app.extensions["response_cache"].store
    made_anew = seconds({what: cold(app, address) for what, (address, _) in COLD.items()}, COLD_REQUESTS)
    best |= {f"{what}, cold": time_ for what, time_ in made_anew.items()}
    of_days = seconds({what: another_day(app, address) for what, (address, _) in OTHER_DAYS.items()}, COLD_REQUESTS)
    best |= {f"{what}, another day": time_ for what, time_ in of_days.items()}
    app.extensions["response_cache"].store = store
    best |= after_publications(app)
    for what, (_, _, limit) in PUBLISHED.items():
        limits[f"{what}, after its own publication"] = limit
        limits[f"{what}, after its own publication and the worker"] = AFTER_THE_WORKER
    limits |= {f"{what}, cold": limit for what, (_, limit) in COLD.items()}
    limits |= {f"{what}, another day": limit for what, (_, limit) in OTHER_DAYS.items()}
    print(f"bare route: {best['bare'] * 1e6:.0f} µs")
    for what in PUBLISHED:
        print(
            f"{what}, all that it concerns made again: {best[f'{what}, all that it concerns made again'] * 1e3:.0f} ms"
        )
    for what, limit in limits.items():
        times = best[what] / best["bare"]
        print(f"{what}: {best[what] * 1e6:.0f} µs, {times:.2f} of the bare route (limit {limit})")
        failed += [what] * (times > limit)
    failed += [f"{what}, size" for what, address in _weighed(pages) if not light(app, what, address)]
    cache = app.wsgi_app
    print(f"kept: {len(cache.answers)} answers, {cache.answers.currsize:,} bytes of at most {cache.answers.maxsize:,}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

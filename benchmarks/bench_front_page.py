"""A day on the front page of a newspaper: many readers, some on days that nobody asked for, while people publish.

Starts ``tracker run`` on the records of ``seeds/`` and measures, before and meanwhile, a page that is stored and pages
of the desk, each from a process of its own. One record is published anew each second, and the page of its company,
which is one of those that are read, must show its latest edition. Exit code 1 where a stored page's 99th percentile is
over ten times its idle time and over 50 ms, where the desk's 95th percentile is over five times its idle time and over
50 ms, where an answer is wrong or none comes, or where a page is refused otherwise than by 503 with Retry-After.
"""

import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_strangers import PAGE, site

from tests.signed_in import signed_in
from tracker import create_app
from tracker.clock import SystemClock
from tracker.records.kinds import body, from_body
from tracker.services.publishing.publish import Proposal, publish
from tracker.settings import Settings
from tracker.store.published import records_of_kinds

CLIENTS, SECONDS, IDLE_SECONDS = 64, 30.0, 5.0
LEAST_LIMIT_MS = 50.0
STORED_TIMES, DESK_TIMES = 10, 5
FIRST_DAY, DAYS = date(2015, 1, 1), 4500
OTHER_PAGE = "/companies/microsoft/police-facial-recognition"
STORED = (PAGE, f"/embed{PAGE}", "/companies", "/")
DESK = ("/desk", "/desk/new/evidence", "/desk/new")
EDITION = "This is edition "


@dataclass
class Seen:
    """What one client saw: milliseconds of each kind of page, and how many answers of each kind and status."""

    times: dict[str, list[float]] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def answer_of(connection: http.client.HTTPConnection, path: str, cookie: str = "") -> tuple[int, float, str, str]:
    """Status, milliseconds, ``Retry-After`` and body."""
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    return answer.status, (time.perf_counter() - begun) * 1000, answer.headers.get("Retry-After", ""), text


def reader(port: int, until: float, editions: Path, seen: Seen, pause: float, kinds: str) -> None:
    """A client that asks for pages of some kinds, stored ones and days, until a moment."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        while time.time() < until:
            kind = random.choice(kinds.split())
            days = FIRST_DAY + timedelta(days=random.randrange(DAYS))
            paths = {"day": f"{PAGE}?as_of={days}", "page": OTHER_PAGE, "stored": random.choice(STORED)}
            path = paths[kind]
            edition = int(editions.read_text())
            status, took, retry, text = answer_of(connection, path)
            seen.times.setdefault(kind, []).append(took)
            seen.answers[f"{kind} {status}"] += 1
            shown = text.partition(EDITION)[2].partition(".")[0] if path == PAGE and status == 200 else ""
            if (shown and int(shown) < edition) or (status == 503 and not retry) or status not in (200, 503):
                seen.wrong.append(f"{path}: {status}, edition {shown or '-'} of {edition}")
            time.sleep(pause)


def clients(port: int, seconds: float, editions: Path, number: int, pause: float, kinds: str) -> Seen:
    """So many readers, in threads of this process."""
    everyone, until = [Seen() for _ in range(number)], time.time() + seconds
    threads = [threading.Thread(target=reader, args=(port, until, editions, one, pause, kinds)) for one in everyone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Seen()
    for one in everyone:
        for kind, times in one.times.items():
            total.times.setdefault(kind, []).extend(times)
        total.answers += one.answers
        total.wrong += one.wrong
    return total


def desk(port: int, seconds: float, cookie: str) -> list[float]:
    """Milliseconds of pages of the desk, one after the other; one that is not answered counts as infinite."""
    times, until = [], time.time() + seconds
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        while time.time() < until:
            for path in DESK:
                status, took, _, _ = answer_of(connection, path, cookie)
                times.append(took if status == 200 else float("inf"))
            time.sleep(0.05)
    return times


def elsewhere(*arguments: object) -> "subprocess.Popen[str]":
    """This program in a process of its own, so that clients do not wait for each other."""
    command = [sys.executable, __file__, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def result(process: "subprocess.Popen[str]") -> dict:
    """What it printed at its end."""
    output, _ = process.communicate()
    return json.loads(output.splitlines()[-1])


def at(times: list[float], part: float) -> float:
    """The time within which this part of the answers came."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] if times else float("inf")


def say(editions: Path, number: int) -> None:
    """Tell all processes which edition is published."""
    (new := editions.with_suffix(".new")).write_text(str(number))
    new.replace(editions)


@contextmanager
def publishing(settings: Settings, editions: Path) -> Iterator[None]:
    """Somebody who publishes a new edition of a record each second."""
    database, ended = create_app(settings).extensions["site"].database, threading.Event()
    with database.reading() as session:
        records = [record for record in records_of_kinds(session, "evidence") if record.id.startswith("amazon/")]
    fields = body(records[0])

    def go_on() -> None:
        for number in range(2, 10_000):
            record = from_body({**fields, "kind": "evidence", "id": records[0].id, "summary": f"{EDITION}{number}."})
            with database.writing() as session:
                publish(session, SystemClock(), [Proposal(record)], author="ann", publisher="bob")
            say(editions, number)
            if ended.wait(1.0):
                return

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        database.close()


def measured(port: int, folder: Path, seconds: float, *, busy: bool) -> tuple[float, float, Seen]:
    """The stored page's 99th percentile, the desk's 95th, and what all readers saw."""
    editions, settings = folder / "edition", Settings(database_url=f"sqlite:///{folder}/tracker.sqlite3")
    app = create_app(settings)
    app.extensions["auth_state"].folder = folder / "secrets"
    cookie = f"desk={signed_in(app, 'reviewer').token}"  # type: ignore[no-untyped-call]
    app.extensions["site"].database.close()
    processes = [
        elsewhere("clients", port, seconds, editions, 1, 0.002, "page"),
        elsewhere("desk", port, seconds, cookie),
        *([elsewhere("clients", port, seconds, editions, CLIENTS, 0, "day day stored")] if busy else []),
    ]
    probe, desk_times, *others = map(result, processes)
    total = Seen()
    for one in (probe, *others):
        total.answers += Counter(one["answers"])
        total.wrong += one["wrong"]
    return at(probe["times"]["page"], 0.99), at(desk_times["times"], 0.95), total


def main() -> int:
    """Measure, print, and say whether a limit is broken."""
    with tempfile.TemporaryDirectory() as name, site(Path(name)) as port:
        folder = Path(name)
        say(folder / "edition", 1)
        measured(port, folder, 1.0, busy=False)  # all processes make the pages
        idle_page, idle_desk, _ = measured(port, folder, IDLE_SECONDS, busy=False)
        print(f"idle: stored page p99 {idle_page:.1f} ms, desk p95 {idle_desk:.1f} ms")
        with publishing(Settings(database_url=f"sqlite:///{folder}/tracker.sqlite3"), folder / "edition"):
            page, desk_time, seen = measured(port, folder, SECONDS, busy=True)
        limits = [max(STORED_TIMES * idle_page, LEAST_LIMIT_MS), max(DESK_TIMES * idle_desk, LEAST_LIMIT_MS)]
        print(f"front page: stored page p99 {page:.1f} ms (limit {limits[0]:.0f} ms)")
        print(f"front page: desk p95 {desk_time:.1f} ms (limit {limits[1]:.0f} ms)")
        print(f"answers in {SECONDS:.0f} s: {dict(sorted(seen.answers.items()))}")
        print(f"{len(seen.wrong)} wrong answers", *seen.wrong[:5], sep="\n")
    return int(page > limits[0] or desk_time > limits[1] or bool(seen.wrong))


def worker(what: str, port: str, seconds: str, *others: str) -> None:
    """The part of another process."""
    if what == "desk":
        print(json.dumps({"times": desk(int(port), float(seconds), *others)}))
        return
    editions, number, pause, kinds = others
    seen = clients(int(port), float(seconds), Path(editions), int(number), float(pause), kinds)
    print(json.dumps({"times": seen.times, "answers": seen.answers, "wrong": seen.wrong}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        worker(*sys.argv[1:])
    else:
        sys.exit(main())

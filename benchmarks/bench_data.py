"""What data costs: pages of lists beside a bare route, exports beside SQLite’s own dump, and the memory of an edition.

CPU time, the best of several rounds, nothing kept from before. ``bench_data.py COMPANIES`` for another size than 300; a
company has 10 pledges and 100 acts. Exit code 1 over a limit.
"""

import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_pages import Ask, asking, bare_route, cold, seconds
from flask import Flask
from generate_site import generate

from tracker import create_app
from tracker.clock import SystemClock
from tracker.services.exporting.csv_package import CsvPackage
from tracker.services.exporting.editions import Editions, about_now
from tracker.services.exporting.table import Source
from tracker.services.exporting.tables import TABLES
from tracker.services.exporting.writing import write_lines
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.exporting import present_ids

COMPANIES, REQUESTS, PAGES = 300, 4, 100
MOST_TIMES, MOST_DEEPER, MOST_OF_DUMP, MOST_MEGABYTES = 15.0, 1.5, 4.0, 60.0
LISTS = (
    *(f"/api/v1/{it}" for it in ("companies", "pledges", "evidence", "sources", "cells", "gaps", "findings", "dues")),
    "/api/v1/findings?finding=breach",
    "/api/v1/dues?from=2020-01-01",
    "/api/v1/scorecards",
    "/api/v1/scorecards?topic=topic-0&sort=strength",
    "/api/v1/upcoming",
    "/api/v1/changes",
)
"""Each with as many lines as it has for whoever asks for no number of them."""
_MEGABYTE = 1024


def deep(app: Flask, address: str) -> str:
    """The address of a page far into a list, or of its last one."""
    for _ in range(PAGES):
        following = json.loads(asking(app, address)()[2])["next"]
        if not following:
            break
        address = following.partition("://")[2].partition("/")[2]
        address = f"/{address}"
    return address


def pages(app: Flask, folder: Path) -> list[str]:
    """Measure lists; what is over its limit."""
    asks: dict[str, Ask] = {"bare": asking(bare_route(folder), "/things/thing-777")}
    for address in LISTS:
        asks[address], asks[f"{address}, deep"] = cold(app, address), cold(app, deep(app, address))
    best, failed = seconds(asks, REQUESTS), []
    print(f"bare route: {best['bare'] * 1e6:.0f} µs")
    for address in LISTS:
        first, later = best[address], best[f"{address}, deep"]
        times, deeper = first / best["bare"], later / first
        print(f"{address}: {times:.1f} × the bare route (limit {MOST_TIMES}), a deep page {deeper:.2f} × that")
        failed += [address] * (times > MOST_TIMES) + [f"{address}, deep"] * (deeper > MOST_DEEPER)
    return failed


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of the best of three runs."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def dumps(database: Database, path: Path, folder: Path) -> list[str]:
    """CSV and JSON Lines of all evidence and pledges beside a dump of the same rows by SQLite."""
    settings = Settings(database_url=f"sqlite:///{path}")
    chosen = [table for table in TABLES if table.name in ("pledges", "evidence")]
    failed = []
    with database.reading() as session:
        about = about_now(session, settings, SystemClock())

        def as_csv() -> None:
            package, source = CsvPackage(folder, about), Source(session, about.address, present_ids(session))
            for table in chosen:
                package.begin(table)
                package.add(list(table.rows(source)))
                package.end(table)

        def as_dump(*kinds: str) -> None:
            connection = sqlite3.connect(path)
            marks = ", ".join("?" for _ in kinds)
            quoted = f"SELECT quote(kind), quote(record_id), quote(body) FROM record WHERE kind IN ({marks})"  # noqa: S608
            with (folder / "dump.sql").open("w") as file:
                for row in connection.execute(quoted, kinds):
                    file.write(f"INSERT INTO record VALUES({','.join(row)});\n")
            connection.close()

        kinds = [row[0] for row in sqlite3.connect(path).execute("SELECT DISTINCT kind FROM record")]
        some, every = timed(lambda: as_dump("pledge", "evidence")), timed(lambda: as_dump(*kinds))
        for name, taken, dump in (
            ("CSV", timed(as_csv), some),
            ("JSON Lines", timed(lambda: write_lines(session, folder / "records.jsonl")), every),
        ):
            print(f"{name}: {taken:.2f} s, {taken / dump:.1f} × a dump of the same rows (limit {MOST_OF_DUMP})")
            failed += [name] * (taken / dump > MOST_OF_DUMP)
    return failed


def memory(database: Database, path: Path, folder: Path) -> list[str]:
    """How much more memory an edition takes than the process had before."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    Editions(database, SystemClock(), Settings(database_url=f"sqlite:///{path}", exports_dir=folder)).make()
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / _MEGABYTE
    print(f"an edition: {time.process_time() - begun:.1f} s, {more:.0f} MB more (limit {MOST_MEGABYTES:.0f})")
    return ["memory"] * (more > MOST_MEGABYTES)


def main() -> int:
    """Measure, print, compare with the limits."""
    companies = int(sys.argv[1]) if len(sys.argv) > 1 else COMPANIES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "tracker.sqlite3"
        database = Database(f"sqlite:///{path}")
        generate(database, companies, lambda line: print(f"  {line}"))
        failed = memory(database, path, folder / "exports") + dumps(database, path, folder)
        app = create_app(Settings(database_url=f"sqlite:///{path}"))
        failed += pages(app, folder)
        app.extensions["site"].database.close()
        database.close()
    print(f"over the limit: {', '.join(failed)}" if failed else "all within their limits")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

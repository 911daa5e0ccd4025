"""Acts beside promises to refrain, of all companies of an invented site at once: the engine beside DuckDB.

DuckDB gets the same versions and acts as numbers in two tables: days, and the terms of each dimension as bits. One
query judges all pairs by the rules and hands back those that yield a finding; the engine makes its findings from the
records of each company and topic. Both must find the same. Seconds of the processor, the best of three, DuckDB on one
thread. Exit code 1 over the limit. Beside it, what a whole assessment takes, with coverage of dossiers that were asked
nothing before, as ``tracker assess`` has them.

Without DuckDB (``pip install 'duckdb<3'``) the same query runs on SQLite, without a limit.
"""

import argparse
import gc
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from invented_site import company_records, shared_records

from tracker.collector import collect_seldom
from tracker.core.scope import DIMENSIONS, CompiledDimension
from tracker.engine.assessing.assessment import assess
from tracker.engine.assessing.deeds import Deed, Deeds
from tracker.engine.coverage.coverage import coverage_of
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.evidence.weight import Weight, weigh
from tracker.engine.findings import Finding
from tracker.engine.in_force import InForcePeriod, in_force_periods
from tracker.engine.rules import VersionQuery
from tracker.records.bundle import Bundle

LIMIT, LIMIT_WITH_COVERAGE = 15, 60
"""Coverage is of no pairs, and has no counterpart in the query: it stands beside it for comparison."""
DAY = date(2026, 6, 1)
_ALL = 2**62 - 1
_ACT = "CREATE TABLE act (dossier INT, act INT, a0 INT, a1 INT, b0 INT, b1 INT, yardstick INT, sufficient INT, {})"
_VERSION = "CREATE TABLE version (dossier INT, version INT, f0 INT, f1 INT, l0 INT, l1 INT, {})"
_LABELS = ("in", "out", "except")
_CODE = """CASE WHEN {d} & ~{d}_in = 0 THEN 2
    WHEN {d} & ~({d}_out | {d}_except) <> 0 THEN 1 WHEN {d} & ~{d}_except = 0 THEN -1 ELSE 0 END"""
_QUERY = """WITH pair AS (
    SELECT dossier, version, act, yardstick, sufficient, {least}({codes}) AS scope,
        CASE WHEN b1 < f0 OR (b1 = f0 AND a1 < f0) THEN 'before' WHEN a0 > l1 THEN 'after'
            WHEN a1 <= l0 AND b0 > f1 AND l0 > f1 THEN 'during' ELSE 'possible' END AS time
    FROM act JOIN version USING (dossier)
), judged AS (
    SELECT dossier, version, act, CASE
        WHEN scope = -1 AND time IN ('during', 'possible') THEN 'exception used'
        WHEN yardstick <= 0 AND scope <> 2 THEN NULL
        WHEN time = 'before' THEN CASE WHEN scope = 2 THEN 'prior conduct' ELSE 'unaddressed' END
        WHEN time = 'after' THEN CASE WHEN scope > 0 THEN 'after lapse' END
        WHEN scope <= 0 THEN CASE WHEN time = 'during' THEN 'loophole' ELSE 'possible loophole' END
        WHEN time = 'during' AND scope = 2 AND sufficient = 1 THEN 'breach' ELSE 'possible breach' END AS finding
    FROM pair
)
SELECT dossier, version, act, finding FROM judged WHERE finding IS NOT NULL"""


class Prepared(NamedTuple):
    """A dossier with what is known of it before acts and versions meet."""

    dossier: Dossier
    in_force: dict[str, list[InForcePeriod]]
    weights: dict[str, Weight]


def prepared(companies: int) -> list[Prepared]:
    """The dossiers of an invented site."""
    records = shared_records()
    for number in range(companies):
        records += company_records(number)
    bundle = Bundle(records)
    result = []
    for company in sorted(bundle.companies):
        for topic in assessed_topics(bundle, company):
            dossier = Dossier.of(bundle, company, topic)
            in_force = {it.id: in_force_periods(it, dossier.conditions, DAY) for it in dossier.pledges}
            weights = {it.id: weigh(it, dossier.sources, list(dossier.responses), DAY) for it in dossier.evidence}
            result.append(Prepared(dossier, in_force, weights))
    return result


def met(one: Prepared) -> tuple[Deeds, list[Deed]]:
    """The versions and acts of a dossier, ready to meet."""
    deeds = Deeds(one.dossier, DAY, one.in_force)
    return deeds, [deed for it in one.dossier.evidence for deed in deeds.deeds(it, one.weights[it.id])]


def findings(one: Prepared) -> list[Finding]:
    """From the records of a dossier to its findings on acts."""
    deeds, queries = met(one)
    answers = zip(queries, deeds.matched(queries).findings, strict=True)
    return [finding for deed, matches in answers for finding in deeds.of_deed(deed, matches, ())]


def unasked(dossiers: list[Prepared]) -> list[Dossier]:
    """The same dossiers as if nothing had been asked of them, with one table for each topic."""
    by_topic: dict[str, Dossier] = {}
    fresh = [replace(one.dossier) for one in dossiers]
    for dossier in fresh:
        dossier.share_table(by_topic.setdefault(dossier.topic.id, dossier))
    return fresh


def covered(dossiers: list[Dossier]) -> int:
    """Findings, dues and all parts of coverage of dossiers."""
    for dossier in dossiers:
        coverage = coverage_of(dossier, assess(dossier, DAY, lambda _: []), DAY)
        for part in ("cells", "measured", "strength", "gaps", "amendment", "rows", "flags"):
            getattr(coverage, part)
    return len(dossiers)


def act_rows(dossier: int, one: Prepared) -> Iterator[list[int]]:
    """The acts of a dossier as numbers."""
    for number, deed in enumerate(met(one)[1]):
        query = deed.query
        row = [dossier, number, *query.span, query.yardstick, int(query.sufficient)]
        for name, terms in zip(DIMENSIONS, query.terms, strict=True):
            vocabulary = one.dossier.dimensions.get(name)
            # The answer for several terms is the best of each, which a single mask cannot tell: acts here have one.
            assert len(terms or ()) <= 1
            row.append(0 if vocabulary is None else vocabulary.below_any(terms) if terms else vocabulary.all)
        yield row


def version_rows(dossier: int, one: Prepared) -> Iterator[list[int]]:
    """The versions of a dossier as numbers."""
    for number, (_, _, version) in enumerate(met(one)[0].versions):
        yield [dossier, number, *version.span, *(mask for name in DIMENSIONS for mask in _masks(version, name))]


def _masks(version: VersionQuery, name: str) -> tuple[int, int, int]:
    dimension: CompiledDimension | None = version.scope.by_name.get(name)
    return (dimension.in_, dimension.out, dimension.except_) if dimension else (_ALL, 0, 0)


def tables(connection: Any, dossiers: list[Prepared]) -> None:
    """Versions and acts as two tables."""
    connection.execute(_ACT.format(", ".join(f"{name} BIGINT" for name in DIMENSIONS)))
    masks = ", ".join(f"{name}_{label} BIGINT" for name in DIMENSIONS for label in _LABELS)
    connection.execute(_VERSION.format(masks))
    for table, rows_of in (("act", act_rows), ("version", version_rows)):
        rows = [row for number, one in enumerate(dossiers) for row in rows_of(number, one)]
        for first in range(0, len(rows), 1000):
            values = ", ".join(str(tuple(row)) for row in rows[first : first + 1000])
            connection.execute(f"INSERT INTO {table} VALUES {values}")  # noqa: S608 - numbers only


def seconds(run: Callable[[], Any]) -> tuple[float, Any]:
    """The best of three runs, and what it gave."""
    best, result = float("inf"), None
    for _ in range(3):
        result = None
        gc.collect()
        begun = time.process_time()
        result = run()
        best = min(best, time.process_time() - begun)
    return best, result


def seconds_of(run: Callable[[], object]) -> float:
    """One run."""
    gc.collect()
    begun = time.process_time()
    run()
    return time.process_time() - begun


def main() -> int:
    """Measure, print, compare with the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=500)
    dossiers = prepared(parser.parse_args().companies)
    try:
        import duckdb  # noqa: PLC0415 - needed by nothing else
    except ImportError:
        connection, name, least = sqlite3.connect(":memory:"), "SQLite", "min"
    else:
        connection, name, least = duckdb.connect(config={"threads": 1}), "DuckDB", "least"
    tables(connection, dossiers)
    query = _QUERY.format(least=least, codes=", ".join(_CODE.format(d=it) for it in DIMENSIONS))
    (pairs,) = connection.execute("SELECT count(*) FROM act JOIN version USING (dossier)").fetchone()
    collect_seldom(settled=True)
    theirs, rows = seconds(lambda: connection.execute(query).fetchall())
    counting = f"SELECT count(*) FROM ({query})"  # noqa: S608 - made of constants
    counted = seconds(lambda: connection.execute(counting).fetchone())[0]
    ours, results = seconds(lambda: [finding for one in dossiers for finding in findings(one)])
    whole = seconds(lambda: sum(len(assess(one.dossier, DAY, lambda _: []).findings) for one in dossiers))[0]
    with_coverage = min(seconds_of(partial(covered, unasked(dossiers))) for _ in range(3))
    words = Counter(it.computed for it in results if it.pledge)
    print(f"{len(dossiers)} companies and topics, {pairs:,} pairs, {len(rows):,} findings: {dict(words)}")
    print(f"{name}: {1000 * theirs:.0f} ms, {1000 * counted:.0f} ms where it only counts them")
    print(f"findings: {1000 * ours:.0f} ms, {ours / theirs:.1f} times as long (limit {LIMIT})")
    print(f"with weights, dues, leads and what has none: {1000 * whole:.0f} ms, {whole / theirs:.1f} times as long")
    all_ = f"{with_coverage / theirs:.1f} times as long (limit {LIMIT_WITH_COVERAGE})"
    print(f"all of that and coverage, asked for the first time: {all_}")
    if words != Counter(row[3] for row in rows):
        print("they find different things")
        return 1
    good = ours <= LIMIT * theirs and with_coverage <= LIMIT_WITH_COVERAGE * theirs
    return 0 if name == "SQLite" or good else 1


if __name__ == "__main__":
    sys.exit(main())

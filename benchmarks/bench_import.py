"""A spreadsheet of 10,000 rows, one row in ten with an error of 20 kinds, against the same rows as YAML.

Each way is measured in a process of its own: seconds of the processor to read and check, and the most memory.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.factories import world
from tests.spreadsheet_files import text_of
from tests.stored import clock, exported, published_world
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.kinds import from_body
from tracker.records.reading.yaml_text import write_records
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.services.intake.importing import Import
from tracker.services.intake.record_files import check_files
from tracker.services.spreadsheets.publishing import import_table
from tracker.services.spreadsheets.tables import read_table
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
HEADS = {
    "Company": "company.name", "Country": "company.country", "Website": "company.website", "LEI": "company.lei",
    "Promise": "pledge.reported", "Start": "pledge.start", "Until": "pledge.last_day", "Covers": "scope.counterparty",
    "Link": "source.url", "Published": "source.date", "Type": "source.type", "Deadline": "pledge.deadline",
    "Goal": "pledge.at_least", "Checked by": "pledge.verification", "Short": "pledge.short",
}  # fmt: skip
WRONG = [
    {"Country": "Atlantis"}, {"Website": "none at all"}, {"LEI": "529900SAMPLEPRINT000"}, {"Promise": "=1+1"},
    {"Start": "31.2.2021"}, {"Start": "01/06/2017"}, {"Start": "1.6.17"}, {"Until": "soon"}, {"Until": "2001-01-01"},
    {"Covers": "spacemen"}, {"Link": "annual report"}, {"Link": ""}, {"Published": "#REF!"}, {"Type": "rumour"},
    {"Deadline": "FY30"}, {"Goal": "half"}, {"Checked by": "a friend"}, {"Short": "x" * 301}, {"Company": ""},
    {"Promise": "", "Deadline": "2030"},
]  # fmt: skip
LIMIT_MEMORY, LIMIT_RATIO = 300, 4
"""The ratio is 3 on a quiet machine; YAML is parsed by a library in C, which slower ones slow down less."""


def row(number: int) -> dict[str, str]:
    """One row without an error."""
    return {
        "Company": f"Sample Firm {number}", "Country": "DE", "Website": f"https://firm{number}.example",
        "Promise": f"We will not sell camera drones to any police force, says firm {number}", "Start": "2020-06-11",
        "Covers": "local-police", "Link": f"https://firm{number}.example/news/{number}", "Published": "2020-06-12",
    }  # fmt: skip


def as_yaml() -> tuple[float, int]:
    """Read and check the same records as YAML files."""

    records = list(world())
    for number in range(ROWS):
        at, it = f"firm-{number}", row(number)
        pledge = {"kind": "pledge", "topic": "police-drones", "commitment": "refrain"}
        version = {
            "start": "2020-06-11", "source": f"source-{number}", "reported": it["Promise"],
            "scope": {"counterparty": {"in": ["local-police"]}, "action": {"rest": "unclear"}},
        }  # fmt: skip
        records += map(from_body, (
            {"kind": "company", "id": at, "name": it["Company"], "country": "DE", "website": it["Website"]},
            {"kind": "source", "id": f"source-{number}", "type": "claim", "url": it["Link"], "date": "2020-06-12"},
            {**pledge, "id": f"{at}/p", "versions": [version]},
        ))  # fmt: skip
    assert check(Bundle(records)) == []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records.yaml")
        path.write_text(write_records(records), encoding="utf-8")
        del records
        began = time.process_time()
        read, problems = check_files([path])
        assert problems == []
        return time.process_time() - began, len(read)


def as_spreadsheet() -> tuple[float, int]:
    """Read and check the rows as a spreadsheet, with errors in one of ten; nothing may change."""

    columns = [{"column": head, "field": field} for head, field in HEADS.items()]
    mapping = TableMapping.model_validate({"topic": "police-drones", "columns": columns})
    rows = [{**row(n), **(WRONG[n // 10 % len(WRONG)] if n % 10 == 0 else {})} for n in range(ROWS)]
    content = text_of([list(HEADS), *([it.get(head, "") for head in HEADS] for it in rows)])  # type: ignore[no-untyped-call]
    del rows
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/t.sqlite3")
        migrate(database)
        published_world(database)  # type: ignore[no-untyped-call]
        before = exported(database)  # type: ignore[no-untyped-call]
        began = time.process_time()
        how = Import("ann", replace=False)
        result = import_table(database, clock(5), read_table("x.csv", content), mapping, how, publishing=True)  # type: ignore[no-untyped-call]
        seconds = time.process_time() - began
        assert result.published is None
        assert exported(database) == before  # type: ignore[no-untyped-call]
        named = {problem.row for problem in result.plan.blocking}
        assert named == {n + 2 for n in range(0, ROWS, 10)}, len(named)
        database.close()
    return seconds, len({(problem.code, problem.column) for problem in result.plan.blocking})


def main() -> None:
    """Measure both ways, and tell whether the limits hold."""
    if len(sys.argv) > 1 and sys.argv[1] in ("as_yaml", "as_spreadsheet"):
        seconds, count = globals()[sys.argv[1]]()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([seconds, count, memory]))
        return
    measured = {}
    for way in ("as_yaml", "as_spreadsheet"):
        answer = subprocess.run([sys.executable, __file__, way, str(ROWS)], capture_output=True, text=True, check=True)
        measured[way] = json.loads(answer.stdout)
    yaml, sheet = measured["as_yaml"], measured["as_spreadsheet"]
    print(f"{date.today()}  {ROWS:,} rows")  # noqa: DTZ011
    print(f"YAML         {yaml[0]:6.1f} s  {yaml[2]:5.0f} MB  {yaml[1]:,} records")
    print(f"spreadsheet  {sheet[0]:6.1f} s  {sheet[2]:5.0f} MB  {sheet[1]} kinds of problem")
    ratio = sheet[0] / yaml[0]
    print(f"ratio {ratio:.2f} (limit {LIMIT_RATIO}), memory {sheet[2]:.0f} MB (limit {LIMIT_MEMORY})")
    if ratio > LIMIT_RATIO or sheet[2] > LIMIT_MEMORY:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

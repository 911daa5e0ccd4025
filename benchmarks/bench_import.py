"""Import of 10,000 records into a new SQLite database, lists and all: seconds and memory of a process of its own."""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC
from pathlib import Path

from invented import invented_records

from tracker.clock import SystemClock
from tracker.records.reading.yaml_text import write_records
from tracker.services.intake.importing import Import, import_files
from tracker.services.publishing.scorecard_index import refresh
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

MOST_SECONDS = 60
MOST_MEGABYTES = 300


def write_files(folder: Path, count: int) -> int:
    """Write the invented records as one would keep them, a thousand a file; how many they are."""
    records = list(invented_records(count))
    for i in range(0, len(records), 1000):
        (folder / f"records-{i:06}.yaml").write_text(write_records(records[i : i + 1000]), encoding="utf-8")
    return len(records)


def import_once(url: str, folder: Path) -> None:
    """Import, and print seconds and megabytes. Runs in a process of its own."""
    database = Database(url)
    migrate(database)
    begun = time.perf_counter()
    published = import_files(database, SystemClock(), [folder], Import(author="benchmark"))
    refresh(database, SystemClock(), UTC)
    seconds = time.perf_counter() - begun
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(published.positions)} {published.unchanged} {seconds:.1f} {megabytes:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--database", help="URL of an empty database; by default a new SQLite file")
    parser.add_argument("--import", dest="folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.folder:
        import_once(given.database, given.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "files")
        folder.mkdir()
        count = write_files(folder, given.records)
        url = given.database or f"sqlite:///{name}/tracker.sqlite3"
        command = [sys.executable, __file__, "--database", url, "--import", str(folder)]
        for what in ("first import", "second import, which changes nothing"):
            output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            added, unchanged, seconds, megabytes = output.split()
            print(f"{what}: {count} records in files, {added} published, {unchanged} unchanged")
            print(f"  {seconds} s (limit {MOST_SECONDS} s), {megabytes} MB (limit {MOST_MEGABYTES} MB)")
            if float(seconds) > MOST_SECONDS or float(megabytes) > MOST_MEGABYTES:
                raise SystemExit("over the limit")


if __name__ == "__main__":
    main()

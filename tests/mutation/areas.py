"""What is mutated, and which tests are asked: the pure layers in CI, the edges by ``make mutants`` only."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_QUIET = ("-q", "-p", "no:cacheprovider", "--disable-plugin-autoload")
_QUIET += ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # these tests use no plugin's assertions


@dataclass(frozen=True)
class Area:
    """Folders that are mutated, but for modules of data; folders that a measurement depends on; and the tests.

    ``chosen`` narrows the tests that are measured, and so all that are ever run.
    """

    mutated: tuple[str, ...]
    runs: tuple[str, ...]
    tests: tuple[str, ...]
    options: tuple[str, ...]
    chosen: tuple[str, ...] = ()
    data: frozenset[str] = frozenset()


AREAS = {
    "pure": Area(
        mutated=("tracker/core", "tracker/engine"),
        runs=("tracker/core", "tracker/records", "tracker/engine"),
        tests=("tests/core", "tests/engine", "tests/property"),
        options=(*_QUIET, "--noconftest"),
        # Records that the methodology page shows as an example, written down as data.
        data=frozenset({"tracker/engine/methodology/example_records.py"}),
    ),
    # Sentences and lists of columns are data, which golden files hold.
    "records": Area(
        mutated=("tracker/records",),
        runs=("tracker/core", "tracker/records", "tracker/engine"),
        tests=("tests/records", "tests/engine"),
        options=(*_QUIET, "--noconftest"),
        data=frozenset(
            {
                *(
                    f"tracker/records/sentences/{path.name}"
                    for path in (ROOT / "tracker/records/sentences").glob("*.py")
                ),
                "tracker/records/messages.py",
                "tracker/records/spreadsheet/field_list.py",
                "tracker/records/spreadsheet/foreign_heads.py",
            }
        ),
    ),
    # On SQLite only: a server that each trial starts for itself would take longer than its tests.
    "edges": Area(
        mutated=("tracker/records/sentences", "tracker/services", "tracker/web"),
        runs=("tracker", "templates", "seeds", "migrations"),
        tests=("tests/records", "tests/store", "tests/services", "tests/web"),
        options=_QUIET,
        chosen=("-k", "not postgresql"),
    ),
}

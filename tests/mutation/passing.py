"""Which tests pass through which lines.

Measured once, then each mutant is asked of those tests only, quick ones first.
"""

import json
import multiprocessing
from dataclasses import dataclass
from hashlib import sha256

import coverage
import pytest

from tests.mutation.trial import OPTIONS, ROOT, TESTS, lines_of_statements

MUTATED = ("tracker/core", "tracker/engine")
# Records that the methodology page shows as an example, written down as data.
DATA = {"tracker/engine/methodology/example_records.py"}


@dataclass
class Passing:
    """Seconds by test, tests by module and line, and the tests that fail without any fault."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]]
    failing: list[str]

    def through(self, mutant):
        """Tests that pass through a mutant's lines, the quickest first; those of a line that runs at import are all."""
        first = lines_of_statements((ROOT / mutant.module).read_text())
        lines = self.lines.get(mutant.module, {})
        asked = {first.get(line, line) for line in range(mutant.line, mutant.last_line + 1)}
        tests = {test for line in asked | {mutant.line} for test in lines.get(line, ())}
        if "" in tests:
            tests = set().union(*lines.values())
        return sorted(tests - {""}, key=lambda test: (self.seconds[test], test))


class _Contexts:
    """Tells coverage which test runs, and keeps how long each took and whether it passed."""

    def __init__(self, measured):
        self.measured, self.seconds, self.failing = measured, {}, []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        self.measured.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.measured.switch_context("")

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration
        if report.failed:
            self.failing.append(report.nodeid)


def modules():
    """Modules that are mutated, as paths below the checkout."""
    files = (path for folder in MUTATED for path in sorted((ROOT / folder).rglob("*.py")))
    return [name for path in files if (name := path.relative_to(ROOT).as_posix()) not in DATA]


def state():
    """A hash of everything that a measurement depends on."""
    folders = ("tracker/core", "tracker/records", "tracker/engine", *TESTS)
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    files += sorted((ROOT / "tests").glob("*.py"))
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def measured(kept):
    """The measurement, from the file where it is kept if nothing has changed since."""
    now = state()
    if not kept.exists() or json.loads(kept.read_text())["state"] != now:
        kept.parent.mkdir(exist_ok=True)
        process = multiprocessing.get_context("fork").Process(target=_measure, args=(kept, now))
        process.start()
        process.join()
    data = json.loads(kept.read_text())
    lines = {module: {int(line): tests for line, tests in found.items()} for module, found in data["lines"].items()}
    return Passing(data["seconds"], lines, data["failing"])


def _measure(kept, now):
    measurement = coverage.Coverage(data_file=None, include=[str(ROOT / name) for name in modules()], config_file=False)
    contexts = _Contexts(measurement)
    measurement.start()
    pytest.main([*(option for option in OPTIONS if option != "-x"), *TESTS], plugins=[contexts])
    measurement.stop()
    data = measurement.get_data()
    lines = {}
    for name in modules():
        by_line = data.contexts_by_lineno(str(ROOT / name))
        lines[name] = {line: sorted(set(tests) - set(contexts.failing)) for line, tests in by_line.items()}
    kept.write_text(
        json.dumps({"state": now, "seconds": contexts.seconds, "lines": lines, "failing": contexts.failing})
    )

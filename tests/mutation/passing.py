"""Which tests pass through which lines.

Measured once, then each mutant is asked of those tests only, quick ones first.
"""

import json
import math
import multiprocessing
import time
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

import coverage
import pytest

from tests.mutation.areas import ROOT, Area
from tests.mutation.trial import SameExamples, lines_of_statements


@dataclass
class Passing:
    """Seconds by test, tests by module and line, and the tests that fail without any fault.

    ``seconds`` are those of the test, after those of what it shares with others (fixtures of a session or module).
    ``each``: how many seconds the tests of one mutant may take together, for a first look.
    """

    seconds: dict[str, tuple[float, float]]
    lines: dict[str, dict[int, list[str]]]
    failing: list[str]
    each: float = math.inf

    def through(self, mutant):
        """Tests that pass through a mutant's lines, the quickest first.

        Of a line that runs at import all of the module, and those that import it: they may look at a constant only.
        """
        tests = self._through(mutant)
        if "" in tests:
            tests = set().union(*self.lines[mutant.module].values(), self._importing(mutant.module))
        tests = sorted(tests - {""}, key=lambda test: (sum(self.seconds[test]), test))
        taken = accumulate(self.seconds[test][1] for test in tests)
        return [test for test, seconds in zip(tests, taken, strict=True) if seconds <= self.each]

    def _importing(self, module):
        """The tests in files that import from a module."""
        line = f"\nfrom {module.removesuffix('.py').replace('/', '.')} import "
        files = {test.partition("::")[0] for test in self.seconds}
        importing = {file for file in files if line in (ROOT / file).read_text()}
        return {test for test in self.seconds if test.partition("::")[0] in importing}

    def only_in_tests(self, mutant):
        """Whether nothing passes through a mutant's lines while modules are loaded and tests collected."""
        return mutant.in_body and "" not in self._through(mutant)

    def _through(self, mutant):
        first = lines_of_statements((ROOT / mutant.module).read_text())
        lines = self.lines.get(mutant.module, {})
        statements = {first.get(line, line) for line in range(mutant.line, mutant.last_line + 1)}
        return {test for line in statements | {mutant.line} for test in lines.get(line, ())}

    def duration(self, tests):
        """How long tests take one after the other."""
        shared, own = zip(*(self.seconds[test] for test in tests), strict=True)
        return max(shared) + sum(own)


class _Contexts:
    """Tells coverage which test or shared fixture runs, and keeps how long each took and whether the test passed."""

    def __init__(self, measured):
        self.measured, self.context = measured, ""
        self.seconds, self.failing = {}, []
        self.shared, self.users = {}, {}

    def _switch(self, context):
        before, self.context = self.context, context
        self.measured.switch_context(context)
        return before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        before = self._switch(item.nodeid)
        try:
            return (yield)
        finally:
            self._switch(before)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        if fixturedef.scope == "function":
            return (yield)
        name, begun = f"{fixturedef.baseid}::{fixturedef.argname}", time.monotonic()
        before = self._switch(f"fixture {name}")
        try:
            return (yield)
        finally:
            self._switch(before)
            self.shared[name] = max(self.shared.get(name, 0), time.monotonic() - begun)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_setup(self, item):
        definitions = item._fixtureinfo.name2fixturedefs
        names = {f"{d.baseid}::{d.argname}" for several in definitions.values() for d in several}
        self.users[item.nodeid] = sorted(names)

    def pytest_runtest_logreport(self, report):
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration
        if report.failed:
            self.failing.append(report.nodeid)

    def tests_in(self, contexts):
        """The tests of these contexts; of a shared fixture, all that ask for it."""
        tests = set(contexts)
        for name in {context.removeprefix("fixture ") for context in tests if context.startswith("fixture ")}:
            tests.discard(f"fixture {name}")
            tests |= {test for test, names in self.users.items() if name in names}
        return sorted(test for test in tests if test == "" or (test in self.seconds and test not in self.failing))

    def costs(self):
        """Seconds of the shared fixtures of each test, and of the test."""
        return {
            test: (sum(self.shared.get(name, 0) for name in self.users[test]), seconds)
            for test, seconds in self.seconds.items()
        }


def modules(area: Area):
    """Modules that are mutated, as paths below the checkout."""
    files = (path for folder in area.mutated for path in sorted((ROOT / folder).rglob("*.py")))
    return [name for path in files if (name := path.relative_to(ROOT).as_posix()) not in area.data]


def state(area: Area):
    """A hash of everything that a measurement depends on."""
    folders = (*area.runs, *area.tests)
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    files = [path for path in files if "__pycache__" not in path.parts] + sorted((ROOT / "tests").glob("*.py"))
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def measured(area: Area, kept, again=True):
    """The measurement, from the file where it is kept if nothing has changed since; without ``again`` even then."""
    now = state(area)
    if not kept.exists() or (again and json.loads(kept.read_text())["state"] != now):
        kept.parent.mkdir(exist_ok=True)
        process = multiprocessing.get_context("fork").Process(target=_measure, args=(area, kept, now))
        process.start()
        process.join()
    data = json.loads(kept.read_text())
    lines = {module: {int(line): tests for line, tests in by_line.items()} for module, by_line in data["lines"].items()}
    return Passing({test: tuple(costs) for test, costs in data["seconds"].items()}, lines, data["failing"])


def _measure(area, kept, now):
    included = [str(ROOT / name) for name in modules(area)]
    measurement = coverage.Coverage(data_file=None, include=included, config_file=False)
    contexts = _Contexts(measurement)
    measurement.start()
    pytest.main([*area.options, *area.chosen, *area.tests], plugins=[contexts, SameExamples()])
    measurement.stop()
    data = measurement.get_data()
    lines = {}
    for name in modules(area):
        by_line = data.contexts_by_lineno(str(ROOT / name))
        lines[name] = {line: contexts.tests_in(tests) for line, tests in by_line.items()}
    kept.write_text(
        json.dumps({"state": now, "seconds": contexts.costs(), "lines": lines, "failing": contexts.failing})
    )

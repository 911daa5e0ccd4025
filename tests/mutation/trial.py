"""One trial: a process with one fault in it runs the tests that pass through the mutated lines.

A fault within a function that runs only in tests is put into a process that has everything loaded already (``Warm``);
any other needs a process in which its module is loaded anew (``cold``).
"""

import ast
import gc
import importlib.machinery
import multiprocessing
import os
import signal
import sys
from pathlib import Path
from types import CodeType, FunctionType

import alembic.command  # noqa: F401 - loaded once and inherited by every trial, as are these; of the application nothing
import edtf  # noqa: F401
import flask_wtf  # noqa: F401
import fontTools.ttLib  # noqa: F401
import hypothesis.extra  # noqa: F401
import playwright.sync_api  # noqa: F401
import pydantic_settings  # noqa: F401
import pytest
import sqlalchemy.orm  # noqa: F401
import yaml  # noqa: F401
from hypothesis import Phase, settings

from tests.mutation.areas import ROOT
from tests.mutation.mutants import Mutant, mutated

# The same examples in every trial, so that a survivor is one again tomorrow; a failing one need not be made simple.
settings.register_profile(
    "mutation",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)


class SameExamples:
    """Loads the profile after a conftest has loaded its own; not on import, which would change the suite's examples."""

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self):
        settings.load_profile("mutation")


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module's mutant in place of the module."""

    mutant: Mutant

    def get_code(self, fullname):
        tree = mutated(Path(self.path).read_text(), self.mutant)
        return compile(tree, self.path, "exec", dont_inherit=True)


class _Finder:
    """Finds the one module that is a mutant; all others are found as always."""

    def __init__(self, mutant):
        self.path = str(ROOT / mutant.module)
        self.name = mutant.module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.mutant = mutant

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        loader = _Loader(fullname, self.path)
        loader.mutant = self.mutant
        return importlib.machinery.ModuleSpec(
            fullname, loader, origin=self.path, is_package=self.path.endswith("__init__.py")
        )


def _silent():
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def _process(target, *arguments):
    process = multiprocessing.get_context("fork").Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def _run_cold(area, mutant, tests):
    """Run tests on a mutant, in a process of its own: it ends with 0 where all pass, the mutant survives."""
    _silent()
    sys.meta_path.insert(0, _Finder(mutant))
    os._exit(int(pytest.main([*area.options, "-x", *tests], plugins=[SameExamples()])))


def cold(area, mutant, tests):
    """The process of a trial that loads everything."""
    assert "tracker" not in sys.modules, "trials would inherit modules that are no mutants"
    return _process(_run_cold, area, mutant, tests)


class Warm:
    """Trials from a process that has collected all tests: each is a fork of it with the code of one function replaced.

    It is a plugin of pytest, and calls ``loop`` with what starts a trial where pytest would run the tests.
    """

    def __init__(self, passing, loop):
        self.passing, self.loop = passing, loop

    def collect(self, area):
        """Collect the tests and call the loop."""
        pytest.main([*area.options, *area.chosen, "-s", *area.tests], plugins=[SameExamples(), self])

    def pytest_runtestloop(self, session):
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        self.functions = loaded_functions()
        gc.freeze()
        self.loop(self.started)
        return True

    def started(self, _area, mutant, tests):
        """The process of a trial."""
        return _process(self._run, mutant, tests)

    def _run(self, mutant, tests):
        _silent()
        path = str(ROOT / mutant.module)
        mutants = _functions_of(compile(mutated(Path(path).read_text(), mutant), path, "exec", dont_inherit=True))
        for function in self.functions[path]:
            code = function.__code__
            function.__code__ = mutants.get((code.co_qualname, code.co_firstlineno), code)
        items = [self.items[test] for test in tests]
        for item, following in zip(items, [*items[1:], None], strict=True):
            # One that takes ten times as long (of the processor, not of a busy machine) is lost in a loop.
            signal.setitimer(signal.ITIMER_PROF, 5 + 10 * self.passing.duration([item.nodeid]))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed:
                os._exit(1)
        os._exit(0)


def loaded_functions():
    """Every function there is, by its file; also those that a conftest has hidden from the garbage collector."""
    gc.unfreeze()
    functions = {}
    for function in gc.get_objects():
        if isinstance(function, FunctionType):
            functions.setdefault(function.__code__.co_filename, []).append(function)
    return functions


def _functions_of(code):
    """The code of each function and method of a module, by name and first line."""
    codes = {}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            codes[constant.co_qualname, constant.co_firstlineno] = constant
            codes |= _functions_of(constant)
    return codes


def lines_of_statements(source):
    """For each line of a module the first line of the statement it belongs to, at which coverage counts it."""
    first = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                first[line] = max(first.get(line, 0), node.lineno)
    return first

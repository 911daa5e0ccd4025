"""One trial: a process in which one module is a mutant runs the tests that pass through the mutated lines."""

import ast
import importlib.machinery
import multiprocessing
import os
import sys
from pathlib import Path

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
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("mutation")


class _SameExamples:
    """Loads the profile after a conftest has loaded its own."""

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


def run(area, mutant, tests):
    """Run tests on a mutant, in a process of its own: it ends with 0 where all pass, the mutant survives."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    sys.meta_path.insert(0, _Finder(mutant))
    os._exit(int(pytest.main([*area.options, "-x", *tests], plugins=[_SameExamples()])))


def started(area, mutant, tests):
    """The process of a trial."""
    assert "tracker" not in sys.modules, "trials would inherit modules that are no mutants"
    process = multiprocessing.get_context("fork").Process(target=run, args=(area, mutant, tests), daemon=True)
    process.start()
    return process


def lines_of_statements(source):
    """For each line of a module the first line of the statement it belongs to, at which coverage counts it."""
    first = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                first[line] = max(first.get(line, 0), node.lineno)
    return first

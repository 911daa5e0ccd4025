"""The rules that code and tests cite stand in docs/rules.md, each once."""

import re
from collections import Counter

import pytest

from tests.architecture.test_house import ROOT, place, python_files

STATED = re.findall(r"^\* \*\*([A-Z]+-\d+)\*\*", (ROOT / "docs/rules.md").read_text(), re.MULTILINE)
CITED = re.compile(r"\b[A-Z]{3,}-\d+\b")
NO_RULES = {"SHA-1", "SHA-256", "UTF-8", "UTF-16"}
SOURCES = python_files("tracker", "tests", "benchmarks", "migrations")


def test_each_rule_has_an_id_of_its_own():
    assert [id for id, times in Counter(STATED).items() if times > 1] == []


def test_every_rule_that_is_cited_is_stated():
    cited = {(place(path), id) for path in SOURCES for id in CITED.findall(path.read_text())}
    assert sorted((where, id) for where, id in cited if id not in STATED and id not in NO_RULES) == []


def test_rules_that_are_cited_as_from_one_to_another_are_of_one_kind():
    ranges = re.compile(r"\b([A-Z]{3,})-(\d+) to ([A-Z]{3,})-(\d+)\b")
    odd = [
        (place(path), match.group())
        for path in SOURCES
        for match in ranges.finditer(path.read_text())
        if match[1] != match[3] or int(match[2]) >= int(match[4])
    ]
    assert odd == []


# LAW-9 and LAW-10 have worked cases only: tests/engine.
@pytest.mark.parametrize("law", [id for id in STATED if id.startswith("LAW-") and id not in ("LAW-9", "LAW-10")])
def test_every_law_is_a_property_test(law):
    number = law.removeprefix("LAW-")
    tests = [path.read_text() for path in python_files("tests/property")]
    assert any(re.search(rf"def test_law_{number}_", text) for text in tests)


def test_nothing_cites_a_text_that_is_not_here():
    elsewhere = re.compile(r"\bdesign (?:sections? )?\d|\bsections? \d|\(contract \d|\(reliability\)", re.IGNORECASE)
    here = [path for path in SOURCES if path.name != "test_rules.py"]
    assert [place(path) for path in here if elsewhere.search(path.read_text())] == []

"""The table of rules that readers see is the one that docs/rules.md states."""

from tests.architecture.test_rules import STATED
from tracker.engine.rules import GRAVITY, RULES


def test_the_engines_table_is_the_one_that_is_stated():
    assert [rule.id for rule in RULES] == [
        *(f"DEED-{number}" for number in range(1, 11)),
        *(f"DUE-{number}" for number in range(1, 8)),
    ]
    assert [rule.id for rule in RULES if rule.id not in STATED] == []
    assert {rule.commitment for rule in RULES} == {"refrain", "perform"}


def test_every_finding_stands_in_the_table_once_and_one_rule_gives_none():
    words = [word.strip() for rule in RULES for word in rule.finding.replace("timing unclear", "").split(",")]
    words = [word.removeprefix("or ").strip() for word in words]
    for word in GRAVITY:
        assert words.count(word.removesuffix(", timing unclear")) >= 1, word
    assert [rule.id for rule in RULES if rule.finding.startswith("no finding")] == ["DEED-3"]

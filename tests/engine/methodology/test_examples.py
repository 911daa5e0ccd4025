"""The methodology page cannot drift: each worked example yields the finding that its rule names."""

import pytest

from tracker.engine.assessing.assessment import assess
from tracker.engine.methodology.example_records import AS_OF, CASES
from tracker.engine.methodology.examples import case_dossier, methodology, worked
from tracker.engine.rules import GRAVITY, RULES
from tracker.engine.text import MessageCatalog
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.sentences import SENTENCES

NAMES = [f"{case.rule}-{case.finding}" for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_each_example_yields_the_finding_it_stands_for(case):
    assessment = assess(case_dossier(case, MessageCatalog()), AS_OF, lambda finding: [])
    assert (assessment.findings[0].computed if assessment.findings else None) == case.finding
    assert (worked(case, MessageCatalog()).finding is None) == (case.finding is None)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_each_finding_is_one_that_the_rule_names(case):
    rule = RULES[case.rule - 1]
    assert rule.number == case.rule
    assert (case.finding or "no finding") in rule.finding
    pledges = case_dossier(case, MessageCatalog()).pledges
    assert all(rule.commitment == pledge.commitment for pledge in pledges)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_records_of_each_example_could_be_published(case):
    dossier = case_dossier(case, MessageCatalog())
    records = [dossier.company, dossier.topic, *dossier.vocabularies.values(), *dossier.sources.values()]
    assert check(Bundle([*records, *dossier.pledges, *dossier.evidence])) == []


def test_every_rule_and_every_finding_has_an_example():
    page = methodology()
    assert {example.rule for example in page.examples} >= {rule.number for rule in RULES}
    assert {case.finding for case in CASES} - {None} == set(GRAVITY)
    assert all(page.examples_of(rule.number) for rule in RULES)


def test_every_example_says_why():
    assert all(example.reasons for example in methodology().examples)
    assert all(text for example in methodology().examples for _, text in example.reasons)


def test_words_are_in_order_of_gravity_with_their_meaning():
    words = methodology().words
    assert [word.word for word in words] == list(GRAVITY)
    assert [word.gravity for word in words] == list(range(1, len(GRAVITY) + 1))
    assert words[0].meaning == SENTENCES["finding.breach"]
    assert [word.word for word in words if word.on_record][:2] == ["breach", "missed"]


def test_the_site_s_own_sentences_are_shown_and_used():
    page = methodology(MessageCatalog({"finding.breach": "Done against its words."}))
    row = next(row for row in page.sentences if row.key == "finding.breach")
    assert (row.text, row.replaced, row.placeholders) == ("Done against its words.", True, ())
    assert {row.key for row in page.sentences if row.replaced} == {"finding.breach"}
    assert next(e for e in page.examples if e.rule == 8).meaning == "Done against its words."

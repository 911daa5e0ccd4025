"""What is said of sound records that do not fit together: what they name, and what cannot be both (RECORD-3)."""

from difflib import get_close_matches

import pytest

from tests.factories import (
    bundle,
    cells,
    company,
    document,
    evidence,
    pledge,
    promise,
    response,
    source,
    topic,
    version,
    vocabulary,
    yardstick,
)
from tests.records.faulty import (
    COMPANY,
    DECISION,
    EVIDENCE,
    PLEDGE,
    RESPONSE,
    SOURCE,
    VOCABULARY,
    WORDING,
    problems,
    said,
    says,
)
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.reading import problems as reading_problems

TWO = "      scope:\n        action: {in: [sell]}\n"

# The text, what stands there, what is put there, then the line, the field, the code, and values that are named.
CASES = [
    (PLEDGE, "topic: police-drones", "topic: police-drone", 3, "topic", "no-record", "police-drone", "police-drones"),
    (PLEDGE, "id: acme/no-sales", "id: acne/no-sales", 2, "id", "no-record", "acne", "acme"),
    (PLEDGE, "topic: police-drones", "topic: police-drones\n  company: nobody", 4, "company", "no-record", "nobody"),
    (PLEDGE, "source: gazette-1", "source: gazette", 8, "versions 1 › source", "no-record", "gazette", "gazette-1"),
    (PLEDGE, "source: gazette-1", ("source: gazette-1\n      also_in: "
        "[gazette-1, x]"), 9, "versions 1 › also_in 2", "no-record", "x"),
    (PLEDGE, "ends: {after: 1 year}", "ends: {condition: drone-lore}", 10, "versions 1 › ends › condition", "no-record", "drone-law"),
    (PLEDGE, "ends: {after: 1 year}", "ends: {last_day: 2020-06-10}", 10, "versions 1 › ends › last_day", "end-before-start", "2020-06-10", "2020-06-11"),
    (PLEDGE, "ends: {after: 1 year}", "ends: {withdrawn: 2019}", 10, "versions 1 › ends › withdrawn", "end-before-start"),
    (PLEDGE, "ends: {after: 1 year}", "unclear_because: [acme/nothing]", 10, "versions 1 › unclear_because 1", "no-record", "acme/nothing"),
    (PLEDGE, "ends: {after: 1 year}", ("events: [{date: 2021, title: Page removed, "
        "source: x}]"), 10, "versions 1 › events 1 › source", "no-record", "x"),
    (PLEDGE, "action: {in: [sell]}", "action: {in: [sel]}", 12, "versions 1 › scope › action › in 1", "term-not-in-vocabulary", "sel", "actions", "sell"),
    (PLEDGE, "action: {in: [sell]}", "purpose: {in: [patrol]}", 12, "versions 1 › scope › purpose › in", "dimension-not-used", "purpose"),
    (PLEDGE, "action: {in: [sell]}", "purpose: {rest: out}", 12, "versions 1 › scope › purpose", "dimension-not-used", "purpose"),
    (PLEDGE, "action: {in: [sell]}", "action: {unclear: [zzz]}", 12, "versions 1 › scope › action › unclear 1", "term-not-in-vocabulary"),
    (PLEDGE, "commitment: refrain", "commitment: refrain\n  restates: acme/no-sales", 5, "restates", "loop"),
    (PLEDGE, "commitment: refrain", ("commitment: refrain\n  "
        "same_text_as: [acme/x]"), 5, "same_text_as 1", "no-record", "acme/x"),
    (EVIDENCE, "sources: [contract-1]", "sources: [contract-1, contract-1]", 10, "sources 2", "twice", "contract-1"),
    (EVIDENCE, "sources: [contract-1]", "sources: [contract-2]", 10, "sources 1", "no-record", "contract-1"),
    (EVIDENCE, "topics: [police-drones]", "topics: [police-drones, police-drones]", 3, "topics 2", "twice"),
    (EVIDENCE, "action: [sell]", "action: [selling]", 8, "acts 1 › action 1", "term-not-in-vocabulary", "selling", "actions"),
    (EVIDENCE, "action: [sell]", "purpose: [patrol]", 8, "acts 1 › purpose", "dimension-not-used", "purpose"),
    (EVIDENCE, "action: [sell]", "products: [hawk]", 8, "acts 1 › products 1", "not-a-product", "hawk"),
    (EVIDENCE, "summary: Twelve of them.", "seen_until: 2020-08-01", 11, "seen_until", "seen-without-ongoing", "2020-06-11"),
    (EVIDENCE, "action: [sell]", ("period: 2019-01-01\n      "
        "action: [sell]"), 8, "acts 1 › period", "act-outside-period", "2019-01-01", "2020-07-01"),
    (EVIDENCE, "action: [sell]", ("seen_until: 2020-08-01\n      "
        "action: [sell]"), 8, "acts 1 › seen_until", "seen-without-ongoing"),
    (EVIDENCE, "summary: Twelve of them.", ("fulfils: [{pledge: acme/report, "
        "extent: full}]"), 11, "fulfils 1 › pledge", "no-record", "acme/report"),
    (EVIDENCE, "summary: Twelve of them.", ("outcomes: [{date: 2021, outcome: admitted, "
        "source: x}]"), 11, "outcomes 1 › source", "no-record", "x"),
    (EVIDENCE, "summary: Twelve of them.", ("quotes: [{text: No., speaker: A., "
        "source: x}]"), 11, "quotes 1 › source", "no-record", "x"),
    (SOURCE, "type: claim", "type: claim\n  derived_from: [herald-1]", 7, "derived_from", "loop", "herald-1", "herald-1"),
    (SOURCE, "type: claim", "type: claim\n  derived_from: [x]", 7, "derived_from 1", "no-record", "x"),
    (VOCABULARY, "id: small-drones", "id: drones", 6, "terms 2 › id", "term-twice", "drones", "1"),
    (VOCABULARY, "broader: [drones]", "broader: [drone]", 6, "terms 2 › broader 1", "no-term-here", "drone", "drones"),
    (VOCABULARY, "continues_as: [drones]", "continues_as: [x]", 7, "terms 3 › continues_as 1", "no-term-here", "x"),
    (VOCABULARY, "name: drones}", "name: drones, broader: [small-drones]}", 5, "terms 1 › broader", "broader-loop"),
    (VOCABULARY, "broader: [drones]", "broader: [small-drones]", 6, "terms 2 › broader", "broader-loop"),
    (COMPANY, "name: Other Inc.", "name: Other Inc.\n  owners: [{company: other}]", 4, "owners", "loop"),
    (COMPANY, "name: Other Inc.", "name: Other Inc.\n  former_ids: [acme]", 4, "former_ids 1", "former-id-in-use", "acme"),
    (COMPANY, "[camera-drones]", "[camera]", 5, "products 1 › subjects 1", "no-term-anywhere", "camera"),
    (COMPANY, "  products:\n", ("  products:\n    - {id: hawk, name: H, subjects: "
        "[drones]}\n"), 6, "products 2 › id", "twice", "hawk"),
    (RESPONSE, "source: gazette-1", "source: gazette-1\n  about: [acme/deal]", 8, "about 1", "no-record", "acme/deal"),
    (DECISION, "  pledge: acme/no-sales\n", "", 1, "evidence", "decision-on-nothing"),
    (DECISION, "pledge: acme/no-sales", "pledge: acme/no-sale", 4, "pledge", "no-record", "acme/no-sale"),
    (DECISION, "pledge: acme/no-sales", "evidence: acme/told\n  act: 2", 5, "act", "no-such-act", "1", "2"),
    (WORDING, "finding.breach", "finding.breech", 4, "sentences › finding.breech", "unknown-key", "finding.breach"),
    (WORDING, "Contrary conduct.", "'Contrary {conduct'", 4, "sentences › finding.breach", "unmatched-brace"),
    (WORDING, "Contrary conduct.", "'Contrary {what}'", 4, "sentences › finding.breach", "unknown-placeholder"),
]  # fmt: skip


@pytest.mark.parametrize("text", [VOCABULARY, COMPANY, WORDING])
def test_the_records_that_are_spoilt_below_fit_together(text):
    assert said(problems(text)) == []


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_each_fault_between_records_is_told_with_its_place_and_what_would_be_right(case):
    text, old, new, line, field, code, *values = case
    assert old in text
    spoilt = text.replace(old, new, 1)
    reported = problems(spoilt, evidence("acme/told"))
    kind, id = (part.partition(": ")[2] for part in spoilt[2:].splitlines()[:2])
    places = [(p.file, p.line, p.record, p.field) for p in reported if says(p, code, *values)]
    assert ("acme.yaml", line, f"{kind} {id}", field) in places, reported


def faults(*records):
    """Messages about these records in the small world, by field."""
    return [(fault.key[1], fault.path, fault.message) for fault in check(bundle(*records))]


def codes(*records):
    """The same, of a message its code only."""
    return [(id, path, message.code) for id, path, message in faults(*records)]


def one(*records):
    (fault,) = faults(*records)
    return fault


def test_sources_that_derive_from_each_other_are_reported_at_each():
    ring = [source(f"s-{i}", derived_from=[f"s-{(i + 1) % 3}"]) for i in range(3)]
    assert [(id, path) for id, path, _ in faults(*ring)] == [(f"s-{i}", ("derived_from",)) for i in range(3)]


def test_a_version_that_starts_before_the_previous_one_is_reported():
    id, path, message = one(pledge(versions=[version(), version(start="2020-06-10")]))
    assert (id, path, message.code) == ("acme/no-sales", ("versions", 1), "versions-unordered")
    assert message.values == {"start": "2020-06-10", "earlier": "2020-06-11"}


def test_a_statement_on_a_pledge_of_another_company_or_topic_is_reported():
    statement = evidence(acts=[], fulfils=[{"pledge": "other/report", "extent": "full"}])
    reported = codes(company("other"), topic("other-topic"), promise("other/report", topic="other-topic"), statement)
    assert [(path, code) for _, path, code in reported] == [
        (("fulfils", 0, "pledge"), "pledge-of-another"),
        (("fulfils", 0, "pledge"), "pledge-on-another-topic"),
    ]


def test_a_pledge_to_refrain_is_not_not_done():
    undone = evidence(acts=[], fulfils=[{"pledge": "acme/no-sales", "extent": "none"}])
    assert [fault[1:] for fault in codes(pledge(), undone)] == [(("fulfils", 0, "extent"), "not-done-to-refrain")]


def test_two_companies_cannot_have_had_the_same_id():
    reported = faults(company("one", former_ids=["old"]), company("two", former_ids=["old"]))
    named = {"id": "old", "companies": "one, two"}
    assert [(id, message.code, message.values) for id, _, message in reported] == [
        ("one", "former-id-of-several", named),
        ("two", "former-id-of-several", named),
    ]


def test_an_actor_vocabulary_needs_the_company():
    reported = faults(vocabulary("actors", {"reseller": [], "unrelated-party": []}))
    assert ("police-drones", ("dimensions", "actor", "vocabulary")) in [(id, path) for id, path, _ in reported]


@pytest.mark.parametrize(
    ("fields", "path", "code"),
    [
        ({"core": {"subject": ["cargo-drones"]}}, ("yardstick", "core", "subject", 0), "term-outside"),
        ({"rows": cells(x={"counterparty": ["school"]})}, ("yardstick", "rows", 0, "terms", "counterparty", 0), "term-outside"),
        ({"rows": cells(x={})}, ("yardstick", "rows", 0, "terms"), "no-terms"),
        ({"rows": cells(x={"counterparty": ["x"]})}, ("yardstick", "rows", 0, "terms", "counterparty", 0), "term-not-in-vocabulary"),
        ({"columns": cells(x={"purpose": ["x"]})}, ("yardstick", "columns", 0, "terms", "purpose"), "dimension-not-used"),
        ({"rows": cells(x={"counterparty": ["sheriff"]}) * 2}, ("yardstick", "rows", 1, "id"), "twice"),
        ({"reasons": [{"text": "So.", "sources": ["x"]}]}, ("yardstick", "reasons", 0, "sources", 0), "no-record"),
    ],
)  # fmt: skip
def test_a_yardstick_that_contradicts_itself_is_reported(fields, path, code):
    reported = codes(topic(yardstick=yardstick(**fields)))
    assert (path, code) in [fault[1:] for fault in reported], reported


def test_a_company_of_which_a_topic_was_checked_must_exist():
    reported = faults(topic(checked_until={"acme": "2020", "nobody": "2020"}))
    assert [path for _, path, _ in reported] == [("checked_until", "nobody")]


def test_a_decision_on_a_pledge_of_another_topic_is_reported():
    decided = DECISION.replace("topic: police-drones", "topic: other-topic")
    reported = problems(decided, topic("other-topic"), pledge())
    assert any(says(p, "decision-on-another-topic", "police-drones") for p in reported)


def test_records_that_fit_together_have_no_faults():
    assert faults(pledge(), promise(), evidence(), response(), document("d-1")) == []


@pytest.fixture
def compared(monkeypatch):
    """With how many others each unknown word is compared, which takes longer than all else."""
    numbers = []

    def noting(word, words, **options):
        numbers.append(len(words))
        return get_close_matches(word, words, **options)

    reading_problems._closest.cache_clear()
    monkeypatch.setattr(reading_problems, "get_close_matches", noting)
    return numbers


def assert_little(compared):
    """Of thousands of words a hundred are compared, with some hundreds of thousands."""
    assert 0 < len(compared) <= 100
    assert max(compared) <= 300


def test_thousands_of_references_that_lead_nowhere_are_each_told_at_little_cost(compared):
    names = [f"herald-report-of-{i}-june-{i % 7}" for i in range(2_500)]
    sources = [source(f"herald-report-on-{i}-june-{i % 7}") for i in range(2_000)]
    records = [evidence(f"acme/e{i}", sources=names[i * 25 : i * 25 + 25]) for i in range(100)]
    reported = check(bundle(*sources, *records))
    assert len(reported) == 2_500
    assert "herald-report-on-" in reported[0].message.values["hint"]
    assert_little(compared)


def test_thousands_of_terms_that_no_vocabulary_has_are_each_told_at_little_cost(compared):
    broad = vocabulary(
        "customers", {"local-police": [], "federal-police": []} | {f"county-police-{i}": [] for i in range(5_000)}
    )
    terms = [f"county-policia-{i}" for i in range(2_500)]
    acts = [{"counterparty": terms[i * 25 : i * 25 + 25]} for i in range(100)]
    reported = check(Bundle([*bundle(broad), evidence(acts=acts)]), {("evidence", "acme/deal")})
    assert len(reported) == 2_500
    assert_little(compared)


def test_thousands_of_terms_with_unknown_classes_are_each_told_at_little_cost(compared):
    terms = {f"county-police-{i}": [f"county-policia-{i}"] for i in range(2_500)}
    assert len(check(Bundle([vocabulary("many", terms)]))) == 2_500
    assert_little(compared)


def test_a_chain_of_a_thousand_sources_is_no_trouble():
    chain = [source(f"s-{i}", derived_from=[f"s-{i + 1}"]) for i in range(1_000)]
    assert [path for _, path, _ in faults(*chain)] == [("derived_from", 0)]

"""What is said of sound records that do not fit together: what they name, and what cannot be both (RECORD-3)."""

import time

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
)
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check

TWO = "      scope:\n        action: {in: [sell]}\n"

# The text, what stands there, what is put there, then the line, the field and a piece of the message.
CASES = [
    (PLEDGE, "topic: police-drones", "topic: police-drone", 3, "topic", "there is no topic “police-drone”; did you mean “police-drones”?; enter it, or correct the id"),
    (PLEDGE, "id: acme/no-sales", "id: acne/no-sales", 2, "id", "there is no company “acne”; did you mean “acme”?"),
    (PLEDGE, "topic: police-drones", "topic: police-drones\n  company: nobody", 4, "company", "there is no company “nobody”"),
    (PLEDGE, "source: gazette-1", "source: gazette", 8, "versions 1 › source", "there is no source “gazette”; did you mean “gazette-1”?"),
    (PLEDGE, "source: gazette-1", "source: gazette-1\n      also_in: [gazette-1, x]", 9, "versions 1 › also_in 2", "there is no source “x”"),
    (PLEDGE, "ends: {after: 1 year}", "ends: {condition: drone-lore}", 10, "versions 1 › ends › condition", "did you mean “drone-law”?"),
    (PLEDGE, "ends: {after: 1 year}", "ends: {last_day: 2020-06-10}", 10, "versions 1 › ends › last_day", "is reversed: 2020-06-10 is before the version begins (2020-06-11)"),
    (PLEDGE, "ends: {after: 1 year}", "ends: {withdrawn: 2019}", 10, "versions 1 › ends › withdrawn", "is reversed"),
    (PLEDGE, "ends: {after: 1 year}", "unclear_because: [acme/nothing]", 10, "versions 1 › unclear_because 1", "there is no response or evidence “acme/nothing”"),
    (PLEDGE, "ends: {after: 1 year}", "events: [{date: 2021, title: Page removed, source: x}]", 10, "versions 1 › events 1 › source", "there is no source “x”"),
    (PLEDGE, "action: {in: [sell]}", "action: {in: [sel]}", 12, "versions 1 › scope › action › in 1", "the term “sel” is not in the vocabulary “actions”, which topic police-drones uses for action; did you mean “sell”?"),
    (PLEDGE, "action: {in: [sell]}", "purpose: {in: [patrol]}", 12, "versions 1 › scope › purpose › in", "the topic police-drones does not use the dimension “purpose”; it uses actor, action"),
    (PLEDGE, "action: {in: [sell]}", "purpose: {rest: out}", 12, "versions 1 › scope › purpose", "does not use the dimension “purpose”"),
    (PLEDGE, "action: {in: [sell]}", "action: {unclear: [zzz]}", 12, "versions 1 › scope › action › unclear 1", "; it has sell, lease, existing-contract, pilot, market"),
    (PLEDGE, "commitment: refrain", "commitment: refrain\n  restates: acme/no-sales", 5, "restates", "leads back to itself: acme/no-sales ← acme/no-sales"),
    (PLEDGE, "commitment: refrain", "commitment: refrain\n  same_text_as: [acme/x]", 5, "same_text_as 1", "there is no pledge “acme/x”"),
    (EVIDENCE, "sources: [contract-1]", "sources: [contract-1, contract-1]", 10, "sources 2", "“contract-1” stands twice; keep one"),
    (EVIDENCE, "sources: [contract-1]", "sources: [contract-2]", 10, "sources 1", "did you mean “contract-1”?"),
    (EVIDENCE, "topics: [police-drones]", "topics: [police-drones, police-drones]", 3, "topics 2", "stands twice"),
    (EVIDENCE, "action: [sell]", "action: [selling]", 8, "acts 1 › action 1", "the term “selling” is not in the vocabulary “actions”"),
    (EVIDENCE, "action: [sell]", "purpose: [patrol]", 8, "acts 1 › purpose", "does not use the dimension “purpose”"),
    (EVIDENCE, "action: [sell]", "products: [hawk]", 8, "acts 1 › products 1", "“hawk” is not a product of acme; its products are not entered"),
    (EVIDENCE, "summary: Twelve of them.", "seen_until: 2020-08-01", 11, "seen_until", "belongs to an ongoing period, written 2020-06-11/.."),
    (EVIDENCE, "action: [sell]", "period: 2019-01-01\n      action: [sell]", 8, "acts 1 › period", "2019-01-01 lies outside the evidence's period 2020-07-01"),
    (EVIDENCE, "action: [sell]", "seen_until: 2020-08-01\n      action: [sell]", 8, "acts 1 › seen_until", "belongs to an ongoing period"),
    (EVIDENCE, "summary: Twelve of them.", "fulfils: [{pledge: acme/report, extent: full}]", 11, "fulfils 1 › pledge", "there is no pledge “acme/report”"),
    (EVIDENCE, "summary: Twelve of them.", "outcomes: [{date: 2021, outcome: admitted, source: x}]", 11, "outcomes 1 › source", "there is no source “x”"),
    (EVIDENCE, "summary: Twelve of them.", "quotes: [{text: No., speaker: A., source: x}]", 11, "quotes 1 › source", "there is no source “x”"),
    (SOURCE, "type: claim", "type: claim\n  derived_from: [herald-1]", 7, "derived_from", "leads back to itself: herald-1 ← herald-1; remove one of these links"),
    (SOURCE, "type: claim", "type: claim\n  derived_from: [x]", 7, "derived_from 1", "there is no source “x”"),
    (VOCABULARY, "id: small-drones", "id: drones", 6, "terms 2 › id", "the term “drones” stands twice (also as term 1); keep one"),
    (VOCABULARY, "broader: [drones]", "broader: [drone]", 6, "terms 2 › broader 1", "there is no term “drone” in this vocabulary; did you mean “drones”?"),
    (VOCABULARY, "continues_as: [drones]", "continues_as: [x]", 7, "terms 3 › continues_as 1", "there is no term “x” in this vocabulary"),
    (VOCABULARY, "name: drones}", "name: drones, broader: [small-drones]}", 5, "terms 1 › broader", "terms are each other's broader term: drones → small-drones → drones"),
    (VOCABULARY, "broader: [drones]", "broader: [small-drones]", 6, "terms 2 › broader", "small-drones → small-drones; remove one of these links"),
    (COMPANY, "name: Other Inc.", "name: Other Inc.\n  parent: other", 4, "parent", "leads back to itself: other ← other"),
    (COMPANY, "name: Other Inc.", "name: Other Inc.\n  former_ids: [acme]", 4, "former_ids 1", "“acme” is the id of a company in use; a former id cannot be"),
    (COMPANY, "[camera-drones]", "[camera]", 5, "products 1 › subjects 1", "no vocabulary has the term “camera”"),
    (COMPANY, "  products:\n", "  products:\n    - {id: hawk, name: H, subjects: [drones]}\n", 6, "products 2 › id", "the product “hawk” stands twice; keep one"),
    (RESPONSE, "source: gazette-1", "source: gazette-1\n  about: [acme/deal]", 8, "about 1", "there is no pledge or evidence “acme/deal”"),
    (DECISION, "  pledge: acme/no-sales\n", "", 1, "evidence", "names neither evidence nor pledge; say which finding was decided"),
    (DECISION, "pledge: acme/no-sales", "pledge: acme/no-sale", 4, "pledge", "there is no pledge “acme/no-sale”"),
    (DECISION, "pledge: acme/no-sales", "evidence: acme/told\n  act: 2", 5, "act", "the evidence acme/told has 1 acts; there is no act 2"),
    (WORDING, "finding.breach", "finding.breech", 4, "sentences › finding.breech", "is not the key of a sentence; did you mean “finding.breach”?"),
    (WORDING, "Contrary conduct.", "'Contrary {conduct'", 4, "sentences › finding.breach", "has an unmatched { or }"),
    (WORDING, "Contrary conduct.", "'Contrary {what}'", 4, "sentences › finding.breach", "uses the placeholder what; allowed here: none"),
]  # fmt: skip


@pytest.mark.parametrize("text", [VOCABULARY, COMPANY, WORDING])
def test_the_records_that_are_spoilt_below_fit_together(text):
    assert said(problems(text)) == []


@pytest.mark.parametrize(("text", "old", "new", "line", "field", "fragment"), CASES, ids=range(len(CASES)))
def test_each_fault_between_records_is_told_with_its_place_and_what_would_be_right(
    text, old, new, line, field, fragment
):
    assert old in text
    spoilt = text.replace(old, new, 1)
    found = said(problems(spoilt, evidence("acme/told")))
    kind, id = (part.partition(": ")[2] for part in spoilt[2:].splitlines()[:2])
    places = [place for *place, message in found if fragment in message]
    assert ["acme.yaml", line, f"{kind} {id}", field] in places, found


def faults(*records):
    """Messages about these records in the small world, by field."""
    return [(fault.key[1], fault.path, fault.message) for fault in check(bundle(*records))]


def one(*records):
    (found,) = faults(*records)
    return found


def test_sources_that_derive_from_each_other_are_told_from_each():
    ring = [source(f"s-{i}", derived_from=[f"s-{(i + 1) % 3}"]) for i in range(3)]
    assert [(id, path) for id, path, _ in faults(*ring)] == [(f"s-{i}", ("derived_from",)) for i in range(3)]


def test_a_version_before_the_one_that_precedes_it_is_told():
    id, path, message = one(pledge(versions=[version(), version(start="2020-06-10")]))
    assert (id, path) == ("acme/no-sales", ("versions", 1))
    assert (
        message
        == "begins on 2020-06-10, before the version that precedes it (2020-06-11); put versions in order of time"
    )


def test_what_fulfils_a_pledge_of_another_company_or_topic_is_told():
    told = evidence(acts=[], fulfils=[{"pledge": "other/report", "extent": "full"}])
    found = faults(company("other"), topic("other-topic"), promise("other/report", topic="other-topic"), told)
    assert [(path, message) for _, path, message in found] == [
        (("fulfils", 0, "pledge"), "is a pledge of other, but the evidence is about acme"),
        (("fulfils", 0, "pledge"), "belongs to the topic other-topic, which is not among this evidence's topics"),
    ]


def test_a_pledge_to_refrain_is_not_not_done():
    undone = evidence(acts=[], fulfils=[{"pledge": "acme/no-sales", "extent": "none"}])
    assert one(pledge(), undone)[1:] == (
        ("fulfils", 0, "extent"),
        "a pledge to refrain is not “not done”: enter the act itself, and the finding follows",
    )


def test_two_companies_cannot_have_had_the_same_id():
    found = faults(company("one", former_ids=["old"]), company("two", former_ids=["old"]))
    assert [(id, message) for id, _, message in found] == [
        ("one", "“old” is a former id of several companies: one, two"),
        ("two", "“old” is a former id of several companies: one, two"),
    ]


def test_an_actor_vocabulary_needs_the_company():
    found = faults(vocabulary("actors", {"reseller": [], "unrelated-party": []}))
    assert ("police-drones", ("dimensions", "actor", "vocabulary")) in [(id, path) for id, path, _ in found]


@pytest.mark.parametrize(
    ("fields", "path", "fragment"),
    [
        ({"core": {"subject": ["cargo-drones"]}}, ("yardstick", "core", "subject", 0), "outside the yardstick's own scope"),
        ({"rows": cells(x={"counterparty": ["school"]})}, ("yardstick", "rows", 0, "terms", "counterparty", 0), "outside the yardstick"),
        ({"rows": cells(x={})}, ("yardstick", "rows", 0, "terms"), "names no terms"),
        ({"rows": cells(x={"counterparty": ["x"]})}, ("yardstick", "rows", 0, "terms", "counterparty", 0), "is not in the vocabulary"),
        ({"columns": cells(x={"purpose": ["x"]})}, ("yardstick", "columns", 0, "terms", "purpose"), "does not use the dimension"),
        ({"rows": cells(x={"counterparty": ["sheriff"]}) * 2}, ("yardstick", "rows", 1, "id"), "“x” stands twice; keep one"),
        ({"reasons": [{"text": "So.", "sources": ["x"]}]}, ("yardstick", "reasons", 0, "sources", 0), "there is no source “x”"),
    ],
)  # fmt: skip
def test_a_yardstick_that_contradicts_itself_is_told(fields, path, fragment):
    found = faults(topic(yardstick=yardstick(**fields)))
    assert path in [p for _, p, message in found if fragment in message], found


def test_a_company_of_which_a_topic_was_checked_must_exist():
    found = faults(topic(checked_until={"acme": "2020", "nobody": "2020"}))
    assert [path for _, path, _ in found] == [("checked_until", "nobody")]


def test_a_decision_on_a_pledge_of_another_topic_is_told():
    decided = DECISION.replace("topic: police-drones", "topic: other-topic")
    assert any(
        "belongs to the topic police-drones" in p.message for p in problems(decided, topic("other-topic"), pledge())
    )


def test_records_that_fit_together_have_no_faults():
    assert faults(pledge(), promise(), evidence(), response(), document("d-1")) == []


def test_ten_thousand_references_that_lead_nowhere_are_told_within_seconds():
    names = [f"herald-report-of-{i}-june-{i % 7}" for i in range(10_000)]
    known = [source(f"herald-report-on-{i}-june-{i % 7}") for i in range(2_000)]
    records = [evidence(f"acme/e{i}", sources=names[i * 100 : i * 100 + 100]) for i in range(100)]
    begun = time.process_time()
    found = check(bundle(*known, *records))
    assert len(found) == 10_000
    assert "; did you mean “herald-report-on-" in found[0].message
    assert time.process_time() - begun < 10


def test_ten_thousand_terms_that_no_vocabulary_has_are_told_within_seconds():
    broad = vocabulary(
        "customers", {"local-police": [], "federal-police": []} | {f"county-police-{i}": [] for i in range(5_000)}
    )
    terms = [f"county-policia-{i}" for i in range(10_000)]
    acts = [{"counterparty": terms[i * 100 : i * 100 + 100]} for i in range(100)]
    begun = time.process_time()
    found = check(Bundle([*bundle(broad), evidence(acts=acts)]), {("evidence", "acme/deal")})
    assert len(found) == 10_000
    assert time.process_time() - begun < 10


def test_ten_thousand_terms_with_unknown_classes_are_told_within_seconds():
    terms = {f"county-police-{i}": [f"county-policia-{i}"] for i in range(10_000)}
    begun = time.process_time()
    assert len(check(Bundle([vocabulary("many", terms)]))) == 10_000
    assert time.process_time() - begun < 10


def test_a_chain_of_a_thousand_sources_is_no_trouble():
    chain = [source(f"s-{i}", derived_from=[f"s-{i + 1}"]) for i in range(1_000)]
    assert [path for _, path, _ in faults(*chain)] == [("derived_from", 0)]

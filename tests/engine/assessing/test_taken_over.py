"""What a scorecard takes over from a former one changes nothing that is said of it, whatever was published or asked."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from tests import factories as make
from tests.engine.corpus import said_of, world
from tests.factories import KNOWN_AT
from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import compute
from tracker.records.bundle import Bundle
from tracker.records.kinds import body, from_body

CHANGES = {
    "evidence": [{"title": "Told otherwise"}, {"period": "2020-01-09"}, {"seen_until": "2020-01-20"}, {"quotes": []}],
    "pledge": [{"title": "Named otherwise"}],
    "source": [{"publisher": "Another Gazette", "derived_from": []}, {"date": "2020-01-03"}, {"type": "claim"}],
    "response": [{"asked_by": "Another Gazette"}, {"answered": "2020-01-02"}],
    "company": [{"name": "Acme, renamed"}, {"products": []}],
    "condition": [{"name": "Another law"}, {"developments": []}],
    "topic": [{"name": "Renamed"}],
    "check": [{"until": "2020-01-12"}],
    "decision": [{"reason": "Another reason."}],
    "wording": [{"sentences": {"reason.result": "Hence"}}],
}
FREE = ("evidence", "decision", "check", "response", "wording")
"""Kinds of which a record may be missing without a name that leads nowhere, as far as these worlds go."""


def extra_records():
    """What the worlds lack."""
    yield from_body({"kind": "wording", "id": "site", "sentences": {"reason.result": "Thus"}})
    yield from_body({"kind": "check", "company": "acme", "topic": "topic", "until": "2020-01-25"})


def after_another(choices, records):
    """The records after a publication: one is told otherwise, or is there or not there."""
    kind = choices.choice(sorted({record.kind for record in records if record.kind in CHANGES}))
    record = choices.choice([record for record in records if record.kind == kind])
    if kind in FREE and choices.random() < 0.3:
        return [other for other in records if other is not record]
    changed = from_body(body(record) | choices.choice(CHANGES[kind]))
    return [changed if other is record else other for other in records]


def facts(card):
    """What was found, and what coverage is, with the records that it is of and the sentences that say it."""
    findings = [
        (it.computed, it.finding, it.lead, it.act, it.weight, it.due, it.time, it.scope, it.core, it.doubts, it.reasons,
         it.yardstick, it.pledge and it.pledge.title, it.evidence and (it.evidence.title, it.period), it.decision)
        for it in card.findings
    ]  # fmt: skip
    statements = [(it.statements, it.successor, it.amount) for it in card.assessment.dues]
    context = [(it.evidence, it.reason, it.weight, it.dimensions, it.act) for it in card.assessment.context]
    cells = [(it.label, it.pledge, it.reasons, it.evidence, it.lapsed, it.shortfalls) for it in card.cells]
    gaps = [(line.subject, line.text, line.evidence) for line in card.gap_lines]
    visible = (card.strength, card.amendment_lines, card.main and card.main[0].title, card.headline)
    return findings, statements, context, cells, gaps, visible, card.assessment.stale_decisions


@pytest.mark.parametrize("name", [f"drawn-{n:03}" for n in range(8)] + [f"rich-{n:03}" for n in range(8)])
def test_what_is_taken_over_is_what_would_be_found_anew(name):
    the_world, choices = world(name), Random(name)
    records, former, day = [*the_world.bundle, *extra_records()], None, the_world.days[1]
    for _ in range(10):
        bundle = Bundle(records)
        card = compute(Dossier.of(bundle, "acme", "topic"), day, KNOWN_AT, former=former)
        assert facts(card) == facts(compute(Dossier.of(bundle, "acme", "topic"), day, KNOWN_AT))
        former = card
        if choices.random() < 0.8:
            records = after_another(choices, records)
        else:
            day = choices.choice(the_world.days)


@pytest.mark.parametrize("name", ["rich-000", "rich-003"])
def test_all_is_said_that_is_said_anew(name):
    the_world, choices = world(name), Random(name)
    records, former = list(the_world.bundle), None
    for _ in range(6):
        bundle, day = Bundle(records), choices.choice(the_world.days)
        card = compute(Dossier.of(bundle, "acme", "topic"), day, KNOWN_AT, former=former)
        assert list(said_of(card)) == list(said_of(compute(Dossier.of(bundle, "acme", "topic"), day, KNOWN_AT)))
        former, records = card, after_another(choices, records)


def test_what_rests_on_the_same_is_the_same():
    records = list(make.bundle(make.pledge(), make.evidence(period="2020-07-01"), make.evidence("acme/lease")))
    former = compute(Dossier.of(Bundle(records), "acme", "police-drones"), date(2021, 1, 1), KNOWN_AT)
    reasons_before = {finding.evidence.id: finding.reasons for finding in former.findings}
    cells, lines, _ = former.cells, former.gap_lines, former.assessment.context
    lease = make.evidence("acme/lease", title="Told otherwise")
    later = Bundle([lease if record.id == lease.id else record for record in records])
    card = compute(Dossier.of(later, "acme", "police-drones"), former.as_of, KNOWN_AT, former=former)
    assert card.cells is cells
    assert card.gap_lines is lines
    reasons = {finding.evidence.id: finding.reasons for finding in card.findings}
    assert reasons == reasons_before
    assert reasons["acme/deal"] is reasons_before["acme/deal"]
    assert reasons["acme/lease"] is not reasons_before["acme/lease"]
    assert lease.title in {finding.evidence.title for finding in card.findings}


@pytest.mark.parametrize(
    ("changes", "same"), [({"summary": "In other words."}, True), ({"acts": [make.act(period="2020-07-02")]}, False)]
)
def test_a_record_in_other_words_is_explained_as_before_and_one_of_another_time_anew(changes, same):
    records = list(make.bundle(make.pledge(), make.evidence(period="2020-07-01")))
    former = compute(Dossier.of(Bundle(records), "acme", "police-drones"), date(2021, 1, 1), KNOWN_AT)
    (before,) = former.findings
    _ = before.reasons, before.token  # as a page reads them
    changed = make.evidence(**{"period": "2020-07-01", **changes})
    later = Bundle([changed if record.key == changed.key else record for record in records])
    card = compute(Dossier.of(later, "acme", "police-drones"), former.as_of, KNOWN_AT, former=former)
    (finding,) = card.findings
    assert (finding.reasons is before.reasons) is same
    assert finding.token is not before.token


@pytest.mark.parametrize("world", [True, False], ids=["one of each", "without a pledge"])
def test_what_is_found_the_same_on_another_day_has_the_same_token_and_reasons(world):
    former = card_of(None)[0] if world else make.scorecard(make.evidence(), make.check())
    deeds = [(it.token, it.reasons) for it in former.assessment.deeds]
    card = compute(former.dossier, former.as_of + timedelta(days=1), KNOWN_AT, former=former)
    assert deeds
    for (token, reasons), later in zip(deeds, card.assessment.deeds, strict=True):
        assert later.token is token
        assert later.reasons is reasons


def test_a_further_condition_that_nothing_waits_for_changes_nothing():
    former, shown = card_of(None)
    further = replace(former.dossier, conditions=former.dossier.conditions | {"other-law": make.condition("other-law")})
    assert facts(compute(further, former.as_of, KNOWN_AT, former=former)) == shown


def words(**fields):
    """The pledge of the world below; its words leave federal police unclear, of which the company was asked."""
    unclear = make.scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})
    base = {"start": "2019-01-01", "scope": unclear, "unclear_because": ["acme/silent"]}
    return make.pledge(versions=[make.version(**{**base, **fields})])


def count(**fields):
    """A promise with a deadline of its own or that waits for a law."""
    return make.promise("acme/count", versions=[make.version(deadline={"condition": "drone-law"}, scope={}, **fields)])


def said(extent="part-only", **fields):
    """What two reports say of another promise."""
    base = {"acts": None, "fulfils": [make.fulfilment(extent)], "period": "2021-07", "sources": ["day-1", "sun-1"]}
    return make.evidence("acme/said", **{**base, **fields})


def sale(**fields):
    """Two acts that two reports tell of; of one a third rests on another."""
    two = [make.act(), make.act(counterparty=["federal-police"])]
    return make.evidence(**{"acts": two, "sources": ["times-1", "herald-1"], **fields})


def customers(term, **fields):
    """The vocabulary with one of its terms told otherwise."""
    (vocabulary,) = [record for record in make.world() if record.id == "customers"]
    terms = [entry | fields if entry["id"] == term else entry for entry in body(vocabulary)["terms"]]
    return from_body(body(vocabulary) | {"terms": terms})


def owner(**fields):
    return make.company("mill", owners=[{"company": "acme", "source": "gazette-1", "since": "2018-01-01", **fields}])


def wording(**sentences):
    return from_body({"kind": "wording", "id": "site", "sentences": {"reason.result": "Thus", **sentences}})


SILENT = {"answer": "waiting", "until": "2021-12-31", "answered": "2021-01-15", "terms": ["federal-police"]}
HAWK = {"id": "hawk", "name": "Hawk", "subjects": ["camera-drones"]}
DONE = make.fulfilment("full", "acme/publish")
MEETS_NOT = make.development("2020-02-01", meets="no")
ONE_OF_EACH = (
    *make.world(),
    make.company(products=[HAWK]),
    owner(),
    *(make.source(id) for id in ("agency-1", "wire-1", "asked-1", "mail-1")),
    *(make.source(id, derived_from=["agency-1"]) for id in ("sun-1", "herald-1")),
    *(make.source(id, derived_from=["wire-1"]) for id in ("day-1", "times-1")),
    make.check(until="2021-12-31"),
    make.condition(developments=(MEETS_NOT,)),
    make.response(**SILENT, source="asked-1"),
    make.response("mill/answer", answer="full", text="So it is.", about=["acme/deal"]),
    words(),
    make.promise(),
    make.promise("acme/plan"),
    count(),
    make.condition("road-law", developments=(make.development("2022-01-15"),)),
    make.promise(
        "acme/road",
        versions=[
            make.version(deadline="2021-06-30", scope={}),
            make.version(start="2021-01-01", deadline={"condition": "road-law"}, scope={}),
        ],
    ),
    said(),
    sale(),
    make.evidence("acme/hawk", acts=[make.act(subject=None, products=["hawk"], counterparty=["sheriff"])]),
    make.evidence("acme/since", period="[2018-06-01..]", sources=["mail-1"]),
    make.evidence("mill/deal"),
    make.source("blog-1", date="2021-12-01"),
    make.promise("acme/publish"),
    make.evidence("acme/did", acts=None, fulfils=[DONE], period="2021-06-01/2021-08-01", sources=["blog-1"]),
    wording(),
)
"""One of each that an assessment rests on."""

DUE = {"pledge": "acme/report", "evidence": "acme/said", "computed": "missed", "decision": "dismissed"}
ON_FEDERAL = {"act": 2, "computed": "possible breach", "decision": "dismissed"}
INPUTS = {
    "a product": [make.company(products=[HAWK | {"subjects": ["cargo-drones"]}])],
    "an owner’s years": [owner(until="2020-06-01")],
    "what belongs to an owned company": [make.evidence("mill/deal", acts=[make.act(action=["market"])])],
    "the yardstick": [make.topic(yardstick=make.yardstick(scope=make.scope(counterparty={"out": ["federal-police"]})))],
    "the last check": [make.check(until="2021-06-30")],
    "a sentence": [wording(**{"time.during": "Then."})],
    "the place of a term": [customers("sheriff", broader=["school"])],
    "the name of a term": [customers("federal-police", name="Federal agents")],
    "a condition that is met": [make.condition(developments=(make.development("2021-02-01"),))],
    "a condition’s name": [make.condition(name="a law on drones", developments=(MEETS_NOT,))],
    "the scope of a pledge": [words(scope=make.scope(action={"in": ["lease"]}))],
    "the start of a pledge": [words(start="2020-08-01")],
    "the deadline of a promise": [make.promise(deadline="2021-08-31")],
    "the deadline of a promise without statements": [count(ends={"withdrawn": "2020-01-01"})],
    "a second pledge": [make.pledge("acme/zone", versions=[make.version(start="2019-01-01")])],
    "an answer": [make.response(**SILENT | {"answer": "declined"}, source="asked-1")],
    "an answer that disputes": [make.response("acme/no", answer="denied", text="No.", about=["acme/deal"])],
    "who reports an answer": [make.source("asked-1", publisher="The Asker")],
    "what an owned company says": [make.response("mill/answer", answer="denied", text="No.", about=["acme/deal"])],
    "what an owned company says of a statement": [
        make.response("mill/answer", answer="denied", text="No.", about=["acme/said"])
    ],
    "the title of conduct": [sale(title="Told otherwise")],
    "the acts of conduct": [sale(acts=[make.act(), make.act(counterparty=["school"])])],
    "the period of conduct": [sale(period="2018-07-01")],
    "an outcome of one act": [sale(outcomes=[make.outcome("2020-09-01", "retracted", acts=[2])])],
    "an outcome of all acts": [sale(outcomes=[make.outcome("2020-09-01", "alleged")])],
    "new conduct": [make.evidence("acme/new")],
    "the kind of a source of conduct": [make.document("times-1")],
    "the day of a source of conduct": [make.source("mail-1", date="2018-12-31")],
    "what sources of conduct rest on": [make.source("times-1", derived_from=["herald-1"])],
    "a statement": [said("none")],
    "the period of a statement": [said(period="2021-05")],
    "a further statement": [said("full", period="2021-05"), make.evidence("acme/zine", fulfils=[make.fulfilment()])],
    "the kind of a source of a statement": [make.document("day-1")],
    "the day of a source of a statement": [make.source("blog-1", date="2021-06-30")],
    "what sources of a statement rest on": [make.source("day-1", derived_from=["sun-1"])],
    "what the sources of sources rest on": [make.source("wire-1", derived_from=["agency-1"])],
    "an outcome of a statement": [said(outcomes=[make.outcome("2021-09-01", "alleged")])],
    "a decision on conduct": [make.decision(**ON_FEDERAL)],
    "a decision on a due": [make.decision(**DUE)],
    "a decision on a due without statements": [
        make.decision(pledge="acme/plan", evidence=None, computed="overdue", decision="dismissed")
    ],
}


@cache
def card_of(name, day=date(2022, 1, 31)):
    """Dossier and card of the world with one input changed, or as it was (None); and what is said of it."""
    changed = INPUTS[name] if name else []
    by_key = {record.key: record for record in (*ONE_OF_EACH, *changed)}
    dossier = Dossier.of(Bundle(list(by_key.values())), "acme", "police-drones")
    card = compute(dossier, day, KNOWN_AT)
    return card, facts(card)


def named(card):
    """What was found, by the token that stands for it."""
    return {
        it.token: (it.computed, it.scope, it.time, it.doubts, it.weight, it.due, it.decision) for it in card.findings
    }


def taken_over(former, card):
    """The facts of a card as they are found where another one is there already."""
    names = named(former)
    later = compute(replace(card.dossier), card.as_of, KNOWN_AT, former=former)
    said = facts(later)
    assert all(names.get(token, values) == values for token, values in named(later).items())
    return said


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("way", [1, -1], ids=["changed", "changed back"])
def test_each_input_counts_anew(name, way):
    (former, shown), (card, anew) = [card_of(it) for it in (None, name)][::way]
    assert taken_over(former, card) == anew != shown


@pytest.mark.parametrize("day", ["2020-07-31", "2021-01-31", "2021-06-30", "2021-07-31", "2021-12-31", "2022-01-10"])
@pytest.mark.parametrize("way", [1, -1], ids=["changed", "changed back"])
def test_another_day_counts_anew(day, way):
    (former, shown), (card, anew) = [card_of(None), card_of(None, date.fromisoformat(day))][::way]
    assert taken_over(former, card) == anew != shown

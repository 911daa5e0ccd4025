"""What a scorecard takes over from a former one changes nothing that is said of it, whatever was published or asked."""

from datetime import date
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
         it.pledge and it.pledge.title, it.evidence and (it.evidence.title, it.period), it.decision)
        for it in card.findings
    ]  # fmt: skip
    statements = [(it.statements, it.successor, it.amount) for it in card.assessment.dues]
    context = [(it.evidence, it.reason, it.weight, it.dimensions, it.act) for it in card.assessment.context]
    cells = [(it.label, it.pledge, it.reasons, it.evidence, it.lapsed, it.shortfalls) for it in card.cells]
    gaps = [(line.subject, line.text, line.evidence) for line in card.gap_lines]
    visible = (card.strength, card.amendment_lines, card.main and card.main[0].title, card.headline)
    return findings, statements, context, cells, gaps, visible, card.assessment.stale_decisions


@pytest.mark.parametrize("name", [f"drawn-{n:03}" for n in range(12)] + [f"rich-{n:03}" for n in range(12)])
def test_what_is_taken_over_is_what_would_be_found_anew(name):
    the_world, choices = world(name), Random(name)
    records, former, day = [*the_world.bundle, *extra_records()], None, the_world.days[1]
    for _ in range(16):
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


def test_a_product_that_is_something_else_makes_findings_anew():
    maker = make.company(products=[{"id": "hawk", "name": "Hawk", "subjects": ["camera-drones"]}])
    sale = make.evidence(acts=[make.act(subject=None, products=["hawk"])])
    records = list(make.bundle(make.pledge(), sale))
    first = Bundle([maker if record.key == maker.key else record for record in records])
    former = compute(Dossier.of(first, "acme", "police-drones"), date(2021, 1, 1), KNOWN_AT)
    assert former.assessment.context is not None
    later = Dossier.of(Bundle(records), "acme", "police-drones")
    anew = compute(later, former.as_of, KNOWN_AT)
    assert facts(compute(later, former.as_of, KNOWN_AT, former=former)) == facts(anew) != facts(former)


def test_an_act_that_was_cleared_meanwhile_is_weighed_anew():
    cleared = {"date": "2020-09-01", "outcome": "retracted", "source": "gazette-1"}
    former = make.scorecard(make.pledge(), make.evidence(period="2020-07-01"), as_of="2021-01-01")
    assert former.assessment.context is not None
    later = make.dossier(make.pledge(), make.evidence(period="2020-07-01", outcomes=[cleared]))
    anew = compute(later, former.as_of, KNOWN_AT)
    assert facts(compute(later, former.as_of, KNOWN_AT, former=former)) == facts(anew) != facts(former)

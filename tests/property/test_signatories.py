"""What an initiative's pledge means for a signatory is what the same pledge of its own would (RECORD-8)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.property.test_turns import duties
from tests.strategies.records import cases, day, promises
from tracker.engine.upcoming.next_change import next_change
from tracker.records.types.pledge import EndTerms

EVER = "[..2019-01-01]"


def signed(since=EVER, until=None):
    """A change that turns all pledges of a case into those of an initiative that the company signed."""
    signatory = {"company": "acme", "since": since} | ({"until": until} if until else {})

    def change(records):
        for record in records:
            if record["kind"] == "pledge":
                record["initiative"] = "charter"
        return [
            *records,
            {"kind": "initiative", "id": "charter", "name": "C", "source": "s0", "signatories": [signatory]},
        ]

    return change


def findings_in_short(case):
    """Every finding in short."""
    return [
        (
            finding.pledge and finding.pledge.id,
            finding.force and finding.force.number,
            finding.evidence and finding.evidence.id,
            finding.act,
            finding.due and finding.due.latest,
            finding.computed,
            finding.lead,
        )
        for finding in case.assessment().findings
    ]


@given(st.one_of(cases(), promises(), duties()))
def test_one_that_signed_before_everything_stands_as_if_the_pledge_were_its_own(case):
    assert findings_in_short(case.changed(signed())) == findings_in_short(case)


@given(st.one_of(promises(), duties()), st.integers(0, 20))
def test_nothing_is_said_of_what_was_due_by_the_day_it_signed(case, since):
    after = case.changed(signed(day(since)))
    for finding in after.assessment().dues:
        assert finding.due is None or finding.due.latest is None or finding.due.latest.isoformat() > day(since)


@given(st.one_of(promises(), duties()), st.integers(1, 20))
def test_signing_later_makes_no_due_graver(case, since):
    def one_version(records):
        for record in records:
            if record["kind"] == "pledge":
                record["versions"] = record["versions"][:1]

    case = case.changed(one_version)
    own = {(f.pledge.id, f.force.number, f.due and f.due.latest): f for f in case.assessment().dues}
    for finding in case.changed(signed(day(since))).assessment().dues:
        due_before = own.get((finding.pledge.id, finding.force.number, finding.due and finding.due.latest))
        relative = finding.due is None or hasattr(finding.force.version.deadline, "after")
        if due_before is not None and not relative:
            assert finding.gravity >= due_before.gravity or due_before.computed == "not checked since"


@given(duties(), st.integers(6, 20))
def test_leaving_is_for_the_dues_what_a_withdrawal_of_that_day_is(case, until):
    def withdrawn(records):
        for record in records:
            if record["kind"] == "pledge":
                record["versions"] = record["versions"][:1]
                record["versions"][0]["ends"] = {"withdrawn": day(until)}

    def open_ended(records):
        for record in records:
            if record["kind"] == "pledge":
                record["versions"] = record["versions"][:1]
                record["versions"][0]["ends"] = "open"

    left = case.changed(open_ended).changed(signed(until=day(until)))
    assert [it[4:] for it in findings_in_short(left)] == [it[4:] for it in findings_in_short(case.changed(withdrawn))]
    assert not any(isinstance(v.ends, EndTerms) for p in left.bundle().pledges.values() for v in p.versions)


@given(st.one_of(cases(), promises(), duties()), st.integers(0, 20), st.integers(1, 20), st.integers(1, 40))
def test_nothing_changes_before_the_next_change_for_a_signatory_either(case, since, stays, days):
    case = case.changed(signed(day(since), day(since + stays)))
    until = next_change(case.dossier(), case.as_of)
    later = case.as_of + timedelta(days=days)
    if until is None or later < until:
        assert findings_in_short(replace(case, as_of=later)) == findings_in_short(case)

"""Acts asked as sets get the answers that each pair of version and act gets by itself."""

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.records import cases, scale_cases
from tracker.core.dates import Relation
from tracker.engine.assessing.act_sets import matched, members
from tracker.engine.assessing.deeds import Deeds
from tracker.engine.evidence.weight import weigh
from tracker.engine.in_force import in_force_periods
from tracker.engine.rules import decide


def asked_of(case):
    """The versions and acts of a case as the rules ask them."""
    dossier = case.dossier()
    in_force = {p.id: in_force_periods(p, dossier.conditions, case.as_of) for p in dossier.pledges}
    deeds = Deeds(dossier, case.as_of, in_force)
    acts = [
        deed.query
        for evidence in dossier.evidence
        for deed in deeds.deeds(evidence, weigh(evidence, dossier.sources, [], case.as_of))
    ]
    return [version for _, _, version in deeds.versions], acts


def one_by_one(versions, act):
    """What ``decide`` says of one act beside each version."""
    matches = [decide(version, act) for version in versions]
    after = [match.timing.relation == Relation.AFTER for match in matches]
    return (
        [(place, match) for place, match in enumerate(matches) if match.finding],
        any(after),
        any(match.scope > 0 for match in matches),
        all(over and match.scope <= 0 for over, match in zip(after, matches, strict=True)),
    )


def of_act(matches, place):
    """What was said of one of all acts at once."""
    sets = (matches.after, matches.reached, matches.passed_by)
    return (matches.findings[place], *(bool(acts >> place & 1) for acts in sets))


@given(st.one_of(cases(), scale_cases()))
def test_all_acts_at_once_are_answered_as_each_pair_is(case):
    versions, acts = asked_of(case)
    matches = matched(versions, acts)
    assert len(matches.findings) == len(acts)
    assert [of_act(matches, i) for i in range(len(acts))] == [one_by_one(versions, act) for act in acts]


@given(st.sets(st.integers(0, 200)))
def test_members_are_the_places_of_the_bits(places):
    assert list(members(sum(1 << place for place in places))) == sorted(places)

"""What differs between two scorecards: laws on generated records, and how changes read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.strategies.records import cases
from tracker.engine.comparing.changes import changes, impact
from tracker.records.sentences import SENTENCES


def days():
    """A case, and two days."""
    return st.tuples(cases(), st.integers(0, 60), st.integers(0, 60))


def on(case, number):
    return replace(case, as_of=date(2020, 6, 1) + timedelta(days=number)).scorecard()


@given(cases())
def test_equal_scorecards_change_nothing(case):
    assert changes(case.scorecard(), case.scorecard()) == []


@given(days())
def test_changes_back_are_the_changes_there_with_sides_swapped(drawn):
    case, first, second = drawn
    there, back = changes(on(case, first), on(case, second)), changes(on(case, second), on(case, first))
    assert {change.reversed() for change in there} == set(back)
    assert len(there) == len(back)


@given(days(), st.integers(0, 60))
def test_no_change_is_lost_on_the_way(drawn, between):
    case, first, last = drawn
    one, middle, other = (on(case, number) for number in (first, between, last))
    places = [{(c.about, c.key) for c in changes(*pair)} for pair in ((one, middle), (middle, other), (one, other))]
    assert places[2] <= places[0] | places[1]


@given(cases())
def test_every_change_is_a_sentence_and_a_real_one(case):
    for change in changes(on(case, 0), on(case, 30)) + changes(None, case.scorecard()):
        assert change.before != change.after
        assert change.text.endswith(".")
        assert "None" not in change.text
        assert (change.before is None) == (change.before_words is None)


RETRACTED = make.evidence(outcomes=[make.outcome("2020-09-01", "retracted")])


def change_lines(before, after):
    return [(change.about, change.kind, change.text) for change in changes(before, after)]


def test_days_between_which_nothing_lies_change_nothing():
    first = make.scorecard(make.pledge(), as_of="2020-07-01")
    assert change_lines(first, make.scorecard(make.pledge(), as_of="2020-08-01")) == []


def sentence(key, **values):
    return SENTENCES[key].format(**values)


def moved(subject, before, after):
    return sentence("change.moved", subject=subject, before=before, after=after)


def clearly_covers(strength, covered, possible):
    heading = sentence(f"strength.{strength}.heading").capitalize()
    return sentence("strength.count", word=heading, covered=covered, cells=4, possible=possible)


def test_a_pledge_that_runs_out_is_told_with_what_goes_with_it():
    pledge = make.pledge(versions=[make.version(ends={"after": "1 year"})], title="No sales")
    before, after = (make.scorecard(pledge, as_of=day) for day in ("2021-06-10", "2021-06-11"))
    ending = sentence("ends.fixed-length", last_day="10 June 2021", length="1 year")
    ended = sentence("ends.over-fixed", last_day="10 June 2021")
    states = (
        sentence("state.version", state=sentence("state.in-force"), ends=ending),
        sentence("state.version", state=sentence("state.over"), ends=ended),
    )
    strengths = clearly_covers("partial", 1, 1), clearly_covers("none", 0, 0)
    headings = sentence("cell.covered.heading"), sentence("cell.open.heading")
    version = sentence("change.of-version", pledge="No sales", number=1)
    cell = sentence("change.of-cell", row="Local police", column="Sell")
    assert change_lines(before, after)[1:] == [
        ("strength", "moved", moved(sentence("change.of-strength"), *strengths)),
        ("version", "moved", moved(version, *states)),
        ("cell", "moved", moved(cell, *headings)),
    ]


def test_a_condition_that_is_met_is_told():
    pledge = make.pledge(versions=[make.version(ends={"condition": "drone-law"})])
    law = make.condition(developments=(make.development("2020-12-01"),))
    before, after = (make.scorecard(pledge, law, as_of=day) for day in ("2020-11-30", "2020-12-01"))
    (met,) = [change for change in changes(before, after) if change.about == "condition"]
    assert (met.key, met.before, met.after) == (("drone-law",), "pending", "met")
    subject = sentence("change.of-condition", condition="a drone law is in place")
    assert met.text == moved(subject, sentence("state.pending"), sentence("state.met"))


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ([], [make.evidence()], "new", (None, "breach")),
        ([make.evidence()], [RETRACTED], "gone", ("breach", None)),
        ([make.evidence(sources=["gazette-1"])], [make.evidence()], "moved", ("possible breach", "breach")),
    ],
    ids=["new", "gone", "moved"],
)  # fmt: skip
def test_findings_are_new_gone_or_moved(before, after, kind, words):
    cards = [make.scorecard(make.pledge(), *records) for records in (before, after)]
    (finding,) = [change for change in changes(*cards) if change.about == "finding"]
    assert (finding.kind, finding.before, finding.after) == (kind, *words)
    assert finding.key == ("acme/no-sales", "1", "acme/deal", "1", "", "")


def test_the_gravest_finding_comes_first():
    prior = make.evidence("acme/a-deal", period="2019")
    differences = changes(make.scorecard(make.pledge()), make.scorecard(make.pledge(), prior, make.evidence()))
    assert [change.after for change in differences if change.about == "finding"] == ["breach", "prior conduct"]


def test_a_headline_changes_only_in_more_than_its_day_and_count():
    before = make.scorecard(make.pledge(), as_of="2020-07-01")
    statement = make.evidence("acme/said", nature="statement", acts=None)
    differences = changes(before, make.scorecard(make.pledge(), statement, as_of="2020-08-01"))
    assert [change.about for change in differences] == ["reviewed"]


def test_a_scorecard_that_there_was_not_is_new_in_everything():
    differences = changes(None, make.scorecard(make.pledge()))
    assert {change.kind for change in differences} == {"new"}
    assert changes(None, None) == []


def test_other_companies_or_topics_are_refused():
    other = make.scorecard(make.company("bolt"), company="bolt")
    with pytest.raises(ValueError, match="different companies"):
        changes(make.scorecard(make.pledge()), other)


def test_the_impact_of_a_draft_is_what_its_publication_would_change():
    published = make.bundle(make.pledge())
    of_whom = ("acme", "police-drones", date(2021, 12, 31), make.KNOWN_AT)
    drafted = make.evidence()
    assert impact(published, [drafted], *of_whom) == changes(
        make.scorecard(make.pledge()), make.scorecard(make.pledge(), drafted)
    )
    assert impact(published, [make.pledge()], *of_whom) == []


def test_the_impact_of_a_company_that_only_the_draft_brings():
    drafted = [make.company("bolt"), make.pledge("bolt/no-sales")]
    changes_by_draft = impact(make.bundle(), drafted, "bolt", "police-drones", date(2021, 12, 31), make.KNOWN_AT)
    assert {change.about for change in changes_by_draft} >= {"headline", "strength", "cell"}
    assert {change.kind for change in changes_by_draft} == {"new"}


def test_changes_stand_in_the_order_that_readers_need():
    until_law = make.pledge(versions=[make.version(ends={"condition": "drone-law"})])
    met = make.condition(developments=(make.development("2021-02-01"),))
    before = make.scorecard(until_law)
    after = make.scorecard(until_law, met, make.evidence(), make.response(), make.check(until="2021-06-30"))
    order = ["headline", "strength", "version", "condition", "finding", "cell", "reply", "checked", "reviewed"]
    assert list(dict.fromkeys(change.about for change in changes(before, after))) == order

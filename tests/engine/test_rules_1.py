"""Version 1 of the rules stays as it was: what a site said under it is computed by it for ever (LAW-7)."""

from datetime import date

import pytest

from tests.engine.assessing.test_worked_acts import CHECKED, SOURCES, conduct, entries, plain, refrain
from tests.engine.assessing.test_worked_dues import pledged, says
from tests.factories import (
    KNOWN_AT,
    act,
    document,
    dossier,
    evidence,
    fulfilment,
    outcome,
    pledge,
    scope,
    topic,
    version,
)
from tracker.engine.rules_1.rules import GRAVITY
from tracker.engine.scorecard import compute
from tracker.engine.scorecard_json import scorecard_json


def card_of(*records, as_of="2026-01-01"):
    return compute(dossier(*records), date.fromisoformat(as_of), KNOWN_AT, rules="1")


def words(*records, **fields):
    return [finding.computed for finding in card_of(*records, **fields).findings]


@pytest.mark.parametrize(
    ("outcomes", "finding"),
    [
        (("alleged", "retracted", "denied"), ["breach"]),
        (("alleged", "put right"), ["breach"]),
        (("admitted", "retracted"), []),
        (("alleged", "denied"), ["possible breach"]),
    ],
)
def test_the_latest_outcome_decided(outcomes, finding):
    assert words(CHECKED, *SOURCES, refrain(), conduct(*plain(entries(*outcomes)))) == finding


def test_an_admission_was_one_of_all_acts():
    both = conduct(outcome("2020-01-01", "admitted"), acts=[act(), act()], sources=["gazette-1"])
    assert words(CHECKED, *SOURCES, refrain(), both) == ["breach", "breach"]


@pytest.mark.parametrize("rules", ["1", "2"])
def test_a_version_that_was_never_in_force_takes_nothing_over(rules):
    versions = [version(), version(start="2021-01-01", ends={"withdrawn": "2021-01-01"})]
    records = dossier(CHECKED, *SOURCES, pledge(versions=versions), evidence(period="2021-03-01"))
    card = compute(records, date(2026, 1, 1), KNOWN_AT, rules=rules)
    assert [(finding.computed, finding.force.number) for finding in card.findings] == [("after lapse", 1)]


def test_the_order_of_gravity_stays_as_it_was():
    assert GRAVITY == (
        "breach", "possible breach", "missed", "loophole", "possible loophole", "after lapse", "no pledge",
        "falls short so far", "dropped before due", "exception used", "unaddressed", "overdue", "partly met",
        "met late", "prior conduct", "met, timing unclear", "pending", "met", "honoured",
    )  # fmt: skip


def test_each_pledge_counted_its_own_finding():
    schools = pledge("acme/s", versions=[version(start="2019-01-01", scope=scope(counterparty={"in": ["school"]}))])
    card = card_of(CHECKED, *SOURCES, refrain(), schools, conduct())
    assert card.counts == {"breach": 1, "loophole": 1}


@pytest.mark.parametrize(
    ("start", "finding"),
    [("2019-01-01?", "possible breach"), ("2019-06-12?", "possible breach"), ("2019-06-13?", "prior conduct")],
)
def test_a_doubted_date_kept_its_bounds_and_made_nothing_certain(start, finding):
    assert words(CHECKED, *SOURCES, pledge(versions=[version(start=start)]), conduct()) == [finding]


def test_a_doubted_version_is_only_possibly_in_force():
    (pledge_,) = scorecard_json(card_of(CHECKED, pledge(versions=[version(start="2019-01-01?")])))["pledges"]
    assert pledge_["versions"][0]["in_force"] == "unclear"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((pledged(("2018-01-01", "2020-12-31"), ("2022-06-01", "2026-12-31")),), ["pending"]),
        ((pledged(),), ["overdue"]),
        ((pledged(), says("full", "2023-11-01/..", seen_until="2025-06-30")), ["met late"]),
        ((pledged(), says("part", "2021")), ["partly met"]),
        ((pledged(), says("none", "2024-05-10"), says("full", "2024-06-20", "two")), ["falls short so far", "met"]),
        ((pledged(), says("none", "2024-07-10"), says("full", "2025-03", "two")), ["missed", "met late"]),
    ],
)
def test_each_statement_was_a_finding_and_the_last_version_had_the_due(records, expected):
    assert words(topic(), document(date="2025-10-01"), *records) == expected


def test_a_statement_spoke_of_all_its_days():
    card = card_of(topic(), document(date="2025-10-01"), pledged(), says("part", "2021/2022-05"))
    ((statement,),) = (due.statements for due in card.assessment.dues)
    days = [date.fromordinal(day).isoformat() for day in (statement.first, statement.last)]
    assert days == ["2022-05-01", "2022-05-31"]


def test_a_scorecard_says_which_rules_it_is_by():
    assert scorecard_json(card_of(CHECKED))["rules"] == "1"
    assert scorecard_json(compute(dossier(CHECKED), date(2026, 1, 1), KNOWN_AT))["rules"] == "2"


def test_what_was_said_for_lack_of_a_record_needed_no_check():
    assert words(topic(), *SOURCES, conduct()) == ["no pledge"]


PILOTS = pledge(versions=[version(scope=scope(action={"in": ["pilot"]}))])


def piloted(**fields):
    return evidence(acts=[act(action=["pilot"])], **fields)


@pytest.mark.parametrize(
    ("seen", "finding"), [("2020-09-01", "breach"), ("2020-09-01?", "possible breach"), ("2020-06", "possible breach")]
)
def test_of_what_goes_on_a_doubted_day_vouched_for_nothing(seen, finding):
    assert words(CHECKED, PILOTS, piloted(period="2019-01-01/..", seen_until=seen)) == [finding]


@pytest.mark.parametrize(
    ("last_day", "fields", "finding"),
    [
        ("2022-06-30", {"period": "../2025"}, "breach"),
        ("2021-06-30", {"period": "../2025"}, "possible breach"),
        ("2021-06-30", {"period": "../..", "seen_until": "2020-09-01"}, "breach"),
    ],
)
def test_what_began_on_an_unknown_day_had_begun_by_the_day_asked_or_last_seen(last_day, fields, finding):
    words_ = pledge(versions=[version(scope=scope(action={"in": ["pilot"]}), ends={"last_day": last_day})])
    assert words(CHECKED, words_, piloted(**fields), as_of="2021-12-31") == [finding]


def test_nothing_was_certain_of_days_after_the_one_asked():
    perhaps_begun = version(start="[2021-06..2022-06]", scope=scope(action={"in": ["pilot"]}))
    records = CHECKED, pledge(versions=[perhaps_begun]), piloted(period="../2025")
    assert words(*records, as_of="2021-12-31") == ["possible breach"]
    assert words(*records, as_of="2022-12-31") == ["breach"]


def key_of_context(*records):
    (context,) = card_of(CHECKED, *records).assessment.context
    return context.reason


def test_context_was_told_by_what_all_acts_were():
    local = scope(counterparty={"in": ["local-police"]})
    ended = pledge(versions=[version(scope=local, ends={"withdrawn": "2021-01-01"})])
    after, said = {"period": "2021-06-01"}, {"fulfils": [fulfilment("full", pledge="acme/other")]}
    outside, federal = act(counterparty=["school"]), act(counterparty=["federal-police"])
    assert key_of_context(ended, evidence(**after, **said, acts=[outside])) == "context.outside"
    assert key_of_context(ended, evidence(**after, **said, acts=[outside, federal])) == "context.not-reached"


def test_what_was_seen_on_the_day_of_the_deadline_was_missed():
    assert words(topic(), document(date="2024-06-30"), pledged(), says("none", "2024-06-30")) == ["missed"]


@pytest.mark.parametrize(
    ("published", "finding"),
    [("2024-06-30", "falls short so far"), ("2024", "falls short so far"), ("2024-07-01", "missed")],
)
def test_what_was_seen_in_the_month_of_the_deadline_was_missed_once_somebody_wrote_after_it(published, finding):
    assert words(topic(), document(date=published), pledged(), says("none", "2024-06")) == [finding]


@pytest.mark.parametrize(("last_day", "finding"), [("2024-06-29", "dropped before due"), ("2024-06-30", "overdue")])
def test_what_was_over_on_the_day_before_it_was_due_was_dropped(last_day, finding):
    assert words(topic(), *SOURCES, pledged(ends={"last_day": last_day})) == [finding]

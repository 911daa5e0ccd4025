"""DEED-2 to DEED-10, one worked case a rule, and the logic of days behind them (TIME-1 to TIME-9)."""

import pytest

from tests.factories import (
    act,
    assessment,
    condition,
    development,
    document,
    evidence,
    findings,
    outcome,
    pledge,
    scope,
    source,
    topic,
    version,
    yardstick,
)

CHECKED = topic(checked_until={"acme": "2030-01-01"})
"""With it what is said for lack of a record may be said."""

ONE_YEAR = {"start": "2020-06-10", "ends": {"after": "1 year"}}


def findings_of(*versions, as_of="2021-12-31", others=(), **fields):
    """The findings of one deal under a pledge with these versions."""
    return findings(CHECKED, pledge(versions=list(versions) or [version()]), evidence(**fields), *others, as_of=as_of)


def excepting(**labels):
    return version(scope=scope(counterparty={"in": ["police"], **labels}))


# DEED-2


def test_a_sale_under_an_exception_of_the_words_is_exception_used():
    assert findings_of(excepting(**{"except": ["federal-police"]}), acts=[act(counterparty=["border-guard"])]) == [
        "exception used"
    ]


def test_an_exception_is_used_even_where_it_is_not_certain_that_the_pledge_was_in_force():
    excepted = excepting(**{"except": ["federal-police"]})
    assert findings_of(excepted, period="2020-06", acts=[act(counterparty=["federal-police"])]) == ["exception used"]


def test_what_the_words_leave_out_in_silence_is_no_exception():
    assert findings_of(excepting(out=["federal-police"]), acts=[act(counterparty=["federal-police"])]) == ["loophole"]


def test_an_exception_before_the_pledge_is_unaddressed():
    excepted = excepting(**{"except": ["federal-police"]})
    assert findings_of(excepted, period="2019", acts=[act(counterparty=["federal-police"])]) == ["unaddressed"]


# DEED-3


def test_an_act_outside_the_yardstick_and_not_inside_the_scope_is_context_with_its_dimension():
    result = assessment(CHECKED, pledge(), evidence(acts=[act(subject=["cargo-drones"])]))
    assert result.findings == []
    assert [(c.evidence.id, c.reason, c.dimensions) for c in result.context] == [
        ("acme/deal", "context.outside", ("subject",))
    ]


def test_an_act_outside_the_yardstick_but_inside_the_scope_is_judged():
    wide = version(scope=scope(subject={"in": ["drones"]}))
    assert findings_of(wide, acts=[act(subject=["cargo-drones"])]) == ["breach"]


def test_what_a_stranger_does_is_context():
    assert findings_of(version(), acts=[act(actor=["unrelated-party"])]) == []


# DEED-4 and DEED-5


def test_a_sale_before_the_pledge_that_it_now_rules_out_is_prior_conduct():
    assert findings_of(version(), period="2019-03-01") == ["prior conduct"]


@pytest.mark.parametrize(
    "counterparty", [{"in": ["local-police"]}, {"in": ["local-police"], "unclear": ["federal-police"]}]
)
def test_a_sale_before_the_pledge_that_it_does_not_clearly_rule_out_is_unaddressed(counterparty):
    words = version(scope=scope(counterparty=counterparty))
    assert findings_of(words, period="2019-03-01", acts=[act(counterparty=["federal-police"])]) == ["unaddressed"]


def test_conduct_that_ended_on_the_first_day_is_before():
    assert findings_of(version(start="2020-06-11"), period="2020-06-01/2020-06-11") == ["prior conduct"]


def test_the_day_before_the_first_day_is_before():
    assert findings_of(version(start="2020-06-11"), period="2020-06-10") == ["prior conduct"]


def test_an_act_on_the_very_first_day_is_only_possibly_during():
    assert findings_of(version(start="2020-06-11"), period="2020-06-11") == ["possible breach"]


def test_the_day_after_the_first_day_is_during():
    assert findings_of(version(start="2020-06-11"), period="2020-06-12") == ["breach"]


# DEED-6


def test_the_last_day_of_one_year_is_within_and_the_next_day_is_after():
    assert findings_of(version(**ONE_YEAR), period="2021-06-09") == ["breach"]
    assert findings_of(version(**ONE_YEAR), period="2021-06-10") == ["after lapse"]


def test_a_last_day_is_within():
    ends = {"last_day": "2020-12-31"}
    assert findings_of(version(ends=ends), period="2020-12-31") == ["breach"]
    assert findings_of(version(ends=ends), period="2021-01-01") == ["after lapse"]


def test_the_day_of_withdrawal_is_after_the_pledge():
    ends = {"withdrawn": "2020-12-31", "stated": "open"}
    assert findings_of(version(ends=ends), period="2020-12-30") == ["breach"]
    assert findings_of(version(ends=ends), period="2020-12-31") == ["after lapse"]


def test_between_removal_and_confirmed_withdrawal_a_sale_is_possibly_during():
    ends = {"withdrawn": "[2020-10-01..2020-12-01]"}
    assert findings_of(version(ends=ends), period="2020-09-15") == ["breach"]
    assert findings_of(version(ends=ends), period="2020-11-15") == ["possible breach"]
    assert findings_of(version(ends=ends), period="2020-12-15") == ["after lapse"]


def test_the_page_taken_down_ends_nothing():
    removed = [{"date": "2020-10-01", "title": "Page removed"}]
    assert findings_of(version(events=removed), period="2020-12-15") == ["breach"]


def test_a_version_replaced_by_one_that_leaves_the_act_out_lapses():
    narrowed = version(start="2020-09-01", change="narrowed", scope=scope(counterparty={"in": ["school"]}))
    assert findings_of(version(), narrowed, period="2020-08-31") == ["breach", "unaddressed"]
    assert findings_of(version(), narrowed, period="2020-10-01") == ["loophole", "after lapse"]


def test_a_version_replaced_by_one_that_still_has_the_act_inside_yields_nothing_more():
    extended = version(start="2020-09-01", change="extended")
    assert findings_of(version(), extended, period="2020-10-01") == ["breach"]


@pytest.mark.parametrize(
    ("before", "after", "lapsed"),
    [
        ({"in": ["local-police", "border-guard"]}, {"in": ["local-police"]}, True),
        ({"in": ["local-police"]}, {"in": ["local-police", "border-guard"]}, False),
        ({"in": ["local-police"]}, {"in": ["border-guard"]}, False),
        ({"in": ["local-police"], "unclear": ["federal-police"]}, {"in": ["local-police"]}, False),
        ({"unclear": ["police"]}, {"in": ["school"]}, False),
        ({"in": ["police"]}, {"in": ["local-police"]}, True),
        ({"in": ["police"]}, {"unclear": ["police"]}, True),
    ],
    ids=str,
)
def test_after_a_version_that_has_fewer_of_the_narrower_terms_of_a_broad_one(before, after, lapsed):
    # Of what was inside, any loss counts; of what was unclear, only narrower terms that were inside and no longer are.
    versions = (
        version(scope=scope(counterparty=before)),
        version(start="2020-09-01", scope=scope(counterparty=after)),
    )
    act_on_police = {"acts": [act(counterparty=["police"])], "period": "2020-10-01"}
    assert ("after lapse" in findings_of(*versions, **act_on_police)) is lapsed


def test_a_version_that_covers_the_act_by_another_of_its_terms_is_no_lapse():
    """Unclear for the first, as sheriffs were covered of all local police; schools alone cover it by the second."""
    first = version(scope=scope(counterparty={"in": ["sheriff"]}))
    second = version(start="2020-09-01", scope=scope(counterparty={"in": ["school"]}))
    both = {"acts": [act(counterparty=["local-police", "school"])], "period": "2020-10-01"}
    assert findings_of(first, second, **both) == ["breach"]


def test_a_version_that_was_replaced_the_same_day_is_as_if_it_had_not_been_said():
    assert findings_of(
        version(), version(scope=scope(counterparty={"in": ["school"]})), period="2020-05-01/2020-10-01"
    ) == ["loophole"]


MET = (development("2020-09-01"),)


def test_conduct_after_the_condition_was_met_is_after_lapse():
    words = version(ends={"condition": "drone-law"})
    law = condition(developments=MET)
    assert findings_of(words, period="2020-08-31", others=[law]) == ["breach"]
    assert findings_of(words, period="2020-09-01", others=[law]) == ["after lapse"]


@pytest.mark.parametrize("meets", ["no", "void"])
def test_a_condition_that_is_void_or_not_met_ends_nothing(meets):
    law = condition(developments=(development("2020-09-01", meets),))
    assert findings_of(version(ends={"condition": "drone-law"}), period="2020-10-01", others=[law]) == ["breach"]


def test_a_condition_that_is_met_after_the_day_asked_about_has_ended_nothing_yet():
    words, law = version(ends={"condition": "drone-law"}), condition(developments=MET)
    assert findings_of(words, period="2020-08-01", others=[law], as_of="2020-08-31") == ["breach"]


def test_a_pledge_that_waits_for_a_condition_binds_from_the_day_it_is_met():
    words = version(announced="2020-06-11", start={"condition": "drone-law"})
    law = condition(developments=MET)
    assert findings_of(words, period="2020-08-01", others=[law], as_of="2020-08-31") == ["no pledge"]
    assert findings_of(words, period="2020-08-01", others=[law]) == ["prior conduct"]
    assert findings_of(words, period="2020-10-01", others=[law]) == ["breach"]


# DEED-7


def test_a_sale_outside_the_words_while_they_were_in_force_is_a_loophole():
    assert findings_of(version(), acts=[act(counterparty=["federal-police"])]) == ["loophole"]


def test_a_sale_outside_the_words_on_their_first_day_is_a_possible_loophole():
    assert findings_of(version(), period="2020-06-11", acts=[act(counterparty=["federal-police"])]) == [
        "possible loophole"
    ]


# DEED-8 and DEED-9


def test_a_single_report_makes_a_possible_breach_only():
    assert findings_of(version(), sources=["gazette-1"]) == ["possible breach"]


def test_two_publishers_make_a_breach():
    assert findings_of(version(), sources=["gazette-1", "herald-1"], others=[source("herald-1")]) == ["breach"]


def test_an_unclear_customer_makes_a_possible_breach():
    words = version(scope=scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]}))
    assert findings_of(words, acts=[act(counterparty=["border-guard"])]) == ["possible breach"]


def test_a_term_coarser_than_the_scope_makes_a_possible_breach():
    assert findings_of(version(), acts=[act(counterparty=["police"])]) == ["possible breach"]


def test_a_dimension_that_the_record_leaves_unknown_makes_a_possible_breach():
    assert findings_of(version(), acts=[act(counterparty=None)]) == ["possible breach"]


def test_what_a_reseller_did_under_words_that_are_silent_on_resellers_is_a_possible_breach():
    assert findings_of(version(), acts=[act(actor=["reseller"])]) == ["possible breach"]


def test_an_alleged_sale_makes_a_possible_breach_until_it_is_admitted():
    alleged, admitted = outcome("2020-08-01", "alleged"), outcome("2020-09-01", "admitted")
    assert findings_of(version(), outcomes=[alleged]) == ["possible breach"]
    assert findings_of(version(), outcomes=[alleged, admitted]) == ["breach"]
    assert findings_of(version(), outcomes=[alleged, admitted], as_of="2020-08-31") == ["possible breach"]


def test_a_self_judged_pledge_is_never_certainly_broken():
    assert findings_of(version(ends="self-judged")) == ["possible breach"]
    assert findings_of(version(ends="self-judged"), acts=[act(counterparty=["school"])]) == []
    assert findings_of(version(ends="self-judged"), acts=[act(counterparty=["federal-police"])]) == [
        "possible loophole"
    ]
    assert findings_of(version(ends="self-judged"), period="2020-01-01") == ["prior conduct"]


def test_an_end_that_nobody_stated_is_not_an_end():
    assert findings_of(version(ends="unstated"), period="2021-12-01") == ["breach"]


# Uncertain dates


@pytest.mark.parametrize(
    ("period", "finding"),
    [
        ("2020-05", "prior conduct"),
        ("2020-06", "possible breach"),
        ("2020-07", "breach"),
        ("2020", "possible breach"),
        ("[2020-06-01..2020-06-10]", "prior conduct"),
        ("[2020-06-01..2020-06-11]", "possible breach"),
        ("[2020-06-12..2020-06-20]", "breach"),
        ("2020-07-01?", "breach"),
        ("2020-07-01~", "breach"),
        ("2020-06-18?", "possible breach"),
        ("2020-06-19?", "breach"),
        ("2020-06-01~", "prior conduct"),
        ("2020-06-05~", "possible breach"),
        ("2019/2021", "breach"),
        ("2020-07/2020-08~", "breach"),
    ],
)
def test_time_is_said_to_be_certain_only_where_no_reading_of_the_date_is_otherwise(period, finding):
    contract = {"unclear": ["existing-contract"], "in": ["sell", "existing-contract"]}
    words = version(scope=scope(action={"in": contract["in"]}))
    assert findings_of(words, period=period) == [finding]


def test_a_version_whose_first_day_is_uncertain_binds_certainly_from_its_latest_reading():
    words = version(start="[2020-06-08..2020-06-11]")
    assert findings_of(words, period="2020-06-08") == ["possible breach"]
    assert findings_of(words, period="2020-06-07") == ["prior conduct"]
    assert findings_of(words, period="2020-06-12") == ["breach"]


def test_the_day_of_an_article_is_not_the_day_of_the_act():
    late = document(date="2021-01-01")
    assert findings_of(version(), period="2019-01-01", others=[late]) == ["prior conduct"]


# No pledge


def test_conduct_of_a_company_without_a_pledge_is_no_pledge():
    assert findings(CHECKED, evidence()) == ["no pledge"]
    assert findings(CHECKED, evidence(acts=[act(subject=["cargo-drones"])])) == []


def test_conduct_after_a_pledge_that_never_reached_it_is_no_pledge():
    over = version(ends={"last_day": "2020-06-30"})
    assert findings_of(over, acts=[act(counterparty=["federal-police"])]) == ["no pledge"]


def test_before_a_pledge_had_begun_there_was_none():
    deal = {"period": "2020-01-01"}
    assert findings_of(version(start="2020-06-11"), as_of="2020-06-10", **deal) == ["no pledge"]
    assert findings_of(version(start="2020-06-11"), as_of="2020-06-11", **deal) == ["prior conduct"]


def test_a_promise_to_do_something_is_no_pledge_to_refrain():
    report = pledge("acme/report", commitment="perform", versions=[version(scope={})])
    assert findings(CHECKED, report, evidence()) == ["no pledge", "pending"]


def test_a_topic_that_asks_for_deeds_finds_no_missing_pledge_to_refrain():
    asks = topic(yardstick=yardstick(commitment="perform"))
    assert findings(CHECKED, asks, evidence()) == []


# What exists on a day


def test_what_begins_later_does_not_exist_yet():
    deal = {"period": "2020-09-01"}
    assert findings_of(version(), as_of="2020-08-31", **deal) == []
    assert findings_of(
        version(), version(start="2020-12-01", scope=scope(place={"in": ["DE"]})), as_of="2020-10-01", **deal
    ) == ["breach"]


def test_a_later_act_of_one_piece_of_evidence_does_not_exist_yet():
    acts = [act(), act(period="2020-10-01", counterparty=["federal-police"])]
    assert findings_of(version(), acts=acts, period="2020-07-01/2020-10-01", as_of="2020-09-01") == ["breach"]
    assert findings_of(version(), acts=acts, period="2020-07-01/2020-10-01") == ["breach", "loophole"]


def test_an_uncertain_day_is_not_cut_into_certainty_by_the_day_asked_about():
    ended = version(ends={"last_day": "2020-07-15"})
    assert findings_of(ended, period="2020-07", as_of="2020-07-15") == ["possible breach"]


def test_each_act_meets_each_version_of_each_pledge_once():
    second = pledge("acme/second", versions=[version(), version(start="2020-12-01")])
    result = assessment(
        CHECKED, pledge(), second, evidence(period="2020-11-01/2021-02-01", acts=[act(), act(action=["pilot"])])
    )
    keys = [(f.pledge.id, f.force.number, f.act) for f in result.findings]
    assert len(keys) == len(set(keys)) == 6
    assert {f.computed for f in result.findings if f.act == 2} == {"loophole"}

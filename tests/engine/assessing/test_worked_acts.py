"""Worked cases of conduct beside promises to refrain: what became of a matter, one deed and several pledges, dates."""

from itertools import permutations

import pytest

from tests.factories import (
    act,
    assessment,
    company,
    document,
    evidence,
    outcome,
    pledge,
    scope,
    scorecard,
    source,
    topic,
    version,
    vocabulary,
    yardstick,
)
from tracker.engine.scorecard_json import scorecard_json

AS_OF = "2026-01-01"
CHECKED = topic(checked_until={"acme": "2025-12-31"})
SOURCES = (source("gazette-1", date="2019-07-01"), document("contract-1", date="2019-07-01"))


def refrain(**fields):
    """In force since 2019-01-01, no end."""
    return pledge(versions=[version(start="2019-01-01", **fields)])


def conduct(*outcomes, **fields):
    """Inside it on 2019-06-12, one record source."""
    return evidence(**{"period": "2019-06-12", "outcomes": list(outcomes), **fields})


def card_of(*records):
    return scorecard(CHECKED, *SOURCES, *records, as_of=AS_OF)


def entries(*words):
    """Outcomes in this order, a month apart."""
    return [
        outcome(f"2020-{month:02}-01", word.partition("+")[0], independent="yes" if "+" in word else None)
        for month, word in enumerate(words, 1)
    ]


def plain(outcomes):
    return [{key: value for key, value in entry.items() if value is not None} for entry in outcomes]


@pytest.mark.parametrize(
    ("words", "finding", "cleared"),
    [
        (("alleged", "retracted", "denied"), None, "retracted"),
        (("alleged", "not upheld+", "denied"), None, "not upheld"),
        (("alleged", "put right"), "possible breach", None),
        (("alleged", "not upheld+", "alleged"), None, "not upheld"),
        (("admitted", "retracted"), "breach", None),
        (("put right", "admitted"), "breach", None),
        (("not upheld",), "breach", None),
        (("denied",), "breach", None),
        (("not upheld+", "adjudicated"), "breach", None),
        (("adjudicated", "not upheld+"), None, "not upheld"),
        (("retracted", "admitted", "retracted"), "breach", None),
        (("alleged", "adjudicated", "denied"), "breach", None),
    ],
)
def test_each_outcome_stays_on_its_own_track(words, finding, cleared):
    card = card_of(refrain(), conduct(*plain(entries(*words))))
    assert [f.computed for f in card.assessment.deeds] == ([finding] if finding else [])
    assert [c.weight.excluded for c in card.assessment.context] == ([cleared] if cleared else [])


@pytest.mark.parametrize(
    "words", [("alleged", "put right"), ("put right", "admitted"), ("admitted", "put right", "denied")]
)
def test_put_right_is_said_first_whatever_came_after_it(words):
    card = card_of(refrain(), conduct(*plain(entries(*words))))
    (finding,) = card.findings
    assert finding.weight.put_right is not None
    assert finding.reasons[0][0] == card.dossier.wording("reason.put-right")
    assert card.headline[-1].startswith(card.dossier.wording("headline.put-right", date="", sentence="")[:12])


def test_a_partial_admission_names_its_act():
    acts = [act(note="The first sale"), act(note="The second sale")]
    admitted = outcome("2020-01-01", "admitted", acts=[2])
    card = card_of(refrain(), conduct(admitted, acts=acts, sources=["gazette-1"]))
    by_act = {f.act: (f.computed, f.weight.word, f.lead) for f in card.findings}
    assert by_act == {
        2: ("breach", "admitted or adjudicated", True),
        1: ("possible breach", "single report", False),
    }
    assert card.counts == {"breach": 1}
    assert "The second sale" in card.headline[-1]


def test_an_act_is_cleared_by_itself():
    cleared = outcome("2020-01-01", "not upheld", independent="yes", acts=[1])
    card = card_of(refrain(), conduct(cleared, acts=[act(), act()]))
    assert [(f.act, f.computed) for f in card.findings] == [(2, "breach")]
    assert [(c.act, c.reason) for c in card.assessment.context] == [(1, "context.not-upheld")]


def test_outcomes_of_all_acts_named_are_those_of_the_record():
    cleared = outcome("2020-01-01", "retracted", acts=[1])
    card = card_of(refrain(), conduct(cleared))
    assert (card.findings, [c.reason for c in card.assessment.context]) == ([], ["context.retracted"])


@pytest.mark.parametrize("words", list(permutations(("alleged", "denied", "admitted", "not upheld+"))))
def test_the_order_in_which_outcomes_were_entered_is_nothing(words):
    dated = plain(entries("alleged", "denied", "admitted", "not upheld+"))
    by_word = {entry["outcome"]: entry for entry in dated}
    shuffled = [by_word[word.partition("+")[0]] for word in words]
    (finding,) = card_of(refrain(), conduct(*shuffled)).findings
    assert (finding.computed, finding.weight.disputed) == ("breach", False)


def test_an_admission_ends_the_dispute_of_the_company_and_a_later_denial_begins_it_anew():
    (finding,) = card_of(refrain(), conduct(*plain(entries("denied", "admitted")))).findings
    assert finding.weight.disputed_by == ()
    (finding,) = card_of(refrain(), conduct(*plain(entries("admitted", "denied")))).findings
    assert finding.weight.disputed_by == ("the company",)


def test_who_disputes_it_is_told():
    entry = outcome("2020-01-01", "not upheld", by="its own auditor")
    (finding,) = card_of(refrain(), conduct(entry)).findings
    assert finding.computed == "breach"
    assert finding.weight.disputed_by == ("its own auditor",)
    assert "Its own auditor" in finding.reasons[-1][1]


def test_only_the_evidences_own_document_documents_it():
    article = source("gazette-2", derived_from=["contract-1"], date="2019-07-01")
    card = card_of(refrain(), article, conduct(sources=["gazette-2"]))
    assert [(f.computed, f.weight.word) for f in card.findings] == [("possible breach", "single report")]


def test_one_deed_beside_two_pledges_of_one_text_counts_once_and_names_its_pledge():
    police = refrain(short="will not sell to police", scope=scope(counterparty={"in": ["local-police"]}))
    schools = pledge(
        "acme/schools",
        versions=[
            version(start="2019-01-01", short="will not sell to schools", scope=scope(counterparty={"in": ["school"]}))
        ],
    )
    card = card_of(police, schools, conduct())
    assert [(f.computed, f.pledge.id, f.lead) for f in card.findings] == [
        ("breach", "acme/no-sales", True),
        ("loophole", "acme/schools", False),
    ]
    assert (card.counts, card.gravest) == ({"breach": 1}, "breach")
    assert "police" in card.headline[0]
    assert "while the pledge was in force" in card.headline[-1]


def test_one_deed_beside_three_pledges_counts_once():
    three = [pledge(f"acme/p{i}", versions=[version(start="2019-01-01", quote=f"Words {i}")]) for i in range(3)]
    card = card_of(*three, conduct())
    assert card.counts == {"breach": 1}
    assert len(card.findings) == 3


def test_a_pledge_that_was_entered_twice_makes_one_breach():
    card = card_of(refrain(), pledge("acme/again", versions=[version(start="2019-01-01")]), conduct())
    assert card.counts == {"breach": 1}


def test_unaddressed_gives_way_to_prior_conduct():
    narrow = pledge("acme/schools", versions=[version(scope=scope(counterparty={"in": ["school"]}))])
    card = card_of(narrow, pledge(), conduct())
    assert [(f.computed, f.lead) for f in card.findings] == [("unaddressed", False), ("prior conduct", True)]
    assert (card.counts, card.gravest) == ({"prior conduct": 1}, "prior conduct")


def test_a_loophole_gives_way_to_an_exception_that_was_certainly_in_force():
    excepting = refrain(scope=scope(counterparty={"in": ["police"], "except": ["local-police"]}))
    other = pledge("acme/schools", versions=[version(start="2019-01-01", scope=scope(counterparty={"in": ["school"]}))])
    card = card_of(excepting, other, conduct())
    assert {f.computed: f.lead for f in card.findings} == {"loophole": False, "exception used": True}
    doubtful = pledge(
        versions=[version(start="2019-06", scope=scope(counterparty={"in": ["police"], "except": ["local-police"]}))]
    )
    card = card_of(doubtful, other, conduct())
    assert {f.computed: f.lead for f in card.findings} == {"loophole": True, "exception used": False}


def test_a_possible_loophole_gives_way_to_an_exception_too():
    excepting = refrain(scope=scope(counterparty={"in": ["police"], "except": ["local-police"]}))
    schools = version(start="2019-01-01", scope=scope(counterparty={"in": ["school"]}), ends="self-judged")
    card = card_of(excepting, pledge("acme/schools", versions=[schools]), conduct())
    assert {f.computed: f.lead for f in card.findings} == {"possible loophole": False, "exception used": True}


def test_a_start_about_a_month_is_long_past_four_years_later():
    card = card_of(
        pledge(versions=[version(start="2018-05~")]),
        document("late-1", date="2022-09-01"),
        conduct(period="2022-03", sources=["late-1"]),
    )
    assert [(f.computed, f.time) for f in card.findings] == [("breach", "during")]


@pytest.mark.parametrize(
    ("period", "time"),
    [("2018-04-15", "possible"), ("2018-06-30", "possible"), ("2018-07-01", "during"), ("2018-03-31", "before")],
)
def test_a_doubted_start_counts_at_its_widened_bounds(period, time):
    (finding,) = card_of(pledge(versions=[version(start="2018-05?")]), conduct(period=period)).findings
    assert finding.time == time


def test_an_open_start_accuses_nobody():
    card = card_of(pledge(versions=[version(start="[..2019-05-14]")]), conduct(period="2011"))
    assert [(f.computed, f.time) for f in card.findings] == [("prior conduct", "before")]
    sentences = " ".join((*card.headline, *(sentence for _, sentence in card.findings[0].reasons)))
    assert "before the pledge" not in sentences
    assert "came first" not in sentences
    assert card.dossier.wording("so.prior conduct-undated") in sentences
    card = card_of(pledge(versions=[version(start="[..2019-05-14]")]), conduct(period="2019-05-15"))
    assert [f.computed for f in card.findings] == ["breach"]


@pytest.mark.parametrize(("as_of", "expected"), [("2019-05-13", True), ("2019-05-14", False)])
def test_before_the_day_by_which_it_was_there_a_pledge_says_which_day_that_is(as_of, expected):
    card = scorecard(CHECKED, *SOURCES, pledge(versions=[version(start="[..2019-05-14]")]), as_of=as_of)
    assert (card.dossier.wording("promise.note-begun-by", by="14 May 2019") in card.headline[0]) is expected


def test_an_act_is_never_later_than_the_first_source_that_tells_of_it():
    pledged = pledge(versions=[version(start="2020-06-11")])
    for period in ("2020", "[2019-01-01..]"):
        earliest_act = conduct(period=period, sources=["early-1", "late-1"])
        card = card_of(pledged, source("early-1", date="2020-03-01"), document("late-1", date="2021"), earliest_act)
        assert [f.time for f in card.findings] == ["before"], period


def test_what_was_seen_and_nobody_says_went_on_ends_on_the_day_it_was_last_seen():
    pledged = pledge(versions=[version(start="2020-06-11")])
    card = card_of(
        pledged,
        document("late-1", date="2022-01-01"),
        conduct(period="2019-06", seen_until="2020-01-31", sources=["late-1"]),
    )
    assert [f.time for f in card.findings] == ["before"]
    card = card_of(
        pledged,
        document("late-1", date="2022-01-01"),
        conduct(period="2019-06", seen_until="2021-01-31", sources=["late-1"]),
    )
    assert [f.time for f in card.findings] == ["during"]


# Owners


def owned(**owner):
    """A deed of a company that the first one owned; its pledge reaches subsidiaries."""
    owners = [{"company": "acme", **owner}]
    reaching = refrain(scope=scope(actor={"in": ["company", "subsidiary"]}))
    actors = vocabulary("actors", {"company": [], "subsidiary": [], "reseller": [], "unrelated-party": []})
    yard = topic(
        checked_until={"acme": "2025-12-31"},
        yardstick=yardstick(scope={"actor": {"in": ["company", "subsidiary"]}, "counterparty": {"in": ["police"]}}),
    )
    deed = evidence("globex/deal", period="2019-06-12")
    return [actors, yard, *SOURCES, company("globex", owners=owners), reaching, deed]


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ({"since": "2018-02"}, ["breach"]),
        ({"since": "2018-02", "until": "2021"}, ["breach"]),
        ({"since": "2019-07"}, []),
        ({"since": "2017", "until": "2019-05"}, []),
        ({"since": "2019"}, ["possible breach"]),
        ({}, ["possible breach"]),
    ],
)
def test_a_subsidiarys_deed_counts_for_its_owner_only_while_it_was_owned(owner, expected):
    card = scorecard(*owned(**owner), as_of=AS_OF)
    assert [f.computed for f in card.findings] == expected
    assert all(f.evidence.id == "globex/deal" for f in card.findings)


def test_a_subsidiarys_own_card_is_what_it_was():
    records = [*owned(since="2018-02"), pledge("globex/own", versions=[version(start="2019-01-01")])]
    own = scorecard(*records, as_of=AS_OF, company="globex")
    free = scorecard(*records, company("globex"), as_of=AS_OF, company="globex")
    assert [f.computed for f in own.findings] == [f.computed for f in free.findings] == ["breach"]


def test_whether_a_pledge_means_owned_companies_is_a_doubt_without_actors():
    records = [r for r in owned(since="2018-02") if r.id != "police-drones"]
    words = {"action": "actions", "subject": "drones", "counterparty": "customers", "place": "places"}
    plain_topic = topic(
        checked_until={"acme": "2025-12-31"},
        dimensions={name: {"vocabulary": used, "name": name} for name, used in words.items()},
        yardstick=yardstick(scope={"counterparty": {"in": ["police"]}}, core={}),
    )
    (finding,) = scorecard(plain_topic, *records, refrain(), as_of=AS_OF).findings
    assert (finding.computed, finding.doubts) == ("possible breach", ("doubt.owner-meant",))


# Said for lack of a record


def test_no_pledge_is_said_only_of_a_day_that_was_checked():
    deed = conduct()
    assert [f.computed for f in card_of(deed).findings] == ["no pledge"]
    never = scorecard(topic(), *SOURCES, deed, as_of=AS_OF)
    assert never.findings == []
    before = scorecard(topic(checked_until={"acme": "2019-06-11"}), *SOURCES, deed, as_of=AS_OF)
    assert before.findings == []
    that_day = scorecard(topic(checked_until={"acme": "2019-06-12"}), *SOURCES, deed, as_of=AS_OF)
    assert [f.computed for f in that_day.findings] == ["no pledge"]


def test_context_is_told_act_by_act():
    acts = [act(), act(counterparty=["school"]), act(place=["DE"])]
    card = card_of(refrain(), conduct(acts=acts))
    assert [(f.act, f.computed) for f in card.findings] == [(1, "breach")]
    assert [(c.act, c.dimensions) for c in card.assessment.context] == [(2, ("counterparty",)), (3, ("place",))]
    assert [(entry["evidence"], entry["act"]) for entry in scorecard_json(card)["context"]] == [
        ("acme/deal", 2),
        ("acme/deal", 3),
    ]


def test_assessment_counts_the_records_read():
    assert assessment(refrain(), conduct(), as_of=AS_OF).reviewed == 1


def test_of_equally_serious_findings_the_pledge_within_the_core_of_the_yardstick_leads_whatever_its_id():
    narrow, wide = {"in": ["cargo-drones"]}, {"in": ["camera-drones"]}
    core = topic(
        checked_until={"acme": "2025-12-31"},
        yardstick=yardstick(
            scope={"subject": {"in": ["camera-drones", "cargo-drones"]}}, core={"subject": ["camera-drones"]}
        ),
    )
    deed = evidence(period="2019-06-12", acts=[act(subject=["drones"], action=["pilot"])])
    for first, second in (("a", "b"), ("b", "a")):
        beside = pledge(f"acme/{first}", versions=[version(start="2019", scope=scope(subject=narrow))])
        central = pledge(f"acme/{second}", versions=[version(start="2019", scope=scope(subject=wide))])
        findings = scorecard(core, *SOURCES, beside, central, deed, as_of=AS_OF).assessment.findings
        assert [finding.pledge.id for finding in findings if finding.lead] == [f"acme/{second}"]
        assert len({finding.finding for finding in findings}) == 1


def test_a_verdict_that_was_set_aside_on_appeal_is_no_breach():
    ruled = outcome("2019-08-26", "adjudicated", by="A district court")
    appeal = outcome("2021-11-09", "not upheld", by="The supreme court", independent="yes")
    deed = evidence(period="2019-06-12", outcomes=[outcome("2019-07-01", "alleged"), ruled, appeal])
    records = (CHECKED, *SOURCES, refrain(), deed)
    assert [f.finding for f in scorecard(*records, as_of="2020-01-01").assessment.findings] == ["breach"]
    after = scorecard(*records, as_of=AS_OF).assessment
    assert after.findings == []
    assert [context.reason for context in after.context] == ["context.not-upheld"]

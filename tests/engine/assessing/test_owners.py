"""The time in which a company was owned, and how its deeds stand beside the owner's pledge (OWNER-1, OWNER-2)."""

from datetime import date

import pytest

from tests.factories import (
    company,
    evidence,
    pledge,
    response,
    scope,
    scorecard,
    source,
    topic,
    version,
    vocabulary,
    yardstick,
)
from tracker.core.dates import FIRST_DAY, LAST_DAY
from tracker.engine.assessing.owners import time_owned
from tracker.engine.presented import PresentedScorecard
from tracker.records.types.company import Owner

ACTORS = vocabulary("actors", {"company": [], "subsidiary": [], "reseller": [], "unrelated-party": []})


def owned_for(*steps):
    """The four bounds of the time in which all of these held, as dates; None for a bound that is open."""
    bounds = time_owned([Owner(company="acme", **step) for step in steps])
    return [None if day in (FIRST_DAY, LAST_DAY) else date.fromordinal(day).isoformat() for day in bounds]


@pytest.mark.parametrize(
    ("step", "bounds"),
    [
        ({}, [None, None, None, None]),
        ({"since": "2018-02"}, ["2018-02-01", "2018-02-28", None, None]),
        ({"since": "2018-02", "until": "2021"}, ["2018-02-01", "2018-02-28", "2020-12-31", "2021-12-31"]),
        ({"until": "2019-05"}, [None, "2019-05-31", "2019-04-30", "2019-05-31"]),
    ],
    ids=str,
)
def test_a_company_is_owned_from_a_day_of_since_until_a_day_of_until(step, bounds):
    assert owned_for(step) == bounds


@pytest.mark.parametrize(
    ("other", "bounds"),
    [
        ({"since": "2019-03", "until": "2020-06"}, ["2019-03-01", "2019-03-31", "2020-05-31", "2020-06-30"]),
        ({"since": "2017", "until": "2022"}, ["2018-02-01", "2018-02-28", "2020-12-31", "2021-12-31"]),
        ({"since": "2021"}, ["2021-01-01", "2021-12-31", "2021-01-01", "2021-12-31"]),
        ({"until": "2017-05-02"}, ["2018-02-01"] * 4),
    ],
    ids=str,
)
def test_a_chain_of_owners_holds_while_each_step_holds(other, bounds):
    one = {"since": "2018-02", "until": "2021"}
    assert owned_for(one, other) == owned_for(other, one) == bounds


def findings_of(actor, **fields):
    """What a deed of 2019 of a company owned since 2018 is beside a pledge of 2019 on these actors."""
    yard = topic(
        checked_until={"acme": "2025-12-31"},
        yardstick=yardstick(scope={"actor": {"in": ["company", "subsidiary"]}, "counterparty": {"in": ["police"]}}),
    )
    made = pledge(versions=[version(start="2019-01-01", scope=scope(actor=actor))])
    owned = company("globex", owners=[{"company": "acme", "since": "2018-02"}])
    deed = evidence("globex/deal", **{"period": "2019-06-12", **fields})
    card = scorecard(ACTORS, yard, source(date="2019-07-01"), owned, made, deed, as_of="2026-01-01")
    return [finding.computed for finding in card.findings]


@pytest.mark.parametrize(
    ("actor", "finding"),
    [
        ({"in": ["subsidiary"]}, "breach"),
        ({"in": ["company", "subsidiary"]}, "breach"),
        ({"in": ["company"], "unclear": ["subsidiary"]}, "possible breach"),
        ({"in": ["company"], "except": ["subsidiary"]}, "exception used"),
        ({"in": ["company"]}, "loophole"),
    ],
    ids=str,
)
def test_a_pledge_reaches_an_owned_company_where_it_says_subsidiary(actor, finding):
    assert findings_of(actor) == [finding]


def test_one_report_on_an_owned_company_makes_a_possible_breach_only():
    assert findings_of({"in": ["subsidiary"]}, sources=["gazette-1"]) == ["possible breach"]


def denied(id, **fields):
    return response(id, answer="denied", summary="It says this never was.", about=["globex/deal"], **fields)


@pytest.mark.parametrize(
    ("said", "on_owners", "on_its_own"),
    [
        (denied("globex/reply"), "Globex Optics Inc.", "the company"),
        (denied("acme/reply"), "the company", "Acme Optics Inc."),
        (denied("globex/reply", respondent="Its agency"), "Its agency", "Its agency"),
        (denied("initech/reply"), None, None),
        (denied("globex/reply", answered="2026-02-01"), None, None),
    ],
    ids=["of the owned company", "of the owner", "of somebody asked", "of a stranger", "later"],
)
def test_a_denial_of_either_disputes_what_an_owned_company_did(said, on_owners, on_its_own):
    owned = company("globex", owners=[{"company": "acme", "since": "2018-02"}])
    actors = {"actor": {"in": ["company", "subsidiary"]}}
    looked_at = topic(checked_until={"globex": "2025-12-31"}, yardstick=yardstick(scope=actors))
    reaching = pledge(versions=[version(scope=scope(**actors))])
    records = (ACTORS, looked_at, owned, company("initech"), reaching, evidence("globex/deal"), said)
    for one, by in (("acme", on_owners), ("globex", on_its_own)):
        card = scorecard(*records, as_of="2026-01-01", company=one)
        disputed = {finding.weight.disputed_by for finding in card.assessment.deeds if finding.weight}
        assert disputed == {(by,) if by else ()}
        assert {weight.disputed_by for weight in card.assessment.weights.values()} == disputed
        assert [finding.computed for finding in card.findings] == ["breach" if one == "acme" else "no pledge"]


@pytest.mark.parametrize(
    ("owner", "actor", "keys"),
    [
        ({"since": "2018-02"}, {"in": ["company", "subsidiary"]}, ["promise.owner-certain"]),
        ({"since": "2018-02"}, None, ["promise.owner-possible"]),
        ({"since": "2018-02"}, {"in": ["company"], "except": ["subsidiary"]}, []),
        ({}, {"in": ["company", "subsidiary"]}, ["promise.owner-possible"]),
        ({"since": "2018-02"}, {"in": ["company"], "out": ["subsidiary"]}, []),
        ({"since": "2026-01-01"}, {"in": ["company", "subsidiary"]}, []),
        ({"since": "2018-02", "until": "2020"}, {"in": ["company", "subsidiary"]}, []),
        ({"since": "2025-06-30"}, {"in": ["company", "subsidiary"]}, ["promise.owner-certain"]),
        ({"since": "2025-07-01"}, {"in": ["company", "subsidiary"]}, []),
        ({"since": "2025-06"}, {"in": ["company", "subsidiary"]}, ["promise.owner-certain"]),
        ({"since": "[2025-06-30..2025-07-04]"}, {"in": ["company", "subsidiary"]}, ["promise.owner-possible"]),
        ({"since": "2018", "until": "2025-07-01"}, {"in": ["company", "subsidiary"]}, ["promise.owner-certain"]),
        ({"since": "2018", "until": "2025-06-30"}, {"in": ["company", "subsidiary"]}, ["promise.owner-possible"]),
        ({"since": "2018", "until": "2025-06-29"}, {"in": ["company", "subsidiary"]}, []),
    ],
)
def test_the_card_of_an_owned_company_names_the_pledge_of_its_owner(owner, actor, keys):
    assert_named(owner, actor, keys)


def test_an_owned_company_whose_own_pledge_is_not_announced_yet_is_bound_by_its_owners():
    coming = pledge("globex/own", versions=[version(start="2026-01-01")])
    assert_named({"since": "2018-02"}, {"in": ["company", "subsidiary"]}, ["promise.owner-certain"], "open", coming)


def assert_named(owner, actor, keys, ends="open", *others):
    """On the owned company's card stands the pledge of its owner, by the sentence of a key."""
    actors = vocabulary("actors", {"company": [], "subsidiary": [], "reseller": [], "unrelated-party": []})
    reaching = pledge(title="No sales", versions=[version(ends=ends, scope=scope(actor=actor))])
    globex = company("globex", owners=[{"company": "acme", **owner}])
    checked = topic(checked_until={"globex": "2025-12-31"})
    card = scorecard(actors, checked, globex, reaching, *others, as_of="2025-06-30", company="globex")
    promise_lines = PresentedScorecard(card).promise[1:]
    values = {"owner": "Acme Optics Inc.", "pledge": "No sales"}
    assert list(promise_lines) == [card.dossier.wording(key, **values) for key in keys]


@pytest.mark.parametrize(
    ("ends", "keys"),
    [
        ("self-judged", ["promise.owner-possible"]),
        ({"last_day": "2025-06-30"}, ["promise.owner-certain"]),
        ({"last_day": "2025-06~"}, ["promise.owner-possible"]),
        ({"last_day": "2025-06-29"}, []),
    ],
)
def test_it_is_bound_only_by_a_pledge_that_is_certainly_in_force(ends, keys):
    assert_named({"since": "2018-02"}, {"in": ["company", "subsidiary"]}, keys, ends)

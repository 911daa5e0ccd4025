"""Of each rule across records the last that is right and the first that is wrong: days on the edge, one of several."""

from datetime import date

import pytest

from tests import factories as make
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.checking.warnings import warnings

YEARLY = {"every": "1 year", "first": "2018-06-30"}
WINTERLY = {"every": "1 year", "first": "2020-12-31"}
HALF = {"measure": "share", "unit": "%", "at_least": "50"}
MOST = {**HALF, "at_least": "80"}
LEI = {"lei": "5493001KJTIIGC8Y1R12"}


def faults(*records):
    """What is wrong: the field and the code."""
    by_key = {record.key: record for record in [*make.world(), *records]}
    faults = check(Bundle(by_key.values()))
    assert all(str(fault.message) for fault in faults)  # with all values that its sentence names
    return [(fault.key[1], fault.path[-1], fault.message.code) for fault in faults]


def versions(*starts, **fields):
    return make.pledge(versions=[make.version(start=start, **fields) for start in starts])


def act(**fields):
    return make.evidence(period="2020-07-01/2020-09-30", acts=[make.act(**fields)])


def duty(*deadlines):
    return make.promise(
        versions=[make.version(start=f"{2018 + 2 * i}-01-01", deadline=it, scope={}) for i, it in enumerate(deadlines)]
    )


def aims(*targets, **fields):
    """A promise whose versions have these targets, or none."""
    first = {"deadline": "2024-06-30", "scope": {}, **fields}
    return make.promise(
        versions=[
            make.version(start=f"{2018 + 2 * i}-01-01", **first, **({"target": target} if target else {}))
            for i, target in enumerate(targets)
        ]
    )


def said(extent=None, **fields):
    entry = make.fulfilment(extent, **fields)
    return make.evidence(acts=None, fulfils=[{name: value for name, value in entry.items() if value is not None}])


BY_2018 = {"milestones": [{"by": "2018", "at_least": "20"}]}
LAST_OF_2018 = {"amount": "30", "due": "2018-12-31"}
MOVED = make.company(former_ids=["older"])


@pytest.mark.parametrize(
    ("records", "codes"),
    [
        # Versions stand in the order of their days, each beside the one before.
        ([versions("2020-06-11", "2020-06")], []),
        ([versions("2020-06-11", "2020-05")], ["versions-unordered"]),
        ([versions("2020", "2022", "2021")], ["versions-unordered"]),
        # An end may be on the first day, or on some day of its month.
        ([versions("2020-06-11", ends={"last_day": "2020-06"})], []),
        ([versions("2020-06-11", ends={"last_day": "2020-06-11"})], []),
        ([versions("2020-06-11", ends={"last_day": "2020-05"})], ["end-before-start"]),
        # An act may end on any day of its record's period.
        ([act(period="2020-07-01")], []),
        ([act(period="2020/2020-07")], []),
        ([act(period="2020-06/2020-06-30")], ["act-outside-period"]),
        # Statements.
        ([duty(YEARLY, WINTERLY), said("full", due="2019-06-30")], []),
        ([duty(YEARLY, WINTERLY), said("full", due="2020-12-31")], []),
        ([duty(YEARLY, WINTERLY), said("full", due="2019-12-31")], ["not-a-turn"]),
        ([aims(HALF, None), said(amount="50")], []),
        ([aims(None, None), said(amount="50")], ["amount-without-target"]),
        ([aims(HALF, MOST), said("full", amount="60")], []),
        ([aims(HALF, MOST), said("part-only", amount="60")], []),
        ([aims(HALF, MOST), said("none", amount="60")], ["amount-against-extent"]),
        ([aims(MOST, **BY_2018), said("full", **LAST_OF_2018)], []),
        ([aims(MOST, **BY_2018), said("part-only", **LAST_OF_2018)], ["amount-against-extent"]),
        ([make.pledge(), said("part", pledge="acme/no-sales")], []),
        ([make.pledge(), said("part-only", pledge="acme/no-sales")], ["not-done-to-refrain"]),
        ([make.pledge(), said("none", pledge="acme/no-sales")], ["not-done-to-refrain"]),
        # Decisions.
        ([make.pledge(), make.evidence(), make.decision(act=1, version=1)], []),
        ([make.pledge(), make.evidence(), make.decision(act=2)], ["no-such-act"]),
        ([make.pledge(), make.evidence(), make.decision(version=2)], ["no-such-version"]),
        # Former ids are those of companies.
        ([MOVED, make.promise("older/report"), said("full", pledge="older/report")], []),
        (
            [make.company("bolt"), make.promise("bolt/report"), said("full", pledge="bolt/report")],
            ["pledge-of-another"],
        ),
        ([MOVED, make.evidence("older/deal")], []),
        ([MOVED, make.evidence(sources=["older"])], ["no-record"]),
        ([MOVED, make.company("bolt", former_ids=["older"])], ["former-id-of-several"] * 2),
        # An identifier of two companies is told of both.
        ([make.company(identifiers=LEI), make.company("bolt")], []),
        ([make.company(identifiers=LEI), make.company("bolt", identifiers=LEI)], ["identifier-of-another"] * 2),
    ],
)
def test_what_is_just_right_has_no_fault_and_what_is_just_wrong_has_one(records, codes):
    assert [code for _, _, code in faults(*records)] == codes


def test_a_circle_of_owners_is_wrong_only_while_all_of_them_hold():
    owners = [{"company": "bolt", "source": "gazette-1"}]
    both = make.company(owners=owners), make.company("bolt", owners=[{**owners[0], "company": "acme"}])
    over = make.company(owners=[{**owners[0], "until": "2019"}])
    assert [code for *_, code in faults(*both)] == ["loop", "loop"]
    assert faults(over, both[1]) == []


@pytest.mark.parametrize(
    ("period", "sources", "codes"),
    [
        ("2020-06-15", {"a": "2020-06-01", "b": "2020-07-01"}, []),
        ("2020-07-01", {"a": "2020-06-01", "b": "2020-07-01"}, []),
        ("2020-07-02", {"a": "2020-06-01", "b": "2020-07-01"}, ["later-than-sources"]),
        ("2020-07-02", {"a": "2020-06-01"}, []),
        ("2020-12-31", {"a": "2020-06-01", "b": "2020-07-01"}, ["later-than-sources"]),
        ("2021-01-01", {"a": "2020-06-01", "b": "2020-07-01"}, ["in-the-future"]),
        ("[2020-12-31..2021-01-09]", {"a": "2022-01-01", "b": "2022-01-01"}, []),
    ],
)
def test_conduct_is_not_later_than_the_last_of_its_sources_nor_than_today(period, sources, codes):
    deed = make.evidence(period=period, sources=["a", "b"])
    named = [make.source(id, date=day) for id, day in sources.items()]
    told_of = warnings(make.bundle(*named, deed), date(2020, 12, 31), {deed.key})
    assert [fault.message.code for fault in told_of if fault.path == ("period",)] == codes

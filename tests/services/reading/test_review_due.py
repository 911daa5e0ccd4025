"""What the desk is told to look at next."""

from datetime import UTC, date
from types import SimpleNamespace

import pytest

from tests import factories as make
from tests.stored import clock, published_world
from tracker.core.dates import Relation
from tracker.core.scope import Answer
from tracker.records.types.decision import FindingWord
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.reading.review_due import ending_soon, unchecked, uncorroborated, would_be_breach
from tracker.store.lists.endings import EndingKey
from tracker.store.lists.review_due import ScorecardCursor

TODAY = date(2026, 11, 22)


def filled(database, *records):
    published_world(database, *records)
    refresh(database, clock(), UTC)
    return database


def test_ends_within_the_next_90_days_are_listed(database):
    def ends(id, day):
        return make.pledge(id, versions=[make.version(ends={"last_day": day})])

    days = {"acme/past": "2026-11-21", "acme/soon": "2026-12-24", "acme/late": "2027-02-20", "acme/later": "2027-02-21"}
    days["bolt/sooner"] = "2026-12-23"
    filled(database, make.company("bolt"), *(ends(id, day) for id, day in days.items()))
    with database.reading() as session:
        listed = ending_soon(session, TODAY)
        assert [end.pledge_id for end in listed] == ["bolt/sooner", "acme/soon", "acme/late"]
        first = EndingKey(listed[0].first_day, listed[0].topic_id, "bolt", listed[0].number)
        assert ending_soon(session, TODAY, after=first) == listed[1:]


def test_records_not_checked_for_six_months_or_never_are_listed(database):
    checked = {"acme": "2026-05-22", "bolt": "2026-05-24", "cove": "2025-12"}
    companies = [make.company(id) for id in ("bolt", "cove", "dune")]
    filled(database, make.topic(checked_until=checked), *companies, make.pledge("dune/no-sales"))
    with database.reading() as session:
        overdue = unchecked(session, TODAY)
        assert [(it.company, it.checked_until) for it in overdue] == [
            ("acme", "2026-05-22"),
            ("cove", "2025-12"),
            ("dune", None),
        ]
        assert unchecked(session, TODAY, after=ScorecardCursor(overdue[0].topic, "cove"), most=1) == [overdue[2]]


def during(id, sources, **fields):
    return make.evidence(id, period="2020-07", sources=sources, **fields)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (during("acme/single", ["gazette-1"]), ["acme/single"]),
        (during("acme/documented", ["contract-1"]), []),
        (make.evidence("acme/before", period="2018", sources=["gazette-1"]), []),
        # A sale begun before goes on as an existing contract, of which the pledge does not speak.
        (make.evidence("acme/begun-before", period="2019/2021", sources=["gazette-1"]), []),
    ],
    ids=lambda value: getattr(value, "id", None),
)
def test_a_single_report_that_would_be_a_breach_is_listed(database, evidence, expected):
    filled(database, make.pledge(), make.pledge("acme/second"), make.document(), evidence)
    with database.reading() as session:
        listed, more = uncorroborated(session, TODAY)
        assert ([it.evidence for it in listed], more) == (expected, None)


@pytest.mark.parametrize(
    "other",
    [
        {"finding": FindingWord.BREACH},
        {"time": Relation.POSSIBLE},
        {"scope": Answer.UNCLEAR.word},
        {"weight": SimpleNamespace(word="corroborated")},  # of what is only alleged: one more origin changes nothing
        {"weight": None},
    ],
    ids=lambda other: next(iter(other)),
)
def test_only_what_one_more_origin_would_make_a_breach_is_listed(other):
    single = {
        "finding": FindingWord.POSSIBLE_BREACH,
        "time": Relation.DURING,
        "scope": Answer.INSIDE.word,
        "weight": SimpleNamespace(word="single report"),
    }
    assert would_be_breach(SimpleNamespace(**single))
    assert not would_be_breach(SimpleNamespace(**{**single, **other}))

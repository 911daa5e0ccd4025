"""What an embed says has changed since the day or moment that it shows."""

from datetime import UTC, date, timedelta, timezone

import pytest

from tests import factories as make
from tests.stored import NOON, clock, published, published_world
from tracker.services.reading.embeds import changes_after_day, changes_since, corrected_lately, first_topic
from tracker.services.reading.scorecards import ScorecardQuery, snapshot_of
from tracker.store.ledger import ledger_head

PLEDGES = make.pledge(), make.pledge("acme/other", versions=[make.version(start="2019-01-01")])
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DEAL = make.evidence()
BEFORE = make.scorecard(*PLEDGES, make.check(until="2021-01-01"), as_of="2021-06-01")


def now(*records):
    return make.scorecard(*PLEDGES, make.check(until="2021-02-01"), *records, as_of="2021-06-01")


@pytest.mark.parametrize(
    ("cards", "record", "word"),
    [
        ([now()], "", "same"),
        ([now(DEAL)], "", "later"),
        ([now(DEAL)], "acme/deal", "later"),
        ([now(DEAL)], "acme/nothing", "same"),
        ([], "", "later"),
    ],
)
def test_a_later_check_is_no_change_and_a_record_has_changes_of_its_own(cards, record, word):
    assert changes_after_day([BEFORE], cards, record).word == word


@ON_SQLITE
@pytest.mark.parametrize(
    ("corrected", "record", "expected"),
    [
        (PLEDGES[0], "", True),
        (PLEDGES[0], "acme/no-sales", True),
        (PLEDGES[0], "acme/other", False),
        (DEAL, "acme/deal", True),
        (make.decision(), "acme/deal", True),
        (make.decision(), "acme/no-sales", True),
        (make.decision(), "acme/other", False),
        (make.source(), "acme/other", True),
    ],
    ids=lambda it: getattr(it, "kind", it),
)
def test_a_correction_is_told_of_the_record_that_it_concerns(database, corrected, record, expected):
    published_world(database, *PLEDGES, DEAL, make.decision())
    published(database, _changed(corrected), at=clock(1), change="correction")
    cards = [make.scorecard(*PLEDGES, DEAL, make.decision())]
    with database.reading() as session:
        since = changes_since(session, 1, cards, cards, record)
        assert since.word == ("corrected" if expected else "unchanged")
        assert (corrected_lately(session, NOON.date(), UTC, cards, record) is not None) is expected


def _changed(record):
    field = {"source": "location", "decision": "reason"}.get(record.kind, "title")
    return record.model_copy(update={field: "Corrected"})


@ON_SQLITE
def test_a_correction_is_told_for_thirty_days(database):
    published_world(database, PLEDGES[0])
    published(database, _changed(PLEDGES[0]), at=clock(1), change="correction")
    with database.reading() as session:
        days = [corrected_lately(session, NOON.date() + timedelta(n), UTC, [BEFORE], "") for n in (0, 30, 31)]
        east = timezone(timedelta(hours=14))
        assert corrected_lately(session, NOON.date() + timedelta(31), east, [BEFORE], ""), "it was the day after, there"
    assert [day and day.word for day in days] == ["recent", "recent", None]
    assert days[0].at.date() == date(2026, 11, 22)


@ON_SQLITE
def test_of_several_corrections_live_embeds_tell_the_last_and_pinned_ones_the_first_after_their_moment(database):
    published_world(database, PLEDGES[0])
    for minutes in (1, 2, 3):
        changed = _changed(PLEDGES[0]).model_copy(update={"title": f"Corrected {minutes}"})
        published(database, changed, at=clock(minutes), change="correction")
    with database.reading() as session:
        last = ledger_head(session).position
        moments = [changes_since(session, last - back, [BEFORE], [BEFORE]).at for back in (0, 1, 2)]
        moments.append(corrected_lately(session, NOON.date(), UTC, [BEFORE], "").at)
    assert [at and (at - NOON) // timedelta(minutes=1) for at in moments] == [None, 3, 2, 3]


@ON_SQLITE
def test_an_address_without_a_topic_means_the_first_that_the_company_is_still_assessed_on(database):
    mark = {"date": "2026-11-22", "reason": "It was no question."}
    cameras, past = make.topic("cameras", name="Zoom cameras"), make.topic("past")
    published_world(database, cameras, past, make.company("former"), make.pledge("former/past", topic="past"))
    published(database, make.check("former", topic="cameras"))
    renamed = make.company("former", taken_down=mark), make.company("present", former_ids=["former"])
    published(database, *renamed, make.pledge("present/no-sales"))
    published(database, make.check("present", topic="cameras", id="present/again"))
    published(database, make.topic("past", taken_down=mark))
    with database.reading() as session:
        snapshot = snapshot_of(session, ScorecardQuery(), clock(5), UTC)
        assert first_topic(session, snapshot, "present") == ("cameras", True)

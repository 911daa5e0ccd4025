"""Marking as checked: records of their own, which two people make at the same moment and a colleague publishes."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.desk import approved, person, waiting
from tests.stored import ON_SQLITE, clock, published_world
from tracker.core.dates import DateError
from tracker.services.auth.roles import NotAllowedError
from tracker.services.editing.mark_checked import mark_checked
from tracker.services.reading.scorecards import ScorecardQuery, scorecard_at, snapshot_of
from tracker.store.published import current_records

PAIRS = [("acme", "police-drones"), ("bolt", "police-drones")]
TODAY = clock().now().date()


@pytest.fixture
def people(database):
    published_world(database, make.pledge(), make.company("bolt"), make.pledge("bolt/no-sales"))
    return [person(database), person(database, "bea"), person(database, "bob", "reviewer")]


def mark(database, actor, pairs=PAIRS, until="today", minutes=10):
    with database.writing() as session:
        return mark_checked(session, actor, clock(minutes), TODAY, pairs=pairs, until=until)


def publish_all(database, reviewer, minutes=20):
    submissions = waiting(database)
    for submission in submissions:
        approved(database, reviewer, submission, at=clock(minutes))
    return submissions


def checked_until(database):
    with database.reading() as session:
        snapshot = snapshot_of(session, ScorecardQuery(), clock(60), clock().now().tzinfo)
        return scorecard_at(session, snapshot, "acme", "police-drones").checked_until


def test_two_people_mark_the_same_companies_and_both_are_published(database, people):
    ann, bea, bob = people
    assert mark(database, ann).submitted == 2
    assert mark(database, bea, until="1 Nov 2026").submitted == 2
    assert len(publish_all(database, bob)) == 4
    assert str(checked_until(database)) == TODAY.isoformat(), "the latest counts, whichever was published last"
    with database.reading() as session:
        [topic] = current_records(session, [("topic", "police-drones")])
    assert not topic.checked_until, "the topic itself is not changed"


def test_marking_twice_is_once(database, people):
    ann, _, bob = people
    mark(database, ann)
    again = mark(database, ann, [*PAIRS, PAIRS[0]])
    assert (again.submitted, again.waiting) == (0, 2)
    assert mark(database, ann, until=str(TODAY - timedelta(days=1))).submitted == 2
    assert len(publish_all(database, bob)) == 4


@ON_SQLITE
def test_nobody_publishes_their_own_check(database, people):
    ann = people[0]
    mark(database, ann)
    with pytest.raises(NotAllowedError):
        publish_all(database, ann._replace(role="reviewer"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pairs", "until", "error"),
    [([], "today", NotAllowedError), ([("acme", "none")], "today", LookupError), (PAIRS, "tomorrow", DateError),
     (PAIRS, "no day", DateError), (PAIRS, "2026", DateError),
     ([("acme", f"t{i}") for i in range(101)], "today", NotAllowedError)],
)  # fmt: skip
def test_what_cannot_be_marked(database, people, pairs, until, error):
    with pytest.raises(error):
        mark(database, people[0], pairs, until)
    assert waiting(database) == []

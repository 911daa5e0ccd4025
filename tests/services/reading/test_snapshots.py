"""The moment of an answer where none was asked for."""

from datetime import UTC

from tests import factories as make
from tests.stored import clock, published
from tracker.services.reading.scorecards import ScorecardQuery, snapshot_of


def test_what_is_published_is_known_whatever_a_clock_says_that_was_set_back(database):
    published(database, make.company(), at=clock(60))
    with database.reading() as session:
        back, on = (snapshot_of(session, ScorecardQuery(), clock(minutes), UTC) for minutes in (0, 90))
        past = snapshot_of(session, ScorecardQuery(known_at=clock(30).now()), clock(90), UTC)
    assert (back.known_at, back.position, back.live) == (clock(60).now(), 1, True)
    assert (on.known_at, on.pin) == (clock(90).now(), clock(60).now())
    assert (past.position, past.live, past.as_of) == (0, False, clock(30).now().date())

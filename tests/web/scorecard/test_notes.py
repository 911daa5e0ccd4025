"""The notes on how far a scorecard reaches."""

from tests.factories import pledge, scorecard, topic
from tracker.web.scorecard.notes import notes_of


def test_only_a_day_that_has_not_come_is_noted_as_one():
    card = scorecard(topic(checked_until={"acme": "2021-03-01"}), pledge(), as_of="2021-03-01")
    assert notes_of(card, card.as_of) == notes_of(card, card.as_of.replace(year=2022))
    assert len(notes_of(card, card.as_of.replace(year=2020))) == len(notes_of(card, card.as_of)) + 1

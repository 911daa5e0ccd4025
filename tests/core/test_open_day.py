"""A day that is left open in texts which are kept for several days."""

from datetime import date, timedelta

import pytest

from tracker.core.date_text import OpenDay, day_text


def test_an_open_day_compares_as_its_day_and_is_written_as_its_places():
    day = date(2021, 6, 9)
    place = OpenDay.of(day, "ISO", "WORDS")
    assert place == day
    assert day <= place < date(2021, 6, 10)
    assert (place.isoformat(), str(place), day_text(place)) == ("ISO", "ISO", "WORDS")
    assert place.until(date(1, 1, 2)) == "\x012\x01"
    with pytest.raises(AttributeError):
        day_text(place + timedelta(days=1))

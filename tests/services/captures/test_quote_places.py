"""Which copies of a source are looked at, and in which order."""

from tests.factories import source
from tracker.services.captures.quotes.quote_places import copies_of


def test_copies_that_may_be_shown_come_newest_first():
    made = {"a" * 12: "2026-01-05", "b" * 12: "2026-03-05", "c" * 12: "2026-02-05", "d" * 12: "2026-04-05"}
    withheld = {"date": "2026-05-01", "class": "court", "reason": "A court ordered it."}
    copies = [{"capture": id, "sha256": id[0] * 64, "made": day, "by": "us"} for id, day in made.items()]
    copies[-1]["withheld"] = withheld
    assert copies_of(source(copies=copies)) == ["b" * 12, "c" * 12, "a" * 12]

"""Which copies of a source are looked at, in which order, and how their words are marked."""

from tests.factories import source
from tracker.core.captures.captures import CapturedText
from tracker.services.captures.quotes.marked_text import marked_text
from tracker.services.captures.quotes.quote_places import copies_of


def test_copies_that_may_be_shown_come_newest_first():
    made = {"a" * 12: "2026-01-05", "b" * 12: "2026-03-05", "c" * 12: "2026-02-05", "d" * 12: "2026-04-05"}
    withheld = {"date": "2026-05-01", "class": "court", "reason": "A court ordered it."}
    copies = [{"capture": id, "sha256": id[0] * 64, "made": day, "by": "us"} for id, day in made.items()]
    copies[-1]["withheld"] = withheld
    assert copies_of(source(copies=copies)) == ["b" * 12, "c" * 12, "a" * 12]


def marked(text, *quotes):
    shown = marked_text(CapturedText("abcdefghijkl", "text", (text,), text, {}, "a test"), quotes)
    return shown.marks, shown.cut, [tuple(stretch) for stretch in shown.stretches]


def test_quotes_are_marked_in_order_and_those_that_overlap_are_one_mark():
    text = "Drones stay grounded. Nobody sells them. The end."
    assert marked(text, "Nobody sells them", "Drones stay", "flies at night") == (
        2,
        False,
        [(1, "Drones stay"), (0, " grounded. "), (2, "Nobody sells them"), (0, ". The end.")],
    )
    one = [(0, "Drones "), (1, "stay grounded. Nobody sells"), (0, " them. The end.")]
    for quotes in (("stay grounded. Nobody sells", "grounded"), ("stay grounded. Nobody", "grounded. Nobody sells")):
        assert marked(text, *quotes) == (1, False, one)
    assert marked(text, "Drones stay grounded and quiet for good") == (0, False, [(0, text)])


def test_of_a_long_text_there_is_what_stands_around_its_quotes_or_how_it_begins():
    assert marked("word " * 4_000)[1:] == (False, [(0, ("word " * 4_000))])
    text = "one " * 3_000 + "Nobody sells them here. " + "two " * 3_000
    marks, cut, [before, quote, after] = marked(text, "Nobody sells them here")
    assert (marks, cut, quote) == (1, True, (1, "Nobody sells them here"))
    assert (before[1][:2], len(before[1]), after[1][-2:], len(after[1])) == ("… ", 602, " …", 602)
    marks, cut, [beginning] = marked(text, "of which there is nothing")
    assert (marks, cut, beginning[1][:4], len(beginning[1])) == (0, True, "one ", 20_002)
    first, last = "First of all words. ", "These are the last words"
    shown = [stretch[1] for stretch in marked(first + text + last, first.strip(" ."), last)[2]]
    assert shown[0] == "First of all words"
    assert (shown[1][-2:], shown[-2][:2], shown[-1]) == (" …", "… ", last)

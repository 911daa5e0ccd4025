"""Which copies of a source are looked at, in which order, and how their words are marked."""

from tests.captures_kept import keep
from tests.factories import pledge, source, version
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.core.captures.captures import CapturedText
from tracker.services.captures.quotes import quote_places
from tracker.services.captures.quotes.marked_text import marked_text
from tracker.services.captures.quotes.quote_places import PLACE_JOB, QuotePlacer, copies_of
from tracker.store.captures.captures import add_event
from tracker.store.captures.quote_places import delete_quotes, places_of, quote_digest
from tracker.store.upkeep.asked_jobs import ask_for, job_state, take


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
    assert marked(text, "Drones stay grounded. Everybody sells them", "not in it at all") == (0, False, [(0, text)])


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


@ON_SQLITE
def test_a_copy_withheld_while_its_words_are_looked_at_shows_none_and_new_quotes_are_looked_for(database, monkeypatch):
    quote, id = "We will not sell them", "abcdefghijkl"
    with database.writing() as session:
        copy = keep(session, id, [f"{quote}, it said."])
    published_world(database, source(copies=[copy]), pledge(versions=[version(quote=quote)]))
    placed_in = quote_places._placed_in

    def meanwhile(happens):
        """What a worker leaves that looked for quotes while something happened: whether words, and a further job."""

        def placed_later(session, capture, quotes):
            yield from placed_in(session, capture, quotes)
            happens()

        with database.changing() as session:
            delete_quotes(session, id)
            ask_for(session, PLACE_JOB, "gazette-1", {})
            job = take(session, PLACE_JOB, clock().now())
        with monkeypatch.context() as patch:
            patch.setattr(quote_places, "_placed_in", placed_later)
            QuotePlacer(database, clock()).do(job)
        with database.reading() as session:
            places = places_of(session, [id], [quote_digest(quote)])
            return bool(places), job_state(session, PLACE_JOB, "gazette-1", clock().now()) is not None

    def becomes(state):
        with database.changing() as session:
            add_event(session, id, state, clock().now(), "bob")

    other = pledge("acme/other", versions=[version(quote="it said")])
    assert meanwhile(lambda: becomes("withheld")) == (False, False)
    becomes("shown again")
    assert meanwhile(lambda: published(database, other, at=clock(0.5))) == (True, True)

"""How long what people type may be: at each limit, and one beyond it."""

from datetime import date

import pytest

from tracker.core.date_parser import parse_date_text
from tracker.core.dates import DateError
from tracker.core.scales import RangeError, Scale, range_text
from tracker.core.search.query import LONGEST_QUERY, Query
from tracker.core.search.snippet import marked, snippet
from tracker.core.search.word_roots import root
from tracker.core.search.words import words
from tracker.core.time_stamps import without_time_of_day

TODAY = date(2020, 6, 11)


def shown(segments):
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in segments)


@pytest.mark.parametrize(("length", "kept"), [(79, 79), (80, 80), (81, 80)])
def test_a_word_is_looked_for_by_its_first_80_signs(length, kept):
    (word,) = words("a" * length)
    assert (len(word.stem), len(word.folded), word.end) == (kept, kept, length)


def test_a_query_has_300_signs_and_twelve_terms():
    assert LONGEST_QUERY == 300
    assert Query.parse("x" + " " * 299 + "end").stems == ["x"]
    assert Query.parse("x" + " " * 297 + "end").stems == ["x", "en"]
    assert len(Query.parse(" ".join(f"w{i}" for i in range(13))).terms) == 12


@pytest.mark.parametrize(("typed", "begins"), [("ab", None), ("abc", "abc"), ("abcd", "abcd")])
def test_three_signs_may_be_the_beginning_of_a_word(typed, begins):
    assert [term.beginning for term in Query.parse(typed).terms] == [begins]


def test_three_letters_are_their_own_root():
    assert [root("ads"), root("runs")] == ["ads", "run"]


def test_a_snippet_is_of_the_first_20000_signs_and_some_240_long():
    query = Query.parse("drones")
    number = Query.parse("123456")
    assert shown(snippet(["x" * 19_993 + " 123456"], number)).endswith("[123456]")
    assert snippet(["x" * 19_994 + " 123456"], number) == []
    line = "word " * 40 + "drones " + "word " * 100
    start = line.index(" ", line.index("drones") - 70) + 1
    assert shown(snippet([line], query)) == (
        "… " + line[start:start + 240].rsplit(" ", 1)[0].replace("drones", "[drones]") + " …"
    )  # fmt: skip
    assert shown(snippet([line[160:400]], query)) == line[160:400].strip().replace("drones", "[drones]")
    assert shown(marked("Drones, and a drone", query)) == "[Drones], and a [drone]"


def test_a_date_has_300_signs():
    assert parse_date_text("11 June" + " " * 289 + "2020", TODAY) == "2020-06-11"
    with pytest.raises(DateError, match="…” as a date"):
        parse_date_text("11 June" + " " * 290 + "2020", TODAY)


def test_a_date_is_doubted_six_times_at_most():
    assert parse_date_text("perhaps about " * 2 + "perhaps about 2020", TODAY) == "2020%"
    assert parse_date_text("maybe " * 6 + "2020", TODAY) == "2020?"
    assert parse_date_text("2020" + " (uncertain)" * 6, TODAY) == "2020?"
    for typed in ("maybe " * 7 + "2020", "2020" + " (uncertain)" * 7):
        with pytest.raises(DateError, match="We could not read"):
            parse_date_text(typed, TODAY)


def test_the_longest_time_of_day_is_taken_off():
    stamp = " at t10:30:15.123456789 p.m. (utc +12:30)"
    assert without_time_of_day(f"11 june 2020{stamp}") == "11 june 2020"


def test_a_range_of_too_many_digits_is_refused_whole():
    assert range_text("1" * 81) == "1" * 81
    for text in ("1" * 81, "1" * 80 + "x", "1" * 31):
        with pytest.raises(RangeError):
            Scale().range(text)

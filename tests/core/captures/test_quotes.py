"""Quotes in texts: what happens on the way into a record is no difference, a change of meaning always is one."""

# ruff: noqa: E501

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.captures.quote_mangles import MANGLES, changes_of_meaning
from tracker.core.captures.quote_text import QuotableText
from tracker.core.captures.quotes import Answer, look_for, selector, surroundings

ARTICLE = """Sample Maps stops selling location data

Sample Maps \u2013 the company behind the most used map in the north \u2013 will not sell location data to data brokers in the U.S. until there is a national law in place, it said on 3 February 2025.

\u201cWe will never hand exact places to anyone who pays us, and all partners must delete what they hold before 30 June 2025,\u201d said Ana Example, its president, at a conference in Sampleton. \u201cIt\u2019s what our users asked for\u2026 We must do better than the law.\u201d

Its rival Example Atlas didn\u2019t comment; in 2024 it earned $19.4 million, or 37 % of its revenue, from well-known brokers. A non-binding industry code always leaves such contracts to the companies. The final text of the code differs from the first, fifteen-page draft that officials had circulated before the elections.

Sample Maps had said in 2023 that it would \u201clook at all contracts again\u201d. It often announces changes twice, and will publish a list of buyers by 31.12.2025 at the latest.
"""
SENTENCES = [
    "Sample Maps \u2013 the company behind the most used map in the north \u2013 will not sell location data to data brokers in the U.S. until there is a national law in place, it said on 3 February 2025.",
    "We will never hand exact places to anyone who pays us, and all partners must delete what they hold before 30 June 2025,",
    "It\u2019s what our users asked for\u2026 We must do better than the law.",
    "Its rival Example Atlas didn\u2019t comment; in 2024 it earned $19.4 million, or 37 % of its revenue, from well-known brokers.",
    "A non-binding industry code always leaves such contracts to the companies.",
    "The final text of the code differs from the first, fifteen-page draft that officials had circulated before the elections.",
    "Sample Maps had said in 2023 that it would \u201clook at all contracts again\u201d.",
    "It often announces changes twice, and will publish a list of buyers by 31.12.2025 at the latest.",
]
TEXT = QuotableText.of(ARTICLE)


def answer(quote, text=TEXT):
    return look_for(quote, text if isinstance(text, QuotableText) else QuotableText.of(text))


@pytest.mark.parametrize("mangle", MANGLES)
def test_a_harmless_mangle_of_quote_or_page_is_found(mangle):
    page = QuotableText.of(MANGLES[mangle](ARTICLE))
    for sentence in SENTENCES:
        assert answer(MANGLES[mangle](sentence)).answer.is_found, sentence
        assert answer(sentence, page).answer.is_found, sentence


@pytest.mark.parametrize("seed", range(4))
def test_a_change_of_meaning_is_never_found(seed):
    for sentence in SENTENCES:
        for kind, changed in changes_of_meaning(sentence, seed):
            assert answer(changed).answer is Answer.DIFFERS, (kind, changed)


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("we will stop", "Today we will stop.", Answer.SAME),
        ("We will stop", "Today we will stop.", Answer.CAPITALS),
        ("[W]e will stop", "Today we will stop.", Answer.SAME),
        ("We will stop", "He said that \u201c[w]e will stop\u201d", Answer.SAME),
        ("WE will stop", "He said that \u201c[w]e will stop\u201d", Answer.CAPITALS),
        ("we [\u2026] stop", "Today we will, perhaps, stop.", Answer.OMISSIONS),
        ("we \u2026 stop", "Today we will, perhaps, stop.", Answer.OMISSIONS),
        ("we ... stop", "Today we will, perhaps, stop.", Answer.OMISSIONS),
        ("stop [\u2026] we will", "Today we will, perhaps, stop.", Answer.DIFFERS),
        ("we will stop [\u2026] the law is there", "we will stop. " + "x " * 990 + "the law is there", Answer.OMISSIONS),
        ("we will stop [\u2026] the law is there", "we will stop. " + "x " * 1010 + "the law is there", Answer.NOT_THERE),
        ("we stop [\u2026] the law", "we stop. " + "x " * 999 + "the law", Answer.OMISSIONS),
        ("we stop [\u2026] the law", "we stop.  " + "x " * 999 + "the law", Answer.NOT_THERE),
        ("one two three four five", "one two three and more", Answer.DIFFERS),
        ("one two three four five", "one two and no more", Answer.NOT_THERE),
        ("selling", "at $selling", Answer.SAME),
        ("we\u034f stop", "we stop", Answer.SAME),
        ("we stop", "we\u1680stop", Answer.SAME),
        # The document's own mark: a word beside it was left out.
        ("in a national \u2026 We must act", "in a national law\u2026 We must act", Answer.DIFFERS),
        ("in a national law \u2026 We must act", "in a national law\u2026 We must act", Answer.SAME),
        ("in a national [\u2026] We must act", "in a national law\u2026 We must act", Answer.OMISSIONS),
        # Whole words only.
        ("binding rules for all", "non-binding rules for all", Answer.DIFFERS),
        ("we can sell it", "we can't sell it", Answer.DIFFERS),
        ("we can", "we can't", Answer.NOT_THERE),
        ("the rules", "the rulesets", Answer.NOT_THERE),
        ("rules", "the (rules), all", Answer.SAME),
        ("sold 1", "sold 1.5", Answer.NOT_THERE),
        ("sold 1", "sold 1,500", Answer.NOT_THERE),
        ("sold one", "sold one.Then more", Answer.SAME),
        ("sold under clause", "sold under clause:5", Answer.SAME),
        ("all sold", "5:all sold", Answer.SAME),
        ("see example", "see example.com", Answer.NOT_THERE),
        ("buyers and", "buyers and/or others", Answer.NOT_THERE),
        ("law", "law\u2014and order", Answer.SAME),
        # Signs of numbers.
        ("5 million", "at -5 million", Answer.NOT_THERE),
        ("5 million", "at $5 million", Answer.NOT_THERE),
        ("$5 million", "at \u20ac5 million", Answer.NOT_THERE),
        ("$5 million", "at $5 million", Answer.SAME),
        ("a rise of 5", "a rise of 5 %", Answer.DIFFERS),
        ("a rise of 5%", "a rise of 5 %", Answer.SAME),
        ("in 2019", "in 2019 \u2013 and later", Answer.SAME),
        ("10\u00b2 pages", "102 pages", Answer.NOT_THERE),
        ("10\u00b2 pages", "10\u00b2 pages", Answer.SAME),
        ("5\u00bd pages", "51/2 pages", Answer.NOT_THERE),
        # Lines.
        ("government", "the govern-\nment", Answer.SAME),
        ("well-known", "the well-\n  known", Answer.SAME),
        ("well known", "the well-\nknown", Answer.NOT_THERE),
        ("govern-\nment", "the government", Answer.SAME),
        ("10-20", "10-\n20", Answer.SAME),
        ("one two", "\u2022 one\n\u2022 two", Answer.SAME),
        ("onetwo", "one two", Answer.NOT_THERE),
        ("one, two", "one two", Answer.NOT_THERE),
        # Other scripts.
        ("\u6211\u4eec\u4e0d\u4f1a\u51fa\u552e", "\u516c\u53f8\u8bf4\uff1a\u6211\u4eec\n\u4e0d\u4f1a\u51fa\u552e\u6570\u636e", Answer.SAME),
        ("\u6211\u4eec\u4f1a\u51fa\u552e\u6570\u636e", "\u516c\u53f8\u8bf4\u6211\u4eec\u4e0d\u4f1a\u51fa\u552e\u6570\u636e", Answer.DIFFERS),
        ("STRASSE", "die Stra\u00dfe", Answer.CAPITALS),
        ("Stra\u00dfe", "die Stra\u00dfe", Answer.SAME),
        ("resume now please", "r\u00e9sum\u00e9 now please", Answer.DIFFERS),
        # Nothing to look in, nothing to look for.
        ("we will stop", " \n\u200b\u2014 ", Answer.NO_TEXT),
        ("\u2026 \u2014", "we will stop", Answer.NOT_THERE),
        ("", "we will stop", Answer.NOT_THERE),
        ("location data", "loca\u00ad\ntion data", Answer.SAME),
        ("location data", "loca\x02\r\ntion data", Answer.SAME),
        ("we can't sell", "we can\uff07t sell", Answer.SAME),
        ("l\u2019entreprise vend", "l\u02bcentreprise vend", Answer.SAME),
        ("we sell no data to brokers", "we sell no data[12] to brokers\u2020.", Answer.SAME),
        ("we sell no data to brokers", "we sell no data\u00b9\u00b2 to brokers", Answer.SAME),
        ("we closed [12] sites", "we closed sites", Answer.DIFFERS),
        ("we cut by 10 in May", "we cut by 10\u2076 in May", Answer.DIFFERS),
        ("a lot of 5 km is free", "a lot of 5 km\u00b2 is free", Answer.DIFFERS),
        ("2030\u5e74\u307e\u3067\u306b55%\u524a\u6e1b\u3057\u307e\u3059", "\u5f53\u793e\u306f2030\u5e74\u307e\u3067\u306b\n  55%\u524a\u6e1b\u3057\u307e\u3059\u3002", Answer.SAME),
        ("\u8ca9\u58f2\u3057\u307e\u305b\u3093\u304b", "\u8ca9\u58f2\u3057\u307e\u305b\u3093\u304c\u3001\u691c\u8a0e", Answer.DIFFERS),
        ("12\u5e74\u307e\u3067\u306b\u6e1b\u3089\u3057\u307e\u3059", "2012\u5e74\u307e\u3067\u306b\u6e1b\u3089\u3057\u307e\u3059", Answer.DIFFERS),
    ],
)  # fmt: skip
def test_what_is_the_same_and_what_is_not(quote, text, expected):
    assert answer(quote, text).answer is expected


def test_a_lookalike_is_shown_as_a_difference():
    """The words were edited; what is like them is not called found."""
    result = answer("We will not sell your exact location to anyone", "We will not sell your rough location to most")
    assert result.answer is Answer.DIFFERS
    assert [(it.of, it.text) for it in result.differences] == [
        ("both", "We will not sell your"),
        ("quote", "exact"),
        ("copy", "rough"),
        ("both", "location to"),
        ("quote", "anyone"),
        ("copy", "most"),
    ]


def test_a_difference_ends_with_the_quote_though_the_text_goes_on():
    text = "As we said, we will not sell your rough location to most, and we stand by that today."
    place = answer("We will not sell your exact location to anyone", text).place
    assert text[place.start : place.end] == "we will not sell your rough location to most"


def test_what_was_joined_to_a_word_is_in_the_difference():
    result = answer("binding rules for all", "The non-binding rules for all.")
    assert [tuple(it) for it in result.differences] == [
        ("quote", "binding"),
        ("copy", "non-binding"),
        ("both", "rules for all"),
    ]


@pytest.mark.parametrize(
    ("prefix", "suffix", "chosen"), [("", "", 0), ("Later ", "", 1), ("", " not", 2), ("zz", "zz", 0)]
)
def test_of_several_places_the_surroundings_choose(prefix, suffix, chosen):
    text = QuotableText.of("First we stop. Later we stop. We stop not.")
    result = look_for("we stop", text, prefix, suffix)
    starts = [6, 21] if chosen < 2 else []
    assert [place.start for place in result.places] == [6, 21]
    assert result.place.start == (starts[chosen] if starts else 6)


def test_exact_places_go_before_those_in_other_capitals():
    assert [place.start for place in answer("We stop", "we stop. We stop.").places] == [9]


def test_words_read_by_a_machine_are_never_said_to_be_missing():
    text = QuotableText.of("We vvill not seII exact 1ocations", machine_read=True)
    assert look_for("Nothing of the kind is here", text).answer is Answer.NO_TEXT
    assert look_for("not there at all", QuotableText.of("We will")).answer is Answer.NOT_THERE


PAGES = [
    "Annual report\n\nWe will publish every contract\nwith a buyer of location\n1",
    "Annual report\n\ndata by the end of the year, and we will ask an inde-\n2",
    "Annual report\n\npendent auditor to count them. Contact: example\n3",
]


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("We will publish every contract with a buyer of location data by the end of the year", 1),
        ("we will ask an independent auditor to count them", 2),
        ("Annual report", 1),
        ("Contact", 3),
    ],
)
def test_a_quote_runs_over_the_edge_of_pages(quote, page):
    text = QuotableText.of_pages(PAGES)
    assert text.text == "\n".join(PAGES)
    result = look_for(quote, text)
    assert (result.answer, result.place.page) == (Answer.SAME, page)
    words = selector(text, result.place).exact.split()
    assert (words[0], words[-1]) == (quote.split()[0], quote.split()[-1])


def test_lines_that_do_not_repeat_part_what_is_around_them():
    pages = ["We sold a total of\n500", "tonnes of paper", "in all"]
    assert look_for("We sold a total of tonnes", QuotableText.of_pages(pages)).answer is not Answer.SAME
    assert look_for("a total of 500 tonnes", QuotableText.of_pages(pages)).answer is Answer.SAME
    counted = ["We sold a total of\n7", "tonnes of paper\n8"]
    assert look_for("We sold a total of tonnes of paper", QuotableText.of_pages(counted)).answer is Answer.SAME
    assert look_for("a total of 7 tonnes", QuotableText.of_pages(counted)).answer is Answer.SAME
    not_counted = ["We sold a total of\n7", "tonnes of paper\n9"]
    assert look_for("We sold a total of tonnes of paper", QuotableText.of_pages(not_counted)).answer is Answer.DIFFERS


def test_a_selector_has_the_words_of_the_text_and_32_signs_around_them():
    text = QuotableText.of("x" * 40 + " We  stop " + "y" * 40)
    chosen = selector(text, answer("we stop", text).place)
    assert chosen.exact == "We  stop"
    assert chosen.prefix == "x" * 31 + " "
    assert chosen.suffix == " " + "y" * 31


@pytest.mark.parametrize("most", [40, 80, 300])
def test_surroundings_are_one_line_of_whole_words_and_not_too_long(most):
    place = answer("exact places to anyone").place
    around = surroundings(TEXT, place, most)
    line = "".join(around)
    assert len(line) <= most
    assert "\n" not in line
    assert around.exact == "exact places to anyone"
    words = set(ARTICLE.split()) | {"\u2026"}
    assert set(around.before.split()) | set(around.after.split()) <= words


def test_surroundings_that_are_cut_say_so_at_both_ends():
    text = QuotableText.of("one two three four five six seven eight nine")
    around = surroundings(text, answer("five", text).place, 40)
    assert around == ("\u2026 three four ", "five", " six seven \u2026")


def test_surroundings_of_a_long_quote_are_cut():
    text = QuotableText.of("word " * 200)
    around = surroundings(text, text.place(0, 999), 300)
    assert (len("".join(around)), around.exact[-1]) == (300, "\u2026")


def test_surroundings_at_the_ends_of_a_text_have_no_mark():
    text = QuotableText.of("(We stop).")
    assert surroundings(text, answer("We stop", text).place) == ("(", "We stop", ").")


WORDS = st.lists(
    st.sampled_from(["we", "will", "not", "sell", "No.", "5%", "U.S.", "non-binding", "\u00e9t\u00e9"]),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60)
@given(WORDS, WORDS, WORDS)
def test_what_was_copied_is_found_and_places_hold_it(before, quoted, behind):
    quote = " ".join(quoted)
    text = QuotableText.of("  ".join([*before, *quoted, *behind]))
    result = look_for(quote, text)
    assert result.answer is Answer.SAME
    assert all(" ".join(text.text[p.start : p.end].split()) in quote for p in result.places)
    assert result.place in result.places


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_an_answer(quote, text):
    searched = QuotableText.of(text)
    result = look_for(quote, searched)
    assert bool(result.places) == (result.answer.is_found or result.answer is Answer.DIFFERS)
    assert all(0 <= place.start < place.end <= len(searched.text) for place in result.places)


@pytest.mark.parametrize("sign", ["\ufe00", "\ufe0e", "\ufe0f", "\U000e0100", "\U000e01ef", "\u034f"])
def test_a_sign_that_only_chooses_how_a_letter_looks_is_no_letter(sign):
    assert answer("We will stop today", f"We wi{sign}ll stop{sign} today.").answer is Answer.SAME


def test_of_places_that_are_alike_the_first_is_shown():
    similar = "We may sell small drones to the police today."
    text = f"{similar}\n\n{'Nothing else is said here about that. ' * 5}\n\n{similar}"
    differs = answer("We will sell small drones to the police today", text)
    assert (differs.answer, differs.place.start) == (Answer.DIFFERS, 0)


def words(start, end):
    return " ".join(f"word{n}" for n in range(start, end))


@pytest.mark.parametrize("before", range(80, 88))
def test_a_quote_is_where_most_of_its_words_are_though_some_were_put_between_them(before):
    """Four words stand amid the quote; elsewhere 14 of its 24 stand together."""
    between = words(200, 204)
    text = f"{words(0, 14)}. {words(100, 100 + before)}. {words(0, 12)} {between} {words(12, 24)}."
    (place,) = answer(words(0, 24), text).places
    assert text[place.start : place.end] == f"{words(0, 12)} {between} {words(12, 24)}"


def test_the_last_words_of_a_quote_may_stand_two_thirds_of_its_length_behind():
    text = f"{words(300, 316)} {words(0, 14)} {words(400, 422)} {words(20, 24)}"
    assert answer(words(0, 24), text).answer is Answer.DIFFERS


def test_words_that_are_spread_over_a_text_are_not_its_quote():
    parts = [words(0, 5), words(100, 140), words(5, 9), words(200, 240), words(9, 12)]
    assert answer(words(0, 12), " ".join(parts)).answer is Answer.NOT_THERE

"""The promise in one sentence, from any words that an editor typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import company, condition, development, pledge, promise, scorecard, version, vocabulary
from tracker.engine.sentences.pledge_sentence import pledge_phrase, pledge_sentences, short, suggested_short
from tracker.records.kinds import body, from_body

NAMES = ("Acme Optics Inc.", "Acme")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("not to sell drones to police", "not to sell drones to police"),
        ("Will not sell drones", "not to sell drones"),
        ("won’t sell drones", "not to sell drones"),
        ("Will never sell drones.", "not to sell drones"),
        ("never to sell drones", "not to sell drones"),
        ("shall not sell drones", "not to sell drones"),
        ("We will no longer sell drones", "no longer to sell drones"),
        ("Acme will stop selling drones", "to stop selling drones"),
        ("Acme Optics Inc. will publish a report", "to publish a report"),
        ("It will publish a report", "to publish a report"),
        ("“We will not sell drones.”", "not to sell drones"),
        ("to  publish\na report", "to publish a report"),
        ("Will stop the sale of drones", "to stop the sale of drones"),
    ],
)
def test_words_become_a_phrase_after_has_pledged(typed, text):
    assert pledge_phrase(typed, NAMES) == (text, False)


@pytest.mark.parametrize(
    "typed",
    [
        "No sales to police",
        "Net zero by 2040",
        "Aims to stop sales",
        "Plans to publish",
        "A moratorium",
        "“No” to drones",
        "No to “drones”",
        "”",
        "will",
        "Todos",
        "We believe in privacy",
        "Acme cares",
        "wills its shares to the state",
        "我们不会出售",
    ],
)
def test_words_that_would_change_their_meaning_stay_as_they_are(typed):
    assert pledge_phrase(typed, NAMES) == (typed, True)


@given(st.text(max_size=80))
def test_a_phrase_is_never_more_than_what_was_typed(typed):
    phrase = pledge_phrase(typed, NAMES)
    assert phrase.quoted or re.match(r"(not to|no longer to|to) \S", phrase.text)
    if not phrase.quoted:
        again = pledge_phrase(phrase.text, NAMES)
        assert again == phrase or again.text.startswith(("to ", "not to ", "no longer to "))
        negative = re.search(r"(?i)\b(not|never|no longer|won[’']t)\b", typed)
        assert bool(negative) or phrase.text.startswith("to ")


def sentences(*records, line=None, as_of="2021-12-31"):
    card = scorecard(*records, as_of=as_of)
    words = line or (short(card.dossier, *card.main) if card.main else "")
    with_a_period = sum(bool(periods) for periods in card.assessment.in_force_periods.values())
    return pledge_sentences(card.dossier, card.main, words, with_a_period, card.as_of)


def halt(**fields):
    return pledge(versions=[version(short="not to sell drones", **fields)])


STATES = [
    ([], None, "We know of no public pledge by Acme Optics Inc. on this topic."),
    ([halt(ends="unstated")], None, "Acme Optics Inc. has pledged not to sell drones (no end date given)."),
    ([halt(ends="open")], None, "Acme Optics Inc. has pledged not to sell drones (no end date, by its own words)."),
    (
        [halt(ends={"condition": "drone-law"})],
        None,
        "Acme Optics Inc. has pledged not to sell drones until a drone law is in place.",
    ),
    (
        [halt(ends={"condition": "drone-law"})],
        "not to sell drones until a drone law is in place",
        "Acme Optics Inc. has pledged not to sell drones until a drone law is in place.",
    ),
    (
        [halt(ends={"last_day": "2022-06-30"})],
        None,
        "Acme Optics Inc. has pledged not to sell drones (last day: 30 June 2022).",
    ),
    (
        [halt(ends={"after": "1 year"})],
        None,
        "Acme Optics Inc. pledged not to sell drones. That pledge has ended by its own terms (last day: 10 June 2021).",
    ),
    (
        [halt(ends={"withdrawn": "2021-02-01"})],
        None,
        "Acme Optics Inc. pledged not to sell drones. It later withdrew that pledge (last day: 31 January 2021).",
    ),
    (
        [halt(ends="self-judged")],
        None,
        "Acme Optics Inc. pledged not to sell drones. "
        "It decides when that ends, so the pledge may or may not still apply.",
    ),
    (
        [halt(ends={"condition": "drone-law"}), condition(developments=(development("2021-03-01"),))],
        None,
        "Acme Optics Inc. pledged not to sell drones until a drone law is in place. "
        "That pledge has ended because its condition was met (last day: 28 February 2021).",
    ),
    (
        [halt(ends="unstated")],
        "No sales to police",
        "Acme Optics Inc. has made this pledge: “No sales to police” (no end date given).",
    ),
    (
        [promise(deadline="2022-06-30")],
        "to publish a report",
        "Acme Optics Inc. has pledged to publish a report by 30 June 2022.",
    ),
    (
        [promise(deadline="2021-06-30")],
        "to publish a report",
        "Acme Optics Inc. pledged to publish a report by 30 June 2021.",
    ),
    (
        [promise(deadline="2021-06-30")],
        "to publish a report by the end of June 2021",
        "Acme Optics Inc. pledged to publish a report by the end of June 2021.",
    ),
    (
        [promise(deadline={"condition": "drone-law"})],
        "to publish a report",
        "Acme Optics Inc. has pledged to publish a report once a drone law is in place.",
    ),
    (
        [halt(announced="2021-12-01", start="2022-03")],
        None,
        "Acme Optics Inc. has pledged not to sell drones, starting March 2022.",
    ),
    (
        [halt(announced="2021-12-01", start={"condition": "drone-law"})],
        None,
        "Acme Optics Inc. has pledged not to sell drones, starting once a drone law is in place.",
    ),
]


@pytest.mark.parametrize(("records", "line", "sentence"), STATES, ids=range(len(STATES)))
def test_each_state_has_its_sentence(records, line, sentence):
    assert " ".join(sentences(*records, line=line)) == sentence


def test_one_of_several_pledges_says_so():
    other = pledge("acme/other", versions=[version(scope={"counterparty": {"in": ["school"]}})])
    assert "1 of its 2 pledges on this" in sentences(halt(ends="unstated"), other)[0]


def test_a_name_that_only_begins_a_word_is_not_taken_off():
    assert pledge_phrase("We will not sell drones", ("W",)) == ("not to sell drones", False)


def test_the_name_of_the_company_is_told_once():
    text = sentences(halt(ends="unstated"), company(), line="Acme Optics Inc. will not sell drones")
    assert " ".join(text).count("Acme") == 1


def test_a_pledge_that_names_nothing_is_never_turned_into_its_opposite():
    card = scorecard(pledge(versions=[version(scope={})]), promise(versions=[version(scope={})]))
    periods = card.assessment.in_force_periods
    words = {short(card.dossier, each, periods[each.id][0]) for each in card.dossier.pledges}
    topic = "“Camera drones for the police”"
    assert words == {f"to limit what it does on {topic}", f"to act on {topic}"}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("We will not sell drones.", "not to sell drones"),
        ("“not to sell drones”", "not to sell drones"),
        ("Acme Optics Inc. will sell no drones", "to sell no drones"),
        ("Aims to sell none", "Aims to sell none"),
    ],
)
def test_a_pledge_is_called_by_its_line_in_the_form_of_today(line, read):
    card = scorecard(pledge(versions=[version(short=line)]))
    assert card.main
    assert short(card.dossier, *card.main) == read


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [("[2021-11-09..2022-01-31]", " by 31 January 2022"), ("2022-01", " by January 2022"), ("2022", " by 2022")],
)
def test_a_deadline_on_one_of_several_days_is_told_by_the_latest(deadline, expected):
    card = scorecard(promise(versions=[version(deadline=deadline, short="to publish a report")]))
    assert expected in pledge_sentences(card.dossier, card.main, "to publish a report", 1, card.as_of)[0]


@pytest.mark.parametrize("line", ["“No sales” to police", "Sales of no “drones”", "“", "”"])
def test_quotation_marks_within_the_words_stay(line):
    assert pledge_phrase(line) == (line, True)


def test_quotation_marks_around_the_words_are_taken_off():
    assert pledge_phrase("“No sales”").text == pledge_phrase("No sales").text
    assert pledge_phrase("“”").text == ""


@pytest.mark.parametrize("length", ["within five years", "over five years", "in the next 5 years"])
def test_a_length_of_time_in_the_words_is_explained_by_its_last_day(length):
    line = f"to give its profits away {length}"
    given = version(start="2020-06-11", short=line, deadline={"after": "5 years"}, scope={})
    first = scorecard(promise(versions=[given]), as_of="2020-07-01").headline[0]
    assert f"{length}, that is by 11 June 2025" in first


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"scope": {"action": {"in": ["sell"]}, "counterparty": {"in": ["local-police"]}}}, "not to sell local-police"),
        ({"scope": {"action": {"unclear": ["sell"]}}}, ""),
        ({"scope": {"action": {"in": ["sell"]}}, "short": "not to sell anything"}, "not to sell"),
    ],
)
def test_a_line_is_suggested_from_what_a_scope_covers(fields, line):
    record = pledge(versions=[version(**fields)])
    card = scorecard(record)
    force = card.assessment.in_force_periods[record.id][-1]
    assert suggested_short(card.dossier, record, force) == line


@pytest.mark.parametrize(
    ("measure", "unit", "goal", "line"),
    [
        ("share of calls", "%", {"at_least": "80"}, "to bring the share of calls to at least 80\u202f%"),
        ("Its waste", "t", {"at_most": "120"}, "to bring Its waste down to 120\u202ft at most"),
        ("a share of calls", "%", {"at_least": "9"}, "to bring a share of calls to at least 9\u202f%"),
        ("an area", "ha", {"at_least": "9"}, "to bring an area to at least 9\u202fha"),
        ("all waste", "t", {"at_most": "9"}, "to bring all waste down to 9\u202ft at most"),
        ("their waste", "t", {"at_most": "9"}, "to bring their waste down to 9\u202ft at most"),
        ("the donations", "EUR", {"at_most": "0"}, "to bring the donations down to EUR\u202f0 at most"),
    ],
)
def test_a_line_is_suggested_from_a_target_before_a_scope(measure, unit, goal, line):
    target = {"measure": measure, "unit": unit, **goal}
    record = promise(versions=[version(deadline="2025", target=target, scope={"action": {"in": ["sell"]}})])
    card = scorecard(record)
    assert suggested_short(card.dossier, record, card.assessment.in_force_periods[record.id][-1]) == line


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (pledge, "to limit what it does on “Camera drones for the police” (US)"),
        (promise, "to act on “Camera drones for the police” (US)"),
    ],
)
def test_a_line_made_from_a_scope_without_an_action_has_a_verb(made, line):
    unsaid = version(scope={"place": {"in": ["US"]}}, deadline="2022" if made is promise else None)
    card = scorecard(made(versions=[unsaid]))
    assert short(card.dossier, *card.main) == line


@pytest.mark.parametrize(
    ("name", "phrase", "expected"),
    [
        ("Sale", None, "not to do this: Sale"),
        ("selling", None, "not to do this: selling"),
        ("Sale", "sell", "not to sell"),
        ("sell", None, "not to sell"),
    ],
)
def test_an_action_whose_name_is_a_noun_is_told_as_one(name, phrase, expected):
    actions = {"sell": [], "pilot": [], "market": [], "existing-contract": []}
    plain = body(vocabulary("actions", actions, {"sell": ["existing-contract"]}))
    plain["terms"][0] |= {"name": name} | ({"phrase": phrase} if phrase else {})
    card = scorecard(from_body(plain), pledge(versions=[version(short=None)]))
    assert f"has pledged {expected} " in card.headline[0]
    assert (suggested_short(card.dossier, *card.main) != "") == ("do this" not in expected)

"""Sentences of the site's own wording: plain named placeholders only, filled once before they are accepted."""

import pytest

from tests.records.faulty import problems
from tracker.engine.text import MessageCatalog
from tracker.records.sentences import SENTENCES, placeholders, sentence_problem

UNFILLABLE = (
    "{start:d}", "{start!r}", "{start!s:>10}", "{start.year}", "{start.__class__}", "{start[0]}", "{}", "{0}", "{start", "start}",  # noqa: E501
    "{start:{when}}", "{{start}", "{start }", "{ start}", "{Start}", "{start-day}", "{\u017ftart}", "{'start'}", "{start,}", "{start=}",  # noqa: E501
    "{city}", "{when} {start:%Y}",
)  # fmt: skip
RECORD = "- kind: wording\n  id: english\n  sentences:\n    time.before: {}\n"


def test_each_built_in_sentence_can_be_filled():
    assert {key: fault for key, text in SENTENCES.items() if (fault := sentence_problem(key, text))} == {}


@pytest.mark.parametrize("sentence", UNFILLABLE)
def test_a_sentence_that_cannot_be_filled_is_refused_at_its_field(sentence):
    faults = problems(RECORD.format(f'"{sentence}"'))
    assert [fault.field for fault in faults] == ["sentences › time.before"]


@pytest.mark.parametrize("sentence", UNFILLABLE)
def test_the_built_in_sentence_stands_for_one_that_cannot_be_filled(sentence):
    catalog = MessageCatalog({"time.before": sentence, "time.after": "{when}: later ({last_day})."})
    assert list(catalog.unusable) == ["time.before"]
    assert catalog("time.before", when="May", start="June") == MessageCatalog()("time.before", when="May", start="June")
    assert catalog("time.after", when="May", last_day="2 April") == "May: later (2 April)."


@pytest.mark.parametrize("sentence", ["{start} {start}", "plain", "{{kept}} {when}", "100%, {start}"])
def test_plain_placeholders_any_number_of_times_and_doubled_braces_are_accepted(sentence):
    assert problems(RECORD.format(f'"{sentence}"')) == []
    assert MessageCatalog({"time.before": sentence}).unusable == {}
    assert placeholders(sentence) <= {"start", "when"}


def test_a_sentence_of_an_older_version_that_is_no_longer_used_is_left_aside():
    assert MessageCatalog({"time.former": "{start:d}"}).unusable == {}

"""The words that people read: a change of one shows in the golden file, and none is long or hard to read."""

from itertools import chain
from statistics import mean
from typing import get_args

import pytest
from readability import getmeasures

from tests.records.golden_sentences import GOLDEN, form_texts, golden_text, messages, sentences, split
from tracker.records.types.evidence import OutcomeWord
from tracker.records.types.pledge import Verification
from tracker.records.types.response import Answer

LONGEST, MEAN = 25, 14
HARDEST_GRADE, LEAST_EASE = 6, 75


def test_each_change_of_wording_shows_in_the_golden_file():
    assert GOLDEN.read_text(encoding="utf-8") == golden_text(), "run python -m tests.records.golden_sentences"


def test_no_sentence_is_long():
    texts = chain(sentences(), messages(), form_texts())
    parts = [(key, sentence) for key, text in texts for sentence in split(text)]
    assert [(key, sentence) for key, sentence in parts if len(sentence.split()) > LONGEST] == []


def test_sentences_for_readers_are_short_on_average():
    assert mean(len(sentence.split()) for _, text in sentences() for sentence in split(text)) <= MEAN


def test_the_words_are_easy_to_read():
    sentences_read = [sentence for _, text in sentences() for sentence in split(text) if sentence.endswith(".")]
    measures = getmeasures("\n".join(sentences_read), lang="en")["readability grades"]
    assert measures["Kincaid"] <= HARDEST_GRADE
    assert measures["FleschReadingEase"] >= LEAST_EASE


WORDED = {"outcome": OutcomeWord, "answer": Answer, "verification": Verification}


@pytest.mark.parametrize("group", WORDED)
def test_each_value_of_a_record_that_readers_see_has_words(group):
    assert {f"{group}.{value}" for value in get_args(WORDED[group])} <= dict(sentences()).keys()

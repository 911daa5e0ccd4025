"""The words that people read: a change of one shows in the golden file, and none is long or hard to read."""

from itertools import chain
from statistics import mean

import pytest
from readability import getmeasures

from tests.records.golden_sentences import GOLDEN, form_texts, golden_text, messages, sentences, split

LONGEST, MEAN = 25, 14
HARDEST_GRADE, LEAST_EASE = 6, 75

TEXTS = list(chain(sentences(), messages(), form_texts()))


def test_each_change_of_wording_shows_in_the_golden_file():
    assert GOLDEN.read_text(encoding="utf-8") == golden_text(), "run python -m tests.records.golden_sentences"


@pytest.mark.parametrize(("key", "text"), TEXTS, ids=[key for key, _ in TEXTS])
def test_no_sentence_is_long(key, text):
    assert [sentence for sentence in split(text) if len(sentence.split()) > LONGEST] == []


def test_sentences_for_readers_are_short_on_average():
    assert mean(len(sentence.split()) for _, text in sentences() for sentence in split(text)) <= MEAN


def test_the_words_are_easy_to_read():
    told = [sentence for _, text in sentences() for sentence in split(text) if sentence.endswith(".")]
    measures = getmeasures("\n".join(told), lang="en")["readability grades"]
    assert measures["Kincaid"] <= HARDEST_GRADE
    assert measures["FleschReadingEase"] >= LEAST_EASE

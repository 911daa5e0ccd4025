"""What may be an id, and what names a language."""

import pytest
from pydantic import ValidationError

from tests.factories import source
from tracker.records.ids import LONGEST_ID, is_id


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("acme/no-sales", True),
        ("a" * LONGEST_ID, True),
        ("a" * (LONGEST_ID + 1), False),
        ("Acme", False),
        ("acme/no/sales", False),
        ("", False),
    ],
)
def test_what_cannot_be_an_id_is_none(text, right):
    assert is_id(text) is right


@pytest.mark.parametrize("tag", ["de", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "gsw"])
def test_a_language_is_named_in_the_shortest_way(tag):
    assert source(language=tag).language == tag


@pytest.mark.parametrize("tag", ["deu", "xx", "qqq", "zh-Xxxx", "de-XX", "DE", "de_AT", "German"])
def test_what_names_no_language_is_refused(tag):
    with pytest.raises(ValidationError):
        source(language=tag)

"""Which words records quote, and where they should be found."""

# ruff: noqa: E501

import pytest

from tests.factories import evidence, pledge, version
from tracker.records.quoted_words import quoted_words


def texts(record):
    return [(one.text, one.sources) for one in quoted_words(record)]


def test_a_pledge_quotes_its_versions():
    record = pledge(
        versions=[
            version(quote="We will not sell.", source="gazette-1"),
            version(quote=None, reported="It said it would \u201clook at all contracts\u201d, \u201cperhaps\u201d.", source="gazette-1"),
        ]
    )  # fmt: skip
    assert texts(record) == [("We will not sell.", ("gazette-1",)), ("look at all contracts", ("gazette-1",))]


def test_evidence_quotes_its_excerpts_people_and_summary():
    record = evidence(
        sources=["contract-1", "gazette-1"],
        quotes=[{"text": "We sold it.", "speaker": "A clerk", "source": "gazette-1"}],
        summary="The town paid \u201ca monthly fee of 300\u201d, as \u00abun prix de faveur\u00bb and \u201eein fester Preis\u201c.",
        excerpts=[{"source": "contract-1", "quote": "monthly fee", "page": 3}],
    )
    both = ("contract-1", "gazette-1")
    assert texts(record) == [
        ("monthly fee", ("contract-1",)),
        ("We sold it.", ("gazette-1",)),
        ("a monthly fee of 300", both),
        ("un prix de faveur", both),
        ("ein fester Preis", both),
    ]


@pytest.mark.parametrize("summary", ["No quotes.", "It was \u201cfree\u201d.", "An \u201cunclosed mark of words", None])
def test_names_and_doubtful_words_are_no_quotes(summary):
    assert texts(evidence(summary=summary)) == []

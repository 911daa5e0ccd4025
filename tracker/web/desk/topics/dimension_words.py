"""What people at the desk call the dimensions, and what each begins with."""

from typing import NamedTuple

__all__ = ["COMMITMENTS", "DIMENSION_WORDS", "DimensionQuestion"]


class DimensionQuestion(NamedTuple):
    """A dimension as a question: the readers' word and the linking word to begin with, an example of a term, the list
    to take its terms from (empty: a new one)."""

    question: str
    word: str
    link: str
    example: str
    shipped: str = ""


DIMENSION_WORDS: dict[str, DimensionQuestion] = {
    "action": DimensionQuestion("What is done", "action", "", "sold"),
    "subject": DimensionQuestion("With what", "product", "", "location data"),
    "counterparty": DimensionQuestion("To whom", "customer", "to", "a data broker"),
    "place": DimensionQuestion("Where", "place", "in", "the United States", "places"),
    "purpose": DimensionQuestion("What for", "purpose", "for", "advertising"),
    "actor": DimensionQuestion("Who acts", "who acts", "by", "a reseller", "actors"),
}
"""In the order in which they are asked."""

COMMITMENTS: dict[str, tuple[str, str]] = {
    "refrain": ("not to do something", "“We will not sell …”. Gaps are what the pledge leaves out."),
    "perform": (
        "to do something",
        "“100% by 2025”. Gaps are missed or moved goals, missing reports, and what the pledge leaves out.",
    ),
    "both": ("both", "Two tables on one scorecard."),
}
"""What a complete pledge does, with an example."""

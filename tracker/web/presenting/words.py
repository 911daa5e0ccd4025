"""The words of a scorecard, made once for an answer: several parts of a page tell the same."""

from flask import g, has_app_context

from tracker.engine.presented import PresentedScorecard
from tracker.engine.scorecard import Scorecard

__all__ = ["words_of"]


def words_of(card: Scorecard) -> PresentedScorecard:
    """The words, and what was made of them already."""
    if not has_app_context():
        return PresentedScorecard(card)
    kept: dict[int, PresentedScorecard] = g.setdefault("words_of_scorecards", {})
    words = kept.get(id(card))  # which is no other card’s, as the words hold on to theirs
    if words is None:
        words = kept[id(card)] = PresentedScorecard(card)
    return words

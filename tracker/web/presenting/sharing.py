"""Metadata for sharing a page: embeds, images, titles, structured data."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.engine.scorecard import Scorecard
from tracker.engine.text import day
from tracker.services.reading.scorecards import ScorecardQuery
from tracker.web.presenting.clock_query import clock_parameters
from tracker.web.presenting.links import absolute, with_pairs, with_query
from tracker.web.presenting.page import Sharing

__all__ = ["card_alt", "card_title", "sharing_of"]


def card_title(card: Scorecard) -> str:
    """A scorecard in one line: the first sentence of the headline, which names the company."""
    return card.headline[0].rstrip(".")


def card_alt(card: Scorecard) -> str:
    """The picture of a scorecard in words: the verdict and the day."""
    strength = card.strength
    wording = card.dossier.wording
    word = wording.sentence(f"strength.{strength.word}.heading")
    key = "strength.range" if strength.possible > strength.covered else "strength.exact"
    covers = wording(key, covered=strength.covered, possible=strength.possible, cells=strength.cells)
    words = f"{word}: {covers}."
    words = words if card.has_pledge else "We know of no public pledge on this topic."
    return f"{card.dossier.company.name}, {card.dossier.topic.name}. {words} As of {day(card.as_of)}."


def sharing_of(
    path: str,
    title: str,
    alt: str,
    query: ScorecardQuery,
    *,
    pairs: Sequence[tuple[str, str]] = (),
    data: Sequence[Mapping[str, Any]] = (),
    description: str = "",
) -> Sharing:
    """For a page with a widget: ``path`` is the page's own, ``pairs`` what of its query says what it is of."""
    asks = [*pairs, *clock_parameters(query).items()]
    url = absolute(with_pairs(path, asks))
    return Sharing(
        title=title,
        url=url,
        oembed_json=absolute(with_query("/oembed", {"url": url, "format": "json"})),
        oembed_xml=absolute(with_query("/oembed", {"url": url, "format": "xml"})),
        picture=absolute(with_pairs(f"/card{path}.png", asks)),
        alt=alt,
        builder=with_query("/embed", {"url": url}),
        data=data,
        description=description,
    )

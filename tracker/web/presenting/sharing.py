"""Metadata for sharing a page: embeds, images, titles, structured data."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.engine.alerts import as_of_line, main_alert, record_short
from tracker.engine.presented import PresentedScorecard
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import isolated
from tracker.services.reading.scorecards import ScorecardQuery
from tracker.web.presenting.clock_query import clock_parameters
from tracker.web.presenting.links import absolute, with_pairs, with_query
from tracker.web.presenting.page import Sharing

__all__ = ["card_alt", "card_title", "more_gaps", "sharing_of"]


def card_title(card: Scorecard) -> str:
    """A scorecard in one line: the first sentence of the headline, which names the company."""
    return card.headline[0].rstrip(".")


def card_alt(card: Scorecard) -> str:
    """The pictures of a scorecard in words: everything that they show, for people who do not see them."""
    words = PresentedScorecard(card)
    alert, more = main_alert(words)
    name, promise = isolated(card.dossier.company.name), " ".join(words.promise) if card.has_pledge else ""
    parts = (f"{name}, {card.dossier.topic.name}.", promise, f"{alert.brief_line}{more_gaps(more)}.")
    return " ".join(part for part in (*parts, record_short(words), as_of_line(words)) if part)


def more_gaps(number: int) -> str:
    """The number of further gaps, as the end of a sentence; empty if there are none."""
    return f", {number} more gap{'' if number == 1 else 's'}" if number else ""


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
    """For a page with a widget: ``path`` is its own, ``pairs`` the parameters that identify its subject."""
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

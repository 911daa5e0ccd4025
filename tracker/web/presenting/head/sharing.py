"""Metadata for sharing a page: embeds, images, titles, structured data."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.engine.alerts import Alert, alerts, as_of_line, main_alert, record_short
from tracker.engine.coverage.cells import NOT_ASKED
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import MessageCatalog, isolated
from tracker.records.types.topic import Topic
from tracker.services.reading.scorecards import ScorecardQuery
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.links import absolute, with_pairs, with_query
from tracker.web.presenting.page import Sharing
from tracker.web.presenting.words import words_of

__all__ = ["card_alt", "card_title", "more_gaps", "not_asked_line", "sharing_of"]

_MOST_NAMED = 3
"""Points that are not asked which a text alternative names."""


def card_title(card: Scorecard) -> str:
    """A scorecard in one line: the first sentence of the headline, which names the company."""
    return card.headline[0].rstrip(".")


def card_alt(card: Scorecard, lines: Sequence[Alert] = ()) -> str:
    """The pictures of a scorecard in words: everything that they show, for people who do not see them.

    ``lines`` are its alerts, where these are made already.
    """
    words = words_of(card)
    alert, more = main_alert(lines or alerts(words))
    name, promise = isolated(card.dossier.company.name), " ".join(words.promise) if card.has_pledge else ""
    parts = (f"{name}, {card.dossier.topic.name}.", promise, f"{alert.brief_line}{more_gaps(more)}.")
    unasked = not_asked_line(card.dossier.wording, card.dossier.topic)
    return " ".join(part for part in (*parts, unasked, record_short(words), as_of_line(words)) if part)


def not_asked_line(wording: MessageCatalog, topic: Topic) -> str:
    """The points that a topic does not ask about, the first few by name; empty where all are asked (COVER-6)."""
    names = [f"{row.name}, {column.name}" for it in topic.yardsticks for row, column in it.cells_not_asked]
    more = len(names) - _MOST_NAMED
    shown = [*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    return wording(f"cell.{NOT_ASKED}.points", points="; ".join(shown)) if names else ""


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

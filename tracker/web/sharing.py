"""What a page gives to those who share it: embeds, pictures, titles, structured data. Pages carry it in their head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.engine.phrases import capital, day
from tracker.engine.scorecard import Scorecard
from tracker.services.scorecards import Asked
from tracker.web.clocks import asked_query
from tracker.web.links import absolute, with_query

__all__ = ["Sharing", "card_alt", "card_title", "sharing_of"]


@dataclass(frozen=True)
class Sharing:
    """For the head of a page: oEmbed in both formats, the picture with its words, and data for programs.

    All addresses are absolute; those of pictures and oEmbed are empty where the page has no widget.
    """

    title: str
    url: str
    oembed_json: str = ""
    oembed_xml: str = ""
    picture: str = ""
    alt: str = ""
    builder: str = ""
    data: Sequence[Mapping[str, Any]] = ()


def card_title(card: Scorecard) -> str:
    """A scorecard in one line: who, and the first sentence of the headline."""
    return f"{card.dossier.company.name}: {card.headline[0].rstrip('.')}"


def card_alt(card: Scorecard) -> str:
    """The picture of a scorecard in words: the verdict and the day."""
    strength = card.strength
    perhaps = f", perhaps {strength.possible}" if strength.possible > strength.covered else ""
    words = f"{capital(strength.word)}: clearly covers {strength.covered} of {strength.cells} kinds of act{perhaps}."
    words = words if card.has_pledge else "No public pledge on this topic that we know of."
    return f"{card.dossier.company.name}, {card.dossier.topic.name}. {words} As of {day(card.as_of)}."


def sharing_of(
    path: str,
    title: str,
    alt: str,
    asked: Asked,
    *,
    query: Mapping[str, str] | None = None,
    data: Sequence[Mapping[str, Any]] = (),
) -> Sharing:
    """For a page with a widget: ``path`` is the page's own, ``query`` what of its query says what it is of."""
    asks = {**(query or {}), **asked_query(asked)}
    url = absolute(with_query(path, asks))
    return Sharing(
        title=title,
        url=url,
        oembed_json=absolute(with_query("/oembed", {"url": url, "format": "json"})),
        oembed_xml=absolute(with_query("/oembed", {"url": url, "format": "xml"})),
        picture=absolute(with_query(f"/card{path}.png", asks)),
        alt=alt,
        builder=with_query("/embed", {"url": url}),
        data=data,
    )

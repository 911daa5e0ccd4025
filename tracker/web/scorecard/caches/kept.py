"""Keeps parts of scorecards' pages as HTML, by what each rests on."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from flask import request
from markupsafe import Markup

from tracker.engine.in_force import Deadline, InForcePeriod, condition_state, deadline
from tracker.engine.scorecard import Scorecard
from tracker.web.presenting.addresses.crawling import is_uncrawled, without_following
from tracker.web.presenting.finding_locations import evidence_hrefs
from tracker.web.presenting.left_open import CLOCKS, OpenHtml, Part, clocks_left_open, clocks_query, own_parts, placed
from tracker.web.presenting.links import present_clocks
from tracker.web.scorecard.sources import Cites, SourceBook
from tracker.web.site import site

__all__ = ["KeptParts", "Rests", "day_of"]

_A_RECORD = 1_000
"""About what a part keeps beside its HTML for each object that it rests on, in characters."""


class Rests:
    """What a part rests on: values as they are, and objects by identity, which are kept from being another one's."""

    def __init__(self, *values: Hashable):
        self.values, self.objects = list(values), list[object]()

    def on(self, *objects: object) -> "Rests":
        """These objects too."""
        self.objects += objects
        self.values += map(id, objects)
        return self

    def on_periods(self, card: Scorecard, periods: Iterable[InForcePeriod]) -> None:
        """The times in force of versions, and how these stand on the day."""
        day = card.as_of
        for period in periods:
            due = deadline(period, card.dossier.conditions, day)
            state: tuple[object, ...] = condition_state(period.condition, day) if period.condition else ()
            self.on(period, due.condition if due else None)
            self.values += (period.begun(day), period.over(day), period.on(day), *day_of(due), *map(str, state))

    def of(self, name: str) -> "Rests":
        """The same for a part of this name."""
        rests = Rests(name, *self.values)
        rests.objects = self.objects
        return rests


def day_of(due: Deadline | None) -> tuple[Hashable, ...]:
    """When it is, as it is told."""
    return (due.latest, str(due.text)) if due else ()


@dataclass(frozen=True)
class _Ground:
    """What all parts of a page rest on; equal to itself alone."""

    objects: tuple[object, ...]

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    @property
    def size(self) -> int:
        """About what it takes."""
        return _A_RECORD + 100 * len(self.objects)


@dataclass(frozen=True)
class _Kept:
    """HTML in which clocks are left open, the numbers of the sources in it, and what it makes for each day.

    ``objects`` are those that it rests on; ``pieces`` the same as parts of pages, by the clocks in their links and by
    whether robots may follow these.
    """

    html: str
    cites: Cites
    parts: tuple[Part, ...]
    objects: tuple[object, ...]
    pieces: dict[tuple[str, bool], OpenHtml] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """About what it takes, with its pieces."""
        return 3 * len(self.html) + _A_RECORD * (1 + len(self.objects))


class KeptParts:
    """Those of one page; they are made, or taken from what is kept, in the order in which it shows them."""

    def __init__(self, card: Scorecard, book: SourceBook):
        self.card, self.book = card, book
        self._ground = _ground(card) if card.same and clocks_left_open() is not None else None
        clocks = present_clocks()
        self._variant = clocks_query(clocks), not is_uncrawled(request)
        self._endless = "known_at" in clocks
        self._articles = site().articles

    @cached_property
    def hrefs(self) -> Mapping[str, str]:
        """Where links to evidence lead, with their clocks left open."""
        return evidence_hrefs(self.card)

    def part(self, rests: Rests | None, make: Callable[[], str]) -> Markup:
        """The HTML of a part; without ``rests`` it is made anew."""
        if rests is None or self._ground is None:
            return Markup(make())  # noqa: S704 - of templates
        key = (self._ground, *rests.values)
        part: _Kept | None = self._articles.get(key)
        if part is None or not self.book.cited_again(part.cites):
            with self.book.noting() as cites, own_parts() as parts:
                html = make()
            part = _Kept(html, tuple(cites), tuple(parts), tuple(rests.objects))
            self._articles.put(key, part)
        return placed(self._piece(part))

    def _piece(self, part: _Kept) -> OpenHtml:
        piece = part.pieces.get(self._variant)
        if piece is None:
            query, followed = self._variant
            html = OpenHtml.with_clocks(part.html, query)
            html = without_following(html, site().settings.public_url) if followed else html
            piece = OpenHtml(html, [partial(_on_the_day, one, query) for one in part.parts])
            if not self._endless:
                part.pieces[self._variant] = piece
        return piece


def _on_the_day(part: Part, query: str, day: date) -> str:
    """What is made for a day, with the query that its links have."""
    html = part(day)
    return OpenHtml(OpenHtml.with_clocks(html, query)).on(day).decode() if CLOCKS in html else html


def _ground(card: Scorecard) -> _Ground:
    """What all parts of a page rest on beside their own records and the sources that they cite."""
    dossier = card.dossier
    rests = Rests("ground", dossier.wording.replaced, card.rules, request.script_root, len(dossier.pledges) > 1)
    rests.on(dossier.company, dossier.topic, *dossier.vocabularies.values(), *dossier.dimensions.values())
    # An answer may explain any finding; who reports it is told of its source.
    for response in dossier.responses:
        rests.on(response, dossier.sources.get(response.source))
        rests.values += (response.answered.certainly_after(card.as_of), response.state(card.as_of))
    kept, key = site().articles, tuple(rests.values)
    ground: _Ground | None = kept.get(key)
    if ground is None:
        ground = _Ground(tuple(rests.objects))
        kept.put(key, ground)
    return ground

"""Findings and other records of a scorecard's page as HTML, kept for other days and for what is published later.

One of them rests on its own records and on few others, so that of hundreds a publication changes one. What it rests on
is its key: records by identity, as those that were read are kept as read, and values as they are. Sources are numbered
anew on each page: an article holds where its sources have the same numbers again.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from tracker.engine.findings import Context, DueFinding, Finding
from tracker.engine.scorecard import Scorecard
from tracker.web.presenting.finding_locations import MOST_ON_CARD
from tracker.web.scorecard.findings import MOST_IN_FULL, Block, OtherRecord, aside_of, block_of, leads_of
from tracker.web.scorecard.sources import Cites, SourceBook
from tracker.web.site import site

__all__ = ["Articles"]


class _Same:
    """Equal to itself alone, and to what stands for the same object, which it keeps from being another one's."""

    __slots__ = ("it",)

    def __init__(self, it: object):
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.it is other.it


@dataclass(frozen=True)
class KeptArticle:
    """HTML and the numbers of the sources in it; ``size`` is about what it takes with its key."""

    html: Markup
    cites: Cites
    size: int


_RECORDS_OF_FINDINGS = ("pledge", "evidence", "decision", "fulfilment")
_APART = ("explain", "force", "weight", *_RECORDS_OF_FINDINGS)
_OF_FINDINGS = attrgetter(*(it.name for it in fields(Finding) if it.name not in _APART))
_RECORDS = attrgetter(*_RECORDS_OF_FINDINGS)
_A_RECORD, _A_FINDING = 4_000, 300
"""About what an article keeps beside its HTML, in characters."""


class Articles:
    """Those of one page; they are made, or taken from what is kept, in the order in which it shows them."""

    def __init__(self, card: Scorecard, book: SourceBook):
        self.card, self.book = card, book
        self._parts: dict[int, Hashable] = {}
        self._around = _around(card) if card.same else None

    def findings(self) -> list[Markup]:
        """Those based on a record, the gravest first: some in full, the others in fewer lines."""
        return [
            self._finding("finding" if number < MOST_IN_FULL else "brief", lead, anchor, folded)
            for number, (lead, anchor, folded) in enumerate(leads_of(self.card)[:MOST_ON_CARD])
        ]

    def asides(self, items: Iterable[Context], most: int) -> list[Markup]:
        """Records without a finding: so many in full, the others in fewer lines."""
        return [self._aside("aside" if number < most else "brief_aside", item) for number, item in enumerate(items)]

    def _finding(self, shape: str, lead: Finding, anchor: str, folded: Sequence[Finding]) -> Markup:
        findings = (lead, *folded)
        key = None
        # What is said of a due depends on the day in more ways than its fields tell.
        if not any(isinstance(finding, DueFinding) for finding in findings):
            key = (shape, anchor, *(self._of_finding(finding) for finding in findings))
        return self._kept(shape, key, lambda: block_of(self.card, self.book, lead, anchor, folded), len(findings))

    def _aside(self, shape: str, item: Context) -> Markup:
        key = (shape, _Same(item.evidence), item.reason, self._values(item.weight), item.dimensions, item.act)
        return self._kept(shape, key, lambda: aside_of(self.card, self.book, item), 1)

    def _kept(
        self, shape: str, key: tuple[Hashable, ...] | None, make: Callable[[], Block | OtherRecord], weight: int
    ) -> Markup:
        if key is None or self._around is None:
            return _shown(shape, make())
        kept, whole_key = site().articles, (self._around, key)
        article = kept.get(whole_key)
        if article is None or not self.book.cited_again(article.cites):
            with self.book.noting() as cites:
                html = _shown(shape, make())
            article = KeptArticle(html, tuple(cites), len(html) + _A_RECORD + weight * _A_FINDING)
            kept.put(whole_key, article)
        return article.html

    def _of_finding(self, finding: Finding) -> tuple[Hashable, ...]:
        own = _OF_FINDINGS(finding)
        return (*own, *map(_Same, _RECORDS(finding)), self._values(finding.force), self._values(finding.weight))

    def _values(self, part: Any) -> Hashable:
        """A version's time in force, or a weight: found once, as many findings have it in common."""
        known = self._parts.get(id(part))
        if known is None:
            known = self._parts[id(part)] = part and _exactly(part)
        return known


def _exactly(part: Any) -> tuple[Hashable, ...]:
    """All fields of a value, records among them by identity."""
    return tuple(_exact(getattr(part, it.name)) for it in fields(part))


def _exact(value: Any) -> Hashable:
    plain = value is None or isinstance(value, str | int | tuple)
    return value if plain else _Same(value)


def _around(card: Scorecard) -> tuple[Hashable, ...]:
    """What all articles of a page rest on beside their own records and the sources that they cite."""
    dossier = card.dossier
    shared = (dossier.company, dossier.topic, *dossier.vocabularies.values(), *dossier.dimensions.values())
    # An answer may explain any finding; who reports it is told of its source.
    answers = [
        (
            _Same(it),
            _Same(dossier.sources.get(it.source)),
            it.answered.certainly_after(card.as_of),
            it.state(card.as_of),
        )
        for it in dossier.responses
    ]
    texts = (dossier.wording.replaced, card.rules, request.script_root, len(dossier.pledges) > 1)
    return (*map(_Same, shared), *answers, *texts)


def _shown(shape: str, it: Block | OtherRecord) -> Markup:
    macro = getattr(current_app.jinja_env.get_template("components/findings.html").module, shape)
    html: Markup = macro(it)
    return html

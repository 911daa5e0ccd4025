"""Findings, other records, pledges, sources and the table of a scorecard's page, each kept by what it rests on.

They rest on few records each, so that of hundreds a publication changes one. Sources are numbered anew on each page: a
part holds where its sources have the same numbers again.
"""

from collections.abc import Hashable, Sequence
from itertools import groupby

from flask import current_app
from markupsafe import Markup

from tracker.engine.findings import Context, DueFinding, Finding
from tracker.engine.in_force import deadline
from tracker.records.types.initiative import SignedPledge
from tracker.web.presenting.finding_locations import MOST_ON_CARD
from tracker.web.scorecard.caches.kept import KeptParts, Rests, day_of
from tracker.web.scorecard.findings import MOST_IN_FULL, aside_of, block_of, leads_of
from tracker.web.scorecard.pledges import Place, places_of_pledges, pledge_of
from tracker.web.scorecard.sources import SourceEntry
from tracker.web.scorecard.terms import beyond_checked

__all__ = ["Articles"]


class Articles:
    """Those of one page; they are made, or taken from what is kept, in the order in which it shows them."""

    def __init__(self, parts: KeptParts):
        self.card, self.book, self._parts = parts.card, parts.book, parts
        self._hrefs = parts.hrefs

    def findings(self) -> list[Markup]:
        """Those based on a record, the gravest first: some in full, the others in fewer lines."""
        return [
            self._finding("finding" if number < MOST_IN_FULL else "brief", lead, anchor, folded)
            for number, (lead, anchor, folded) in enumerate(leads_of(self.card)[:MOST_ON_CARD])
        ]

    def asides(self, items: Sequence[Context], most: int) -> list[Markup]:
        """Records without a finding: so many in full, the others in fewer lines; the acts of one together."""
        shown, number = [], 0
        for _, same in groupby(items, key=_record):
            acts = list(same)
            shown.append(self._aside(acts, max(0, min(most - number, len(acts)))))
            number += len(acts)
        return shown

    def pledges(self, commitment: str) -> list[Markup]:
        """The pledges of one commitment, the one that the headline tells of first."""
        return [self._pledge(place) for place in places_of_pledges(self.card, commitment, self._hrefs)]

    def sources(self) -> list[Markup]:
        """All documents that the page names; last, as other parts name them."""
        return [self._source(entry) for entry in self.book.entries()]

    def _finding(self, shape: str, lead: Finding, anchor: str, folded: Sequence[Finding]) -> Markup:
        findings = (lead, *folded)
        rests = Rests(shape, anchor).on(*(finding.token for finding in findings))
        for finding in findings:
            if isinstance(finding, DueFinding):
                rests.values += self._of_due(finding)
        return self._parts.part(
            rests, lambda: _shown("findings", shape, block_of(self.card, self.book, lead, anchor, folded))
        )

    def _aside(self, acts: Sequence[Context], full: int) -> Markup:
        reasons = ((item.reason, item.dimensions, item.act) for item in acts)
        rests = Rests("asides", full, *reasons).on(acts[0].evidence, acts[0].weight)
        return self._parts.part(rests, lambda: _shown("findings", "asides", aside_of(self.card, self.book, acts), full))

    def _pledge(self, place: Place) -> Markup:
        card, pledge, day = self.card, place.pledge, self.card.as_of
        periods, dues = card.assessment.in_force_periods[pledge.id], card.assessment.dues_of(pledge)
        rests = Rests("pledge", beyond_checked(card), place.restates, *place.same_text_as).on(pledge)
        rests.on_periods(card, periods)
        events = [event.date.certainly_after(day) for period in periods for event in period.version.events]
        signed = pledge.signatory.until if isinstance(pledge, SignedPledge) else None
        rests.values += (*events, signed and signed.certainly_after(day))
        for due in dues:
            rests.on(due.token)
            rests.values += (due.lead, *self._of_due(due), self._hrefs.get(due.evidence.id) if due.evidence else None)
        return self._parts.part(rests, lambda: _shown("pledges", "pledge", pledge_of(card, self.book, place)))

    def _of_due(self, due: DueFinding) -> Sequence[Hashable]:
        """What is said of a due beside what it has come to."""
        checked, successor = self.card.checked_until, due.successor
        later = deadline(successor, self.card.dossier.conditions, self.card.as_of) if successor else None
        return (checked and checked.text, *day_of(later))

    def _source(self, entry: SourceEntry) -> Markup:
        rests = None
        if not entry.source.copies and not entry.address:
            # What it derives from is named by publisher and day, which are another record's.
            rests = Rests("source", entry.cited.number, *entry.derived_from)
            rests.on(entry.source)
        return self._parts.part(rests, lambda: _shown("sources", "entry", entry))


def _record(item: Context) -> tuple[int, int]:
    """What acts of one record share; weights of acts may differ."""
    return id(item.evidence), id(item.weight)


def _shown(template: str, shape: str, *values: object) -> str:
    macro = getattr(current_app.jinja_env.get_template(f"components/{template}.html").module, shape)
    html: Markup = macro(*values)
    return html

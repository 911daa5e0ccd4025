"""Where findings are shown: the first ones on the scorecard, the others on further pages."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flask import url_for

from tracker.engine.findings import Context, Finding
from tracker.engine.scorecard import Scorecard
from tracker.web.presenting.links import page_path, record_href, with_query

__all__ = [
    "A_PAGE",
    "MOST_ON_CARD",
    "FindingLocation",
    "context_anchor",
    "evidence_hrefs",
    "findings_path",
    "leading",
    "places",
    "places_of_leads",
]

MOST_ON_CARD = 100
"""Findings on a scorecard: more than nearly every company has."""
A_PAGE = 50
"""Findings on each further page."""


class FindingLocation(NamedTuple):
    """An anchor, on the scorecard itself or on the page of findings that starts after this number."""

    anchor: str
    after: int | None = None

    def path(self, card: Scorecard, query: Mapping[str, str]) -> str:
        """Its address; ``query`` keeps the clocks."""
        company, topic = card.dossier.company.id, card.dossier.topic.id
        if self.after is None:
            return f"{page_path(company, topic, query)}#{self.anchor}"
        return f"{findings_path(company, topic, query, self.after)}#{self.anchor}"


def findings_path(company: str, topic: str, query: Mapping[str, str], after: int = 0) -> str:
    """The path of a page of findings."""
    pairs = {**query, **({"after": str(after)} if after else {})}
    return with_query(url_for("scorecard.findings", company=company, topic=topic), pairs)


def leading(card: Scorecard) -> list[Finding]:
    """The findings that have a block: leading ones based on a record, most serious first."""
    return [finding for finding in card.findings if finding.lead and finding.evidence]


def places(card: Scorecard) -> Iterator[tuple[Finding, FindingLocation]]:
    """Each finding with its location, or that of the finding it is folded under; one without a record is located at its
    pledge.
    """
    leads = places_of_leads(card)
    for finding in card.findings:
        pledge = FindingLocation(f"pledge-{finding.pledge.id if finding.pledge else ''}")
        yield finding, pledge if finding.evidence is None else leads.get(card.counted_by(finding), pledge)


def places_of_leads(card: Scorecard) -> dict[object, FindingLocation]:
    """By what it counts for: the first finding of a record has the record's own anchor."""
    result: dict[object, FindingLocation] = {}
    records: set[str] = set()
    count = 0
    for number, finding in enumerate(card.findings, 1):
        if finding.lead and finding.evidence:
            id = finding.evidence.id
            after = count // A_PAGE * A_PAGE if count >= MOST_ON_CARD else None
            anchor = f"finding-{number}" if id in records else f"evidence-{id}"
            result[card.counted_by(finding)] = FindingLocation(anchor, after)
            records.add(id)
            count += 1
    return result


def evidence_hrefs(card: Scorecard) -> dict[str, str]:
    """Where a scorecard's own links to its records lead.

    Down the page, or to the record's page where it stands on none.
    """
    anchors = {place.anchor for place in places_of_leads(card).values() if place.after is None}
    own = (*card.dossier.evidence, *(owned.evidence for owned in card.dossier.owned))
    hrefs = {evidence.id: f"#evidence-{evidence.id}" for evidence in own}
    with_findings = {finding.evidence.id for finding in card.findings if finding.evidence}
    if elsewhere := {id for id in with_findings if f"evidence-{id}" not in anchors}:
        asides = {context_anchor(item) for item in card.assessment.context if item.evidence.id in elsewhere}
        hrefs |= {id: record_href("evidence", id) for id in elsewhere if f"evidence-{id}" not in asides}
    return hrefs


def context_anchor(item: Context) -> str:
    """Where a record without a finding stands on the page; an act of several has a place of its own."""
    several = item.act is not None and len(item.evidence.acts) > 1
    return f"evidence-{item.evidence.id}-act-{item.act}" if several else f"evidence-{item.evidence.id}"

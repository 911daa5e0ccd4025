"""The long sections of a scorecard's page, put together of parts that are kept.

In these the clocks in links, the day, and how far off last days are, are left open.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, NamedTuple

from markupsafe import Markup

from tracker.records.types.topic import SourcedText
from tracker.web.presenting.left_open import clocks_query, filled, left_open
from tracker.web.presenting.links import present_clocks
from tracker.web.presenting.page import part_of_page
from tracker.web.presenting.words import words_of
from tracker.web.scorecard.caches.articles import Articles
from tracker.web.scorecard.caches.kept import KeptParts, Rests
from tracker.web.scorecard.coverage import Gap, LegendEntry, Table, gaps_of, marks_of, tables_of
from tracker.web.scorecard.findings import MOST_IN_FULL, OtherRecord, assessments_of, other_records
from tracker.web.scorecard.pledges import ConditionBlock, conditions_of
from tracker.web.scorecard.responses import ResponseBlock, responses_of
from tracker.web.scorecard.sources import Cited

__all__ = ["SectionTexts", "sections_of"]

_MOST_CONTEXT = 20
"""So many records without a finding stand in full."""


class SectionTexts(NamedTuple):
    """HTML of the table with its gaps, of the findings, and of what follows these."""

    coverage: Markup
    findings: Markup
    records: Markup


@dataclass(frozen=True, kw_only=True)
class _Coverage:
    """The variables of the table with its gaps."""

    tables: Annotated[Sequence[Table], "The coverage table; two where the topic asks both to refrain and to act."]
    marks: Annotated[Sequence[LegendEntry], "The marks that the table uses, for its legend."]
    flagged: Annotated[bool, "Whether conduct falls into any cell."]
    yardstick: Annotated[Sequence[tuple[SourcedText, Sequence[Cited]]], "Why these rows and columns."]
    pledges: Annotated[bool, "Whether there is a pledge not to do something."]
    gaps: Annotated[Sequence[Gap], "The gaps, worst first."]
    amendment: Annotated[Sequence[str], "What would close them."]
    in_force: Annotated[bool, "Whether there is a pledge that the amendment would change."]


@dataclass(frozen=True, kw_only=True)
class _Findings:
    """The variables of the findings."""

    findings: Annotated[Sequence[Markup], "Findings as HTML, gravest first."]
    most_findings: Annotated[int, "How many of them stand in full; the rest are told in fewer lines."] = MOST_IN_FULL
    without_findings: Annotated[str, "What is said where there are none."]


@dataclass(frozen=True, kw_only=True)
class _Records:
    """The variables of what follows the findings."""

    pledges: Annotated[Sequence[Markup], "Pledges not to do something, as HTML."]
    most_pledges: Annotated[int, "How many pledges stand open; the rest fold."] = 6
    promises: Annotated[Sequence[Markup], "Promises to do something, as HTML."]
    conditions: Annotated[Sequence[ConditionBlock], "Events that these pledges wait for."]
    replies: Annotated[Sequence[ResponseBlock], "Questions and answers."]
    others: Annotated[int, "How many records, or acts of them, yield no finding."]
    context: Annotated[Sequence[Markup], "These, as HTML."]
    assessments: Annotated[Sequence[OtherRecord], "What others say about the company; no findings."]
    excluded: Annotated[Sequence[Markup], "Records that were retracted or not upheld, as HTML."]
    sources: Annotated[Sequence[Markup], "All documents that the page names, as HTML."]


def sections_of(parts: KeptParts) -> SectionTexts:
    """The sections, for the day and with the clocks of the present request."""
    with left_open():
        texts = _made(parts)
    query = clocks_query(present_clocks())
    return SectionTexts(*(filled(text, query, parts.card.as_of) for text in texts))


def _made(parts: KeptParts) -> tuple[str, str, str]:
    """Sources are numbered in the order in which these are made."""
    card, book, articles = parts.card, parts.book, Articles(parts)
    findings = articles.findings()
    pledges, promises = articles.pledges("refrain"), articles.pledges("perform")
    conditions, replies = conditions_of(card, book), responses_of(card, book)
    others = other_records(card, excluded=False)
    context = articles.asides(others, _MOST_CONTEXT)
    excluded = articles.asides(other_records(card, excluded=True), sys.maxsize)
    assessments = assessments_of(card, book)
    coverage = parts.part(_of_coverage(parts, bool(pledges)), lambda: _coverage(parts, bool(pledges)))
    findings_part = _Findings(findings=findings, without_findings="" if findings else words_of(card).record_line)
    records = _Records(
        pledges=pledges,
        promises=promises,
        conditions=conditions,
        replies=replies,
        others=len(others),
        context=context,
        excluded=excluded,
        assessments=assessments,
        sources=articles.sources(),
    )
    return coverage, _rendered("findings", findings_part), _rendered("records", records)


def _of_coverage(parts: KeptParts, pledges: bool) -> Rests:
    """What the table with its gaps rests on: which records fall into it, and where these stand on the page."""
    card, hrefs = parts.card, parts.hrefs
    titles = {evidence.id: evidence.title for evidence in card.dossier.evidence}
    fallen_in = dict.fromkeys(id for cell in card.cells for id in cell.evidence)
    rests = Rests("coverage", pledges, *((id, titles[id], hrefs[id]) for id in fallen_in))
    return rests.on(card.cells, card.gap_lines, card.amendment_lines)


def _coverage(parts: KeptParts, pledges: bool) -> str:
    card, book = parts.card, parts.book
    reasons = [reason for yardstick in card.dossier.topic.yardsticks for reason in yardstick.reasons]
    tables = tables_of(card, parts.hrefs)
    shown = ([cell.shown for cell in row.cells] for table in tables for row in table.rows)
    values = _Coverage(
        tables=tables,
        marks=marks_of(card.dossier.wording, shown),
        flagged=any(cell.evidence for cell in card.cells),
        yardstick=[(reason, book.cite(reason.sources)) for reason in reasons],
        pledges=pledges,
        gaps=gaps_of(card, parts.hrefs),
        amendment=card.amendment_lines,
        in_force=bool(card.measured),
    )
    return _rendered("coverage", values)


def _rendered(name: str, sections: _Coverage | _Findings | _Records) -> str:
    values = {declared.name: getattr(sections, declared.name) for declared in fields(sections)}
    return part_of_page(f"scorecard/_{name}.html", values)

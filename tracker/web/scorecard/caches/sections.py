"""The long sections of a scorecard's page: made once for all days on which they read the same.

A scorecard is the same until its next change (LAW-6), and so are these sections, but for the day, how far off last days
are, and the clocks in their links.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, NamedTuple

from flask import request
from markupsafe import Markup

from tracker.engine.scorecard import Scorecard
from tracker.records.types.topic import SourcedText
from tracker.web.presenting.left_open import filled, left_open, opened
from tracker.web.presenting.links import present_clocks, with_query
from tracker.web.presenting.page import part_of_page
from tracker.web.presenting.words import words_of
from tracker.web.scorecard.caches.articles import Articles
from tracker.web.scorecard.coverage import Gap, LegendEntry, Table, gaps_of, marks_of, tables_of
from tracker.web.scorecard.findings import MOST_IN_FULL, OtherRecord, assessments_of, other_records
from tracker.web.scorecard.pledges import ConditionBlock, PledgeBlock, conditions_of, pledges_of
from tracker.web.scorecard.responses import ResponseBlock, responses_of
from tracker.web.scorecard.sources import Cited, SourceBook, SourceEntry
from tracker.web.site import site

__all__ = ["SectionTexts", "sections_of"]

_MOST_CONTEXT = 20
"""So many records without a finding stand in full."""


class SectionTexts(NamedTuple):
    """HTML of the table with its gaps, of the findings, and of what follows these."""

    coverage: Markup
    findings: Markup
    records: Markup


@dataclass(frozen=True, kw_only=True)
class _Sections:
    """The variables of the three templates."""

    tables: Annotated[Sequence[Table], "The coverage table; two where the topic asks both to refrain and to act."]
    marks: Annotated[Sequence[LegendEntry], "The marks that the table uses, for its legend."]
    flagged: Annotated[bool, "Whether conduct falls into any cell."]
    yardstick: Annotated[Sequence[tuple[SourcedText, Sequence[Cited]]], "Why these rows and columns."]
    gaps: Annotated[Sequence[Gap], "The gaps, worst first."]
    amendment: Annotated[Sequence[str], "What would close them."]
    in_force: Annotated[bool, "Whether there is a pledge that the amendment would change."]
    findings: Annotated[Sequence[Markup], "Findings as HTML, gravest first."]
    most_findings: Annotated[int, "How many of them stand in full; the rest are told in fewer lines."] = MOST_IN_FULL
    without_findings: Annotated[str, "What is said where there are none."]
    pledges: Annotated[Sequence[PledgeBlock], "Pledges not to do something."]
    most_pledges: Annotated[int, "How many pledges stand open; the rest fold."] = 6
    promises: Annotated[Sequence[PledgeBlock], "Promises to do something."]
    conditions: Annotated[Sequence[ConditionBlock], "Events that these pledges wait for."]
    replies: Annotated[Sequence[ResponseBlock], "Questions and answers."]
    context: Annotated[Sequence[Markup], "Records without a finding, as HTML."]
    assessments: Annotated[Sequence[OtherRecord], "What others say about the company; no findings."]
    excluded: Annotated[Sequence[Markup], "Records that were retracted or not upheld, as HTML."]
    sources: Annotated[Sequence[SourceEntry], "All documents that the page names."]


def sections_of(card: Scorecard) -> SectionTexts:
    """The sections, for the day and with the clocks of the present request."""
    cache, key = site().sections, (card.same, request.script_root)
    texts = cache.get(key) if card.same else None
    if texts is None:
        with left_open():
            texts = _made(_variables(card.written(opened(card.as_of))))
        if card.same:
            cache.put(key, texts)
    query = with_query("", present_clocks())
    return SectionTexts(*(filled(text, query, card.as_of) for text in texts))


def _made(sections: _Sections) -> tuple[str, ...]:
    values = {declared.name: getattr(sections, declared.name) for declared in fields(sections)}
    return tuple(part_of_page(f"scorecard/_{name}.html", values) for name in SectionTexts._fields)


def _variables(card: Scorecard) -> _Sections:
    """Sources are numbered in the order in which these are made."""
    book, tables = SourceBook(card.dossier.sources), tables_of(card)
    articles = Articles(card, book)
    findings = articles.findings()
    return _Sections(
        tables=tables,
        marks=marks_of(card),
        flagged=any(cell.evidence for cell in card.cells),
        findings=findings,
        without_findings="" if findings else words_of(card).record_line,
        pledges=pledges_of(card, book, "refrain"),
        promises=pledges_of(card, book, "perform"),
        conditions=conditions_of(card, book),
        replies=responses_of(card, book),
        context=articles.asides(other_records(card, excluded=False), _MOST_CONTEXT),
        excluded=articles.asides(other_records(card, excluded=True), sys.maxsize),
        assessments=assessments_of(card, book),
        yardstick=[
            (reason, book.cite(reason.sources)) for one in card.dossier.topic.yardsticks for reason in one.reasons
        ],
        gaps=gaps_of(card),
        amendment=card.amendment_lines,
        in_force=bool(card.measured),
        sources=book.entries(),
    )

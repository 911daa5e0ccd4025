"""Findings and context: one block for each record, with its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus

from flask import request

from tracker.core.scope import DIMENSIONS
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.weight import Weight
from tracker.engine.findings import Context, Finding
from tracker.engine.scorecard import Scorecard, assessments, context_text
from tracker.engine.text import MessageCatalog, capital, period, when
from tracker.records.search_text import title
from tracker.records.types.evidence import Act, Assessment, Evidence, Outcome
from tracker.web.presenting.finding_locations import MOST_ON_CARD, context_anchor, leading, places_of_leads
from tracker.web.presenting.links import record_href
from tracker.web.presenting.page import Link
from tracker.web.scorecard.responses import responses_on
from tracker.web.scorecard.sources import Cited, SourceBook

__all__ = [
    "MOST_IN_FULL",
    "Block",
    "OtherRecord",
    "ReasonText",
    "aside_of",
    "block_of",
    "blocks_of",
    "decided_words",
    "decision_form",
    "elsewhere",
    "heading",
    "leads_of",
    "other_records",
    "weight_words",
]

MOST_IN_FULL = 20
"""So many findings of a scorecard stand in full; the rest are told in fewer lines."""
_MOST_LINKED = 5
"""Few readers are editors: where more findings fold, links to the form of a decision would weigh more than the text."""
EXCLUDED = ("context.retracted", "context.not-upheld")


class ReasonText(NamedTuple):
    """The content of a record: acts, summary, quotes with their languages and speakers, outcomes."""

    title: str
    when: str
    acts: Sequence[str]
    summary: str
    quotes: Sequence[tuple[str, str, str, Sequence[Cited]]]
    outcomes: Sequence[tuple[str, str, Sequence[Cited]]]
    sources: Sequence[Cited]
    id: str = ""
    assessment: Assessment | None = None


class Block(NamedTuple):
    """One leading finding with those folded under it.

    ``decision`` is the ID of the decision in ``decided``, ``decide`` the address of the form for a new one, ``ask``
    that of the form with which the company is asked.
    """

    anchor: str
    word: str
    slug: str
    weight: str
    put_right: str
    record_text: ReasonText | None
    pledge: Link | None
    reasons: Sequence[tuple[str, str]]
    decided: str
    decision: str
    replies: Sequence[Link]
    folded: "Sequence[Block]"
    decide: str = ""
    ask: str = ""


@dataclass(frozen=True)
class OtherRecord:
    """A record that yields no finding: why, at the anchor of each of its acts, or at its own."""

    record_text: ReasonText
    weight: str
    reasons: Sequence[tuple[str, str]]


def weight_words(wording: MessageCatalog, weight: Weight | None) -> str:
    """``shown in documents, 1 source``; with what the last outcome or a denial adds."""
    if weight is None:
        return ""
    parts = [wording(f"weight.{weight.word}.heading"), wording.counted("weight", weight.origins)]
    if weight.alleged_only:
        parts.append(wording("weight.alleged only"))
    if weight.disputed:
        parts.append(wording("weight.disputed"))
    return ", ".join(parts)


def blocks_of(card: Scorecard, book: SourceBook, first: int = 0, last: int = MOST_ON_CARD) -> list[Block]:
    """A block for each leading finding that is based on a record, most serious first.

    A finding without a record is shown with its pledge.

    Only those from number ``first``, counted from 0, up to but without ``last``.
    """
    return [block_of(card, book, *of_record) for of_record in leads_of(card)[first:last]]


def leads_of(card: Scorecard) -> list[tuple[Finding, str, Sequence[Finding]]]:
    """Each leading finding that is based on a record, most serious first, with its anchor and those folded under it."""
    located, folded = places_of_leads(card), dict[object, list[Finding]]()
    for finding in card.findings:
        if not finding.lead:
            folded.setdefault(card.counted_by(finding), []).append(finding)
    counted = ((lead, card.counted_by(lead)) for lead in leading(card))
    return [(lead, located[key].anchor, folded.get(key, ())) for lead, key in counted]


def elsewhere(block: Block) -> Block:
    """The same block on a page without the rest of the scorecard: its links lead to the pages of records."""
    pledge = block.pledge and block.pledge._replace(href=record_href("pledge", block.pledge.id))
    replies = [link._replace(href=record_href("response", link.id)) for link in block.replies]
    return block._replace(pledge=pledge, replies=replies, folded=[elsewhere(other) for other in block.folded])


def block_of(card: Scorecard, book: SourceBook, finding: Finding, anchor: str, folded: Sequence[Finding]) -> Block:
    """A leading finding with those folded under it."""
    assert finding.evidence
    put_right = finding.weight.put_right if finding.weight else None
    return Block(
        anchor=anchor,
        word=heading(card.dossier, finding),
        slug=finding.finding.replace(",", "").replace(" ", "-"),
        weight=weight_words(card.dossier.wording, finding.weight),
        put_right=card.dossier.wording("put-right", date=when(put_right.date)) if put_right else "",
        record_text=reason_texts(card.dossier, finding.evidence, book, finding.act),
        pledge=_pledge_link(finding) if len(card.dossier.pledges) > 1 else None,
        reasons=finding.reasons,
        decided=decided_words(card.dossier, finding),
        decision=finding.decision.id if finding.decision else "",
        replies=responses_on(card, finding),
        folded=[_line(card, other, len(folded) <= _MOST_LINKED) for other in folded],
        decide=decision_form(card, finding),
        ask=ask_form(card, finding),
    )


def _line(card: Scorecard, finding: Finding, linked: bool) -> Block:
    """A finding that is folded under a more serious one on the same record and pledge."""
    acts = finding.evidence.acts if finding.evidence else ()
    act = [act_words(card.dossier, acts[finding.act - 1])] if finding.act and len(acts) > 1 else []
    record_text = ReasonText("", "", act, "", (), (), ())
    return Block(
        "", heading(card.dossier, finding), "", "", "", record_text, _pledge_link(finding), finding.reasons,
        decided_words(card.dossier, finding), finding.decision.id if finding.decision else "", (), (),
        decision_form(card, finding) if linked else "",
    )  # fmt: skip


def decision_form(card: Scorecard, finding: Finding) -> str:
    """The address of the desk's form for a decision about a finding, which names it; the desk asks who comes."""
    due = finding.due.latest if finding.due else None
    named = {
        "company": card.dossier.company.id,
        "topic": card.dossier.topic.id,
        "pledge": finding.pledge.id if finding.pledge else None,
        "version": finding.force.number if finding.force else None,
        "evidence": finding.evidence.id if finding.evidence else None,
        "act": finding.act,
        "due": due.isoformat() if due else None,
        "computed": finding.computed,
    }
    return _form("new/decision", named)


def ask_form(card: Scorecard, finding: Finding) -> str:
    """The address of the desk’s form that asks the company about a finding."""
    if finding.evidence is None or finding.evidence.company_id != card.dossier.company.id:
        return ""
    company, topic = card.dossier.company.id, card.dossier.topic.id
    pledge = finding.pledge.id if finding.pledge else None
    named = {"company": company, "topic": topic, "evidence": finding.evidence.id, "pledge": pledge}
    return _form("ask", named)


def _form(path: str, named: Mapping[str, str | int | None]) -> str:
    """The address of a form of the desk, as ``url_for`` builds it in ten times the time: a page has hundreds."""
    query = "&".join(f"{name}={_quoted(str(value))}" for name, value in named.items() if value)
    return f"{request.script_root}/desk/{path}?{query}"


@lru_cache(maxsize=1000)
def _quoted(value: str) -> str:
    """As in a query; those of one scorecard say the same ids and words again and again."""
    return quote_plus(value, safe="!$'()*,/:;?@")


def _pledge_link(finding: Finding) -> Link | None:
    if finding.pledge is None:
        return None
    version = f", version {finding.force.number}" if finding.force and len(finding.pledge.versions) > 1 else ""
    return Link(title(finding.pledge) + version, f"#pledge-{finding.pledge.id}", finding.pledge.id)


def heading(dossier: Dossier, finding: Finding) -> str:
    """What readers call a finding."""
    return dossier.wording(f"{finding.message_key}.heading")


def decided_words(dossier: Dossier, finding: Finding) -> str:
    """What was computed and what editors decided, with their reason; empty where they decided nothing."""
    decision = finding.decision
    if decision is None:
        return ""
    key = "moved" if decision.to else decision.decision
    computed, decided = (
        dossier.wording(f"{key}.heading") for key in (f"finding.{finding.computed}", finding.message_key)
    )
    text = dossier.wording(f"decision.{key}", computed=computed, to=decided, reason=decision.reason.rstrip("."))
    return f"{text} ({decision.editor}, {when(decision.date)})."


def other_records(card: Scorecard, *, excluded: bool) -> list[Context]:
    """Records without a finding: those that were retracted or not upheld, or all others but assessments."""
    items = [item for item in card.assessment.context if item.reason != "context.assessment"]
    return [item for item in items if (item.reason in EXCLUDED) is excluded]


def assessments_of(card: Scorecard, book: SourceBook) -> list[OtherRecord]:
    """What others say about the company, the latest first."""
    return [aside_of(card, book, [item]) for item in assessments(card)]


def aside_of(card: Scorecard, book: SourceBook, items: Sequence[Context]) -> OtherRecord:
    """A record without a finding, or acts of it that weigh the same, and why."""
    item = items[0]
    record_text = reason_texts(card.dossier, item.evidence, book, None)
    if item.reason in EXCLUDED and item.weight:  # why it is excluded says what the last outcome would say again
        others = [
            outcome_text
            for outcome_text, outcome in zip(record_text.outcomes, item.evidence.outcomes, strict=True)
            if outcome is not item.weight.cleared
        ]
        record_text = record_text._replace(outcomes=others)
    reasons = [(context_anchor(item), context_text(card, item)) for item in items]
    return OtherRecord(record_text, weight_words(card.dossier.wording, item.weight), reasons)


def reason_texts(dossier: Dossier, evidence: Evidence, book: SourceBook, act: int | None) -> ReasonText:
    """A record in words. ``act`` is the one that a finding is of: its own period stands for the record's."""
    own = evidence.acts[act - 1].period if act else None
    return ReasonText(
        title=evidence.title,
        when=capital(period(own or evidence.period)),
        acts=[act_words(dossier, act) for act in evidence.acts],
        assessment=evidence.assessment,
        summary=evidence.summary or "",
        quotes=[
            (quote.text, book.language(quote.language, quote.source), quote.speaker, book.cite([quote.source]))
            for quote in evidence.quotes
        ],
        outcomes=[
            (_outcome_words(dossier, outcome), outcome.note or "", book.cite([outcome.source]))
            for outcome in evidence.outcomes
        ],
        sources=book.cite(evidence.sources),
        id=evidence.id,
    )


def _outcome_words(dossier: Dossier, outcome: Outcome) -> str:
    return f"{dossier.wording.sentence(f'outcome.{outcome.outcome}')}, {when(outcome.date)}"


def act_words(dossier: Dossier, act: Act) -> str:
    """The terms of an act, dimension by dimension: what a finding compares with a pledge's scope."""
    said = dossier.said.get(id(act))
    if said is None:
        said = dossier.said[id(act)] = act, ". ".join(_terms(dossier, act))
    words: str = said[1]
    return words


def _terms(dossier: Dossier, act: Act) -> Iterable[str]:
    products = {product.id: product.name for product in dossier.company.products} if act.products else {}
    for name in DIMENSIONS:
        if name in dossier.dimensions:
            words = [dossier.noun(name, term) for term in act.of(name) or ()]
            if name == "subject":
                words += [products[id] for id in act.products if id in products]
            if words:
                yield f"{capital(dossier.word(name))}: {', '.join(words)}"

"""What stands around a record: the findings that rest on it, the records that it names and those that name it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.scope import Answer
from tracker.engine.evidence.weight import lineage
from tracker.engine.findings import Finding
from tracker.engine.scorecard import Scorecard, context_text
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.text import capital
from tracker.records.kinds import KIND_WORDS, AnyRecord
from tracker.records.search_text import title
from tracker.services.reading.records import RecordView
from tracker.web.presenting.finding_locations import FindingLocation, context_anchor, places
from tracker.web.presenting.links import page_path, record_path
from tracker.web.scorecard.findings import heading

__all__ = ["CardLines", "Line", "Neighbour", "card_lines", "further_cards", "named_by", "naming"]

_MOST_LINES = 30
_UNTOLD = ("vocabulary", "company", "topic", "source")
"""Kinds that are at the top of a page or in its list of sources, or have no page, and so are not listed as related."""


_NAMED_AS = {
    "about": "is about it",
    "also_in": "is also reported in it",
    "background": "uses it as background",
    "condition": "depends on it",
    "derived_from": "is based on it",
    "evidence": "is a decision about it",
    "initiative": "is a pledge of it",
    "signatories": "takes a signatory from it",
    "fulfils": "reports the outcome of it",
    "outcomes": "takes an outcome from it",
    "developments": "takes a development from it",
    "events": "takes an event from it",
    "quotes": "quotes it",
    "reasons": "cites it as a reason",
    "restates": "restates it",
    "same_text_as": "is in the same text",
    "source": "takes its wording from it",
    "sources": "is based on it",
    "unclear_because": "is unclear because of it",
    "pledge": "is a decision about it",
}
"""How a record names another, by the field; for nested fields by the outermost one listed here."""
_OUTER_FIRST = ("fulfils", "outcomes", "signatories", "developments", "events", "quotes", "reasons", "background")


@dataclass(frozen=True)
class Line:
    """A finding, or why there is none: its name, what it is about, and its link to the scorecard."""

    word: str
    text: str
    href: str


@dataclass(frozen=True)
class CardLines:
    """A scorecard on which the record counts, with what is based on it there."""

    company: str
    topic: str
    href: str
    lines: Sequence[Line]
    more: int


@dataclass(frozen=True)
class Neighbour:
    """A record that names this one, or that it names: kind and title, and in which of its fields."""

    kind: str
    title: str
    href: str
    fields: str


def card_lines(reading: RecordView, query: dict[str, str]) -> list[CardLines]:
    """Each scorecard with the findings that rest on the record; ``query`` keeps the clocks."""
    result = []
    for card in reading.cards:
        path = page_path(card.dossier.company.id, card.dossier.topic.id, query)
        # Several acts of one record may have the same finding.
        lines = list(dict.fromkeys(_lines(card, reading.record, query)))
        lines_of_card = CardLines(
            card.dossier.company.name, card.dossier.topic.name, path, lines[:_MOST_LINES], len(lines[_MOST_LINES:])
        )
        result.append(lines_of_card)
    return result


def further_cards(reading: RecordView, query: dict[str, str]) -> list[tuple[str, str]]:
    """Further scorecards, linked only, by the ids of company and topic."""
    return [
        (f"{company}, {topic}", page_path(company, topic, query))
        for company, topic in reading.pairs[len(reading.cards) :]
    ]


def _lines(card: Scorecard, record: AnyRecord, query: dict[str, str]) -> Iterator[Line]:
    for finding, place in places(card):
        if _rests_on(finding, record, card):
            yield Line(heading(card.dossier, finding), _finding_text(card, finding), place.path(card, query))
    for item in card.assessment.context:
        if record.kind == "evidence" and item.evidence.id == record.id:
            why = context_text(card, item)
            yield Line(
                card.dossier.wording("finding.none.heading"),
                why,
                FindingLocation(context_anchor(item)).path(card, query),
            )


def _rests_on(finding: Finding, record: AnyRecord, card: Scorecard) -> bool:
    evidence, pledge, force = finding.evidence, finding.pledge, finding.force
    match record.kind:
        case "evidence":
            return evidence is not None and evidence.id == record.id
        case "pledge":
            return pledge is not None and pledge.id == record.id
        case "source":
            return evidence is not None and record.id in lineage(evidence.sources, card.dossier.sources)
        case "condition":
            return force is not None and force.condition is not None and force.condition.id == record.id
        case "decision":
            return finding.decision is not None and finding.decision.id == record.id
        case "response":
            return _bears_on(finding, record)
    return False


def _bears_on(finding: Finding, record: AnyRecord) -> bool:
    """Whether a reply is about the evidence, or shows why the pledge is unclear where the finding turns on that."""
    about = getattr(record, "about", ())
    if finding.evidence is not None and finding.evidence.id in about:
        return True
    because = finding.force.version.unclear_because if finding.force else ()
    return finding.scope == Answer.UNCLEAR.word and record.id in because


def _finding_text(card: Scorecard, finding: Finding) -> str:
    if finding.evidence is not None:
        return finding.evidence.title
    assert finding.pledge
    assert finding.force
    return finding.pledge.title or capital(short(card.dossier, finding.pledge, finding.force))


def naming(reading: RecordView, query: dict[str, str]) -> list[Neighbour]:
    """The records that name this one."""
    return [
        Neighbour(
            KIND_WORDS[other.kind], title(other), record_path(other.kind, other.id, query), _named_as(mention.fields)
        )
        for other, mention in reading.mentions
    ]


def _named_as(fields: Sequence[str]) -> str:
    """In plain words how a record names another, from fields such as ``versions 1 › source``."""
    words = dict.fromkeys(_words(field) for field in fields)
    return ", ".join(word for word in words if word)


def _words(field: str) -> str:
    steps = [step.rstrip("0123456789 ") for step in field.split(" › ")]
    outer = next((step for step in steps if step in _OUTER_FIRST), steps[-1])
    return _NAMED_AS.get(outer, "")


def named_by(reading: RecordView, query: dict[str, str]) -> list[Neighbour]:
    """The records that this one names."""
    return [
        Neighbour(KIND_WORDS[other.kind], title(other), record_path(other.kind, other.id, query), "")
        for other in reading.named
        if other.kind not in _UNTOLD or (reading.record.kind, other.kind) == ("source", "source")
    ]

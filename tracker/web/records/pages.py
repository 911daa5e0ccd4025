"""The page of a record and its variables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for

from tracker.engine.text import capital, when
from tracker.records.kinds import KIND_WORDS, AnyRecord, body
from tracker.records.search_text import title
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.services.reading.record_captures import NO_COPIES, CopiesView
from tracker.services.reading.records import RecordView
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.desk.record_text import RecordDescriber, names_of
from tracker.web.embed.head_links import record_sharing
from tracker.web.embed.subjects import Pairs
from tracker.web.history.revisions import Publication, publications
from tracker.web.http.clock_control import ClockControl, clock_control
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.captures import QuoteLine, quote_lines
from tracker.web.presenting.links import company_path, page_path, record_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.records.around import CardLines, Neighbour, card_lines, further_cards, named_by, naming
from tracker.web.records.bodies import Body, body_of
from tracker.web.scorecard.sources import SourceBook, SourceEntry

__all__ = ["RecordPage", "record_page"]


_LONGEST_HEADING = 120


@dataclass(frozen=True)
class TakenDownNotice:
    """When and why a record was taken down, and its former content, field by field."""

    date: str
    reason: str
    said: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class RecordPage(Page):
    """One record: its content, the scorecards it counts on, its references in both directions, and its history."""

    template = "records/record.html"

    kind: Annotated[str, "The kind of record, as in files: its body has a template of its own."]
    kind_word: Annotated[str, "What readers call the kind."]
    list_path: Annotated[str, "Where all records of its kind are listed; empty for most kinds."]
    id: Annotated[str, "The record's id."]
    belongs_to: Annotated[Sequence[Link], "The scorecards that the record belongs to, by company; at most a few."]
    body: Annotated[Body | None, "The record in readable form; None for one that was taken down."]
    taken_down: Annotated[TakenDownNotice | None, "When and why it was taken down; None for a record that counts."]
    clocks: Annotated[ClockControl, "The day of what is computed, and how to choose another."]
    cards: Annotated[Sequence[CardLines], "Scorecards on which it counts, with the findings that rest on it."]
    further: Annotated[Sequence[tuple[str, str]], "Further scorecards, by name and address."]
    most_further: Annotated[int, "How many of these are linked."] = 50
    counted: Annotated[bool, "Whether records of this kind can count on a scorecard at all."]
    naming: Annotated[Sequence[Neighbour], "Records that name this one."]
    more_naming: Annotated[bool, "Whether there are more of them than are listed."]
    named: Annotated[Sequence[Neighbour], "Records that this one names."]
    quotes: Annotated[Sequence[QuoteLine], "Its quotes, or those of it, as they are in kept copies."]
    sources: Annotated[Sequence[SourceEntry], "The documents that the page cites."]
    history: Annotated[Sequence[Publication], "Its publications, newest first."]
    earlier_path: Annotated[str, "Where older ones go on; empty at the first."]


def record_page(
    reading: RecordView, snapshot: Snapshot, clock_query: ScorecardQuery, pairs: Pairs, copies: CopiesView = NO_COPIES
) -> RecordPage:
    """The page of a record as it was read; ``pairs`` is its query, which may say what embeds of it are of.

    ``copies`` is what is kept of its sources.
    """
    record, query = reading.record, clock_parameters(clock_query)
    path = record_path(record.kind, record.id)
    named_sources = {source.id: source for source in reading.named if source.kind == "source"}
    book = SourceBook({**named_sources, **reading.bundle.sources})
    readable = body_of(reading, book, query, copies) if record.taken_down is None else None
    return RecordPage(
        title=_heading(record),
        subtitle=KIND_WORDS[record.kind],
        description=(
            f"{capital(KIND_WORDS[record.kind])} {record.id}: what it says, the findings based on it and its history."
        ),
        canonical=path,
        sharing=record_sharing(record, reading.cards, clock_query, pairs),
        kind=record.kind,
        kind_word=KIND_WORDS[record.kind],
        list_path=with_query(url_for("browse.initiatives"), query) if record.kind == "initiative" else "",
        id=record.id,
        belongs_to=_belongs_to(reading, query),
        body=readable,
        taken_down=_notice(record, reading),
        clocks=clock_control(path, snapshot, clock_query),
        cards=card_lines(reading, query) if record.kind != "initiative" else (),
        further=further_cards(reading, query) if record.kind != "initiative" else (),
        counted=bool(reading.pairs) and record.kind != "initiative",
        naming=naming(reading, query),
        more_naming=reading.more_mentions,
        named=named_by(reading, query),
        quotes=quote_lines(copies.quotes, copies.sources) if readable else (),
        sources=[] if record.kind == "source" else book.entries(),
        history=publications(reading.history, reading.before),
        earlier_path=with_query(path, {**query, "before": str(reading.earlier)}) if reading.earlier else "",
    )


def _notice(record: AnyRecord, reading: RecordView) -> TakenDownNotice | None:
    """What a record said, in the words of the form that it is entered in."""
    if record.taken_down is None:
        return None
    said = {name: value for name, value in body(record).items() if name not in ("kind", "id", "taken_down")}
    teller = RecordDescriber(record.kind, *names_of([*reading.bundle, *reading.named]))
    differences = [(capital(line.label), line.now or "") for line in teller.differences(None, said)]
    return TakenDownNotice(when(record.taken_down.date), record.taken_down.reason, differences)


def _heading(record: AnyRecord) -> str:
    """What the page is called."""
    match record:
        case Pledge():
            return title(record)
        case Condition():
            return f"Condition: {record.name}"
        case Response():
            return _in_brief(title(record))
        case Decision():
            return f"“{capital(record.computed)}”: {record.decision}"
    return title(record)


def _in_brief(question: str) -> str:
    """A question as a heading: a long one up to a word’s end, and whole below."""
    if len(question) <= _LONGEST_HEADING:
        return question
    return f"{question[:_LONGEST_HEADING].rpartition(' ')[0] or question[:_LONGEST_HEADING]} …"


def _belongs_to(reading: RecordView, query: dict[str, str]) -> list[Link]:
    """Company and topic of a record that is about one company; none for what may concern many."""
    of_many = reading.record.kind in ("source", "condition", "initiative")
    if of_many or getattr(reading.record, "initiative", None) or not reading.cards:
        return []
    dossier = reading.cards[0].dossier
    return [
        Link(dossier.company.name, company_path(dossier.company.id), dossier.company.id),
        Link(dossier.topic.name, page_path(dossier.company.id, dossier.topic.id, query), dossier.topic.id),
    ]

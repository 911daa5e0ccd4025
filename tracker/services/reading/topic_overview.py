"""The overview of a topic: the topic, its references, and one row a company."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import compute
from tracker.engine.summary import scorecard_summary
from tracker.records.bundle import Bundle
from tracker.records.ids import is_id
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.publishing.derived.scorecard_index import computed_rows
from tracker.services.publishing.derived.scorecard_index_rows import index_rows
from tracker.services.publishing.page_preview import PagePreview
from tracker.services.reading.scorecards import NotFoundError, Snapshot, Suggestion, TakenDownError
from tracker.store.dossiers import fields_records
from tracker.store.history import records_named_by
from tracker.store.lists.companies import CompanyFilter, CompanyLine, meets
from tracker.store.published import records_at, topics_at
from tracker.store.rules import rules_at

__all__ = ["TopicOverview", "drafted_overview", "lines_at", "renewed", "topic_overview"]

_NEARBY = 5


class TopicOverview(NamedTuple):
    """A topic with the records that it names, each by its id."""

    topic: Topic
    vocabularies: dict[str, VocabularyRecord]
    sources: dict[str, Source]


def topic_overview(session: Session, snapshot: Snapshot, id: str) -> TopicOverview:
    """A topic as published at a moment; raises Missing. Two queries."""
    topics = records_at(session, snapshot.position, [("topic", id)]) if is_id(id) else []
    if not topics or not isinstance(topics[0], Topic):
        nearby = [Suggestion(topic.id, topic.name) for topic in topics_at(session, snapshot.position)[:_NEARBY]]
        raise NotFoundError("topic", id, nearby)
    if topics[0].taken_down:
        raise TakenDownError(topics[0])
    named = records_named_by(session, topics[0], snapshot.position)
    return TopicOverview(
        topics[0],
        {record.id: record for record in named if isinstance(record, VocabularyRecord)},
        {record.id: record for record in named if isinstance(record, Source)},
    )


def drafted_overview(
    session: Session, snapshot: Snapshot, preview: PagePreview
) -> tuple[TopicOverview, list[CompanyLine]] | None:
    """A drafted topic as its page would show it once it is published, with the first of its companies.

    None where the first of the drafted records is no topic.
    """
    topic = preview.records[0]
    if not isinstance(topic, Topic):
        return None
    named = {record.key: record for record in records_named_by(session, topic, snapshot.position)}
    named |= {record.key: record for record in preview.records}
    overview = TopicOverview(
        topic,
        {record.id: record for record in named.values() if isinstance(record, VocabularyRecord)},
        {record.id: record for record in named.values() if isinstance(record, Source)},
    )
    rows = [
        index_rows(card.dossier.company, [scorecard_summary(card)], snapshot.as_of, snapshot.position)[0]
        for card in preview.cards
        if card.dossier.topic.id == topic.id
    ]
    return overview, [_line(row) for row in rows]


def lines_at(
    session: Session, snapshot: Snapshot, companies: Sequence[str], filters: CompanyFilter
) -> list[CompanyLine]:
    """The lines of these companies in the list of the filter's topic, or over all topics, computed for any moment.

    In their order. Companies that were not on record then, not assessed, or do not meet the filter are left out.
    As many queries for all as for one.
    """
    topics = [filters.topic] if filters.topic else [topic.id for topic in topics_at(session, snapshot.position)]
    bundle = Bundle(fields_records(session, companies, topics, snapshot.position))
    rules = rules_at(session, snapshot.position)
    lines = []
    for id in companies:
        assessed = [topic for topic in assessed_topics(bundle, id) if topic in topics]
        if assessed:
            cards = (compute(Dossier.of(bundle, id, it), snapshot.as_of, snapshot.known_at, rules) for it in assessed)
            rows = index_rows(bundle.companies[id], [*map(scorecard_summary, cards)], snapshot.as_of, snapshot.position)
            row = rows[0] if filters.topic else rows[-1]
            if meets(row, filters):
                lines.append(_line(row))
    return lines


def renewed(session: Session, lines: Sequence[CompanyLine], today: date) -> list[CompanyLine]:
    """The same lines; those that are outdated, by a publication or a new day, are computed now."""
    overtaken = [line.company for line in lines if line.overtaken]
    if not overtaken:
        return list(lines)
    rows = computed_rows(session, overtaken, today).standings
    fresh = {(row["company_id"], row["topic_id"] or None): row for row in rows}
    return [_line(fresh[key]) if (key := (line.company, line.topic)) in fresh else line for line in lines]


def _line(row: Mapping[str, Any]) -> CompanyLine:
    """A row as the table of standings would hold it, as a line of the list."""
    same = ("name", "strength", "covered", "possible", "cells", "gravest", "contrary", "counts", "reviewed")
    more = ("pledge_state", "next_pledge", "checked_until", "headline", "record_line", "rows", "as_of")
    return CompanyLine(
        company=row["company_id"],
        topic=row["topic_id"] or None,
        next_end=(row["next_last_day"], row["next_last_day_latest"]) if row["next_last_day"] else None,
        overtaken=False,
        **{name: row[name] for name in (*same, *more)},
    )

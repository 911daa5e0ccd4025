"""Computed scorecards: the single source for pages, API and embeds (HISTORY-10)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle
from tracker.records.ids import is_id
from tracker.records.kinds import AnyRecord
from tracker.records.search_text import title
from tracker.records.types.company import Company
from tracker.records.types.topic import Topic
from tracker.services.publishing.derived.wording_log import log_unusable
from tracker.services.reading.did_you_mean import Suggestion, similar_companies, similar_topics
from tracker.store.concerning import EVERYTHING, last_entry_concerning, note, noted, noted_present
from tracker.store.dossiers import dossier_records, fields_records
from tracker.store.ledger import ledger_head, position_at
from tracker.store.published import current_records, records_at, topics_at
from tracker.store.related_companies import related_companies_at
from tracker.store.rules import FIRST_RULES, rules_at

__all__ = [
    "MovedError",
    "NotAssessedError",
    "NotFoundError",
    "ScorecardQuery",
    "Snapshot",
    "Suggestion",
    "TakenDownError",
    "TopicRequiredError",
    "narrowed",
    "rest_on",
    "rests_on",
    "scorecard_after",
    "scorecard_at",
    "scorecard_with_records",
    "snapshot_of",
]

_NARROWED = "narrowed"


@dataclass(frozen=True, slots=True)
class ScorecardQuery:
    """The two clocks as asked for; None where the reader left one to its default."""

    as_of: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The two clocks of an answer (CLOCK-2), and the position of the ledger that ``known_at`` means.

    ``pin`` is a moment whose answer no later publication can change: the one asked for, else that of the last entry.
    ``live`` is whether no moment was asked for.
    """

    as_of: date
    known_at: datetime
    position: int
    pin: datetime
    live: bool = False


class NotFoundError(LookupError):
    """No such company or topic on record at the moment; ``nearby`` are those with like ids, else the first few."""

    def __init__(self, kind: str, id: str, nearby: Iterable[Suggestion]):
        self.kind, self.id, self.nearby = kind, id, tuple(nearby)
        super().__init__(f"no {kind} {id}")


class TopicRequiredError(LookupError):
    """A topic must be named: each of these is a question put to every company, and there is more than one."""

    def __init__(self, company: Company, topics: Iterable[Topic]):
        self.company, self.topics = company, tuple(topics)
        super().__init__("name a topic")


class MovedError(LookupError):
    """The company has another id at this moment; ``id`` is that one."""

    def __init__(self, id: str):
        self.id = id
        super().__init__(f"moved to {id}")


class NotAssessedError(NotFoundError):
    """The company has not been assessed on this topic: there is no scorecard.

    ``nearby`` are topics with a scorecard.
    """

    def __init__(self, company: Company, topic: Topic | None, nearby: Iterable[Suggestion] = ()):
        super().__init__("topic", topic.id if topic else "", nearby)
        self.company, self.topic = company, topic


class TakenDownError(LookupError):
    """The record was taken down at this moment, and has no successor under another id: there is nothing to show."""

    def __init__(self, record: AnyRecord):
        assert record.taken_down
        self.record, self.name, self.mark = record, title(record), record.taken_down
        super().__init__(f"{record.id} was taken down")


def snapshot_of(session: Session, query: ScorecardQuery, clock: Clock, zone: tzinfo) -> Snapshot:
    """Fill in the defaults: known now, as of the day of ``known_at`` in the site's time zone."""
    if query.known_at is not None:
        known_at = pin = query.known_at
        position = position_at(session, known_at)
    else:
        head = ledger_head(session)
        # An entry may carry a later time than a clock that was set back: what is published is known.
        known_at = max(clock.now(), head.at) if head.at else clock.now()
        position, pin = head.position, head.at or known_at
    as_of = query.as_of or known_at.astimezone(zone).date()
    return Snapshot(as_of, known_at, position, pin, query.known_at is None)


def narrowed(session: Session, snapshot: Snapshot) -> Snapshot:
    """The moment of the last publication that concerns what was read from this session; of a past one, that one itself.

    For readings that rest on nothing but subjects that they noted: from them the session’s answer is known to rest on
    these alone (``rests_on``). What was read is the same at this moment, position and time are the answer’s own.
    """
    session.info[_NARROWED] = True
    last = last_entry_concerning(session, noted(session)) if snapshot.live else None
    if last is None:
        return snapshot
    position, at = last
    return replace(snapshot, known_at=at, position=position, pin=at)


def rest_on(session: Session, subjects: Iterable[str]) -> None:
    """Have the session’s answer rest on these subjects, and on what else was noted, alone: it was read before."""
    note(session, *subjects)
    session.info[_NARROWED] = True


def rests_on(session: Session, *, past: bool = False) -> frozenset[str]:
    """The subjects that the session’s answer rests on; of a ``past`` moment only those whose present state it tells."""
    if not session.info.get(_NARROWED):
        return frozenset((EVERYTHING,))
    return noted_present(session) if past else noted(session)


def scorecard_at(
    session: Session, snapshot: Snapshot, company: str, topic: str | None = None, former: Scorecard | None = None
) -> Scorecard:
    """One company and topic at a moment; raises NotFoundError, NotAssessedError, MovedError or TakenDownError.

    Raises TopicRequiredError where none is named among several. ``former``: one of them at an earlier moment, if known.
    """
    return scorecard_with_records(session, snapshot, company, topic, former)[0]


def scorecard_with_records(
    session: Session, snapshot: Snapshot, company: str, topic: str | None = None, former: Scorecard | None = None
) -> tuple[Scorecard, list[AnyRecord]]:
    """The same, with the records that were read for it."""
    if not is_id(company):
        raise NotFoundError("company", company, similar_companies(session, snapshot.position, company))
    if topic is None:
        topic = _only_topic(session, snapshot, company)
    if not is_id(topic):
        raise NotFoundError("topic", topic, similar_topics(session, snapshot.position, topic))
    records = dossier_records(session, company, topic, snapshot.position)
    bundle = Bundle(records)
    _check_company(session, snapshot, bundle, company)
    if topic not in bundle.topics:
        raise NotFoundError("topic", topic, similar_topics(session, snapshot.position, topic))
    if bundle.topics[topic].taken_down:
        raise TakenDownError(bundle.topics[topic])
    rules = rules_at(session, snapshot.position)
    if rules != FIRST_RULES and topic not in assessed_topics(bundle, company):
        assessed = _assessed(session, snapshot, company)
        raise NotAssessedError(bundle.companies[company], bundle.topics[topic], _suggested(assessed))
    dossier = Dossier.of(bundle, company, topic)
    log_unusable(dossier.wording)
    if former and (former.dossier.company.id, former.dossier.topic.id) != (company, topic):
        former = None
    return compute(dossier, snapshot.as_of, snapshot.known_at, rules, former), records


def scorecard_after(snapshot: Snapshot, records: Iterable[AnyRecord], former: Scorecard) -> Scorecard:
    """The scorecard of ``former`` at a later moment, by its records then (``records_since``)."""
    dossier = Dossier.of(Bundle(records), former.dossier.company.id, former.dossier.topic.id)
    return compute(dossier, snapshot.as_of, snapshot.known_at, former.rules, former)


def _only_topic(session: Session, snapshot: Snapshot, company: str) -> str:
    topics = topics_at(session, snapshot.position)
    if len(topics) == 1:
        return topics[0].id
    _check_company(session, snapshot, related_companies_at(session, [company], snapshot.position), company)
    assessed = _assessed(session, snapshot, company)
    if len(assessed) == 1:
        return assessed[0].id
    (record,) = (it for it in records_at(session, snapshot.position, [("company", company)]) if isinstance(it, Company))
    raise TopicRequiredError(record, assessed) if assessed or not topics else NotAssessedError(record, None)


def _assessed(session: Session, snapshot: Snapshot, company: str) -> list[Topic]:
    """The topics on which the company has a scorecard, by name."""
    topics = topics_at(session, snapshot.position)
    bundle = Bundle(fields_records(session, (company,), [topic.id for topic in topics], snapshot.position))
    ids = set(assessed_topics(bundle, company))
    return [topic for topic in topics if topic.id in ids]


def _suggested(topics: Iterable[Topic]) -> list[Suggestion]:
    return [Suggestion(topic.id, topic.name) for topic in topics]


def _check_company(session: Session, snapshot: Snapshot, bundle: Bundle, company: str) -> None:
    """Raise MovedError for a former id, TakenDownError, or NotFoundError."""
    present = bundle.present_id(company)
    if present != company:
        raise MovedError(present)
    if company not in bundle.companies:
        raise _no_company(session, snapshot.position, company)
    if bundle.companies[company].taken_down:
        raise TakenDownError(bundle.companies[company])


def _no_company(session: Session, position: int, company: str) -> NotFoundError | MovedError:
    if earlier := _earlier_id(session, position, company):
        return MovedError(earlier)
    return NotFoundError("company", company, similar_companies(session, position, company))


def _earlier_id(session: Session, position: int, company: str) -> str | None:
    """The id that a company had at a position, if it has changed since."""
    now = [record for record in current_records(session, [("company", company)]) if isinstance(record, Company)]
    former = [("company", id) for record in now for id in record.former_ids]
    return next((record.id for record in records_at(session, position, former)), None)

"""Reading scorecards: the one place from which page, API and whatever else shows one get it (HISTORY-10)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle
from tracker.records.types.company import Company
from tracker.records.types.topic import Topic
from tracker.services.publishing.wording_log import log_unusable
from tracker.services.reading.suggestions import Suggestion, similar_companies, similar_topics
from tracker.store.dossiers import dossier_records
from tracker.store.ledger import ledger_head, position_at
from tracker.store.published import company_by_former_id, current_records, records_at, topics_at

__all__ = [
    "CompanyWithdrawnError",
    "MovedError",
    "NotFoundError",
    "ScorecardQuery",
    "Snapshot",
    "Suggestion",
    "TopicRequiredError",
    "scorecard_at",
    "snapshot_of",
]

_ID = re.compile(r"[a-z0-9./-]{1,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ScorecardQuery:
    """The two clocks as asked for; None where the reader left one to its default."""

    as_of: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The two clocks of an answer (CLOCK-2), and the position of the ledger that ``known_at`` means.

    ``pin`` is a moment whose answer no later publication can change: the one asked for, else that of the last entry.
    """

    as_of: date
    known_at: datetime
    position: int
    pin: datetime


class NotFoundError(LookupError):
    """No such company or topic on record at the moment; ``nearby`` are those with like ids, else the first few."""

    def __init__(self, kind: str, id: str, nearby: Iterable[Suggestion]):
        self.kind, self.id, self.nearby = kind, id, tuple(nearby)
        super().__init__(f"no {kind} {id}")


class TopicRequiredError(LookupError):
    """A topic must be named: each of these is a question asked of every company, and there is not just one."""

    def __init__(self, company: Company, topics: Iterable[Topic]):
        self.company, self.topics = company, tuple(topics)
        super().__init__("name a topic")


class MovedError(LookupError):
    """The company has another id at this moment; ``id`` is that one."""

    def __init__(self, id: str):
        self.id = id
        super().__init__(f"moved to {id}")


class CompanyWithdrawnError(LookupError):
    """The company's record is withdrawn at this moment, and is no other's: there is no scorecard to show."""

    def __init__(self, company: Company):
        self.company = company
        super().__init__(f"{company.id} is withdrawn")


def snapshot_of(session: Session, asked: ScorecardQuery, clock: Clock, zone: tzinfo) -> Snapshot:
    """Fill in what was not asked: known now, as of the day of ``known_at`` in the site's time zone."""
    if asked.known_at is not None:
        known_at = pin = asked.known_at
        position = position_at(session, known_at)
    else:
        head = ledger_head(session)
        # An entry may carry a later time than a clock that was set back: what is published is known.
        known_at = max(clock.now(), head.at) if head.at else clock.now()
        position, pin = head.position, head.at or known_at
    return Snapshot(asked.as_of or known_at.astimezone(zone).date(), known_at, position, pin)


def scorecard_at(session: Session, moment: Snapshot, company: str, topic: str | None = None) -> Scorecard:
    """One company and topic at a moment; raises Missing, Moved or Withdrawn.

    Raises TopicRequiredError where none is named among several.
    """
    if not _ID.fullmatch(company):
        raise NotFoundError("company", company, similar_companies(session, moment.position, company))
    if topic is None:
        topic = _only_topic(session, moment, company)
    if not _ID.fullmatch(topic):
        raise NotFoundError("topic", topic, similar_topics(session, moment.position, topic))
    bundle = Bundle(dossier_records(session, company, topic, moment.position))
    if company not in bundle.companies:
        raise _no_company(session, moment.position, company)
    _check_standing(session, moment.position, bundle.companies[company])
    if topic not in bundle.topics:
        raise NotFoundError("topic", topic, similar_topics(session, moment.position, topic))
    dossier = Dossier.of(bundle, company, topic)
    log_unusable(dossier.wording)
    return compute(dossier, moment.as_of, moment.known_at)


def _only_topic(session: Session, moment: Snapshot, company: str) -> str:
    topics = topics_at(session, moment.position)
    if len(topics) == 1:
        return topics[0].id
    for found in records_at(session, moment.position, [("company", company)]):
        if isinstance(found, Company):
            _check_standing(session, moment.position, found)
            raise TopicRequiredError(found, topics)
    raise _no_company(session, moment.position, company)


def _check_standing(session: Session, position: int, company: Company) -> None:
    """Raise MovedError where a company that is withdrawn goes on under another id, else Withdrawn."""
    if company.taken_down and (other := company_by_former_id(session, position, company.id)):
        raise MovedError(other.id)
    if company.taken_down:
        raise CompanyWithdrawnError(company)


def _no_company(session: Session, position: int, company: str) -> NotFoundError | MovedError:
    if renamed := company_by_former_id(session, position, company):
        return MovedError(renamed.id)
    if earlier := _earlier_id(session, position, company):
        return MovedError(earlier)
    return NotFoundError("company", company, similar_companies(session, position, company))


def _earlier_id(session: Session, position: int, company: str) -> str | None:
    """The id at a position of a company that has its present one since later."""
    now = [record for record in current_records(session, [("company", company)]) if isinstance(record, Company)]
    former = [("company", id) for record in now for id in record.former_ids]
    return next((record.id for record in records_at(session, position, former)), None)

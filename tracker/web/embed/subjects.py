"""What an embed is of. Its addresses are the page's own with a folder before them: /embed, /badge, /card."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy.orm import Session

from tracker.engine.scorecard import Scorecard
from tracker.services.reading.embeds import evidence_at, first_topic, pledge_at
from tracker.services.reading.scorecards import MovedError, NotFoundError, Snapshot, TopicRequiredError
from tracker.store.lists.first_topics import topics_published
from tracker.web.http.caches.scorecard_cache import card_at

__all__ = ["Pairs", "Subject", "cards_of", "pairs_of", "present", "subject_of", "with_topic"]

Pairs = Sequence[tuple[str, str]]
Kind = Literal["scorecard", "pledge", "finding", "comparison", "timeline", "progress", "matrix", "table"]
_SHOWN: tuple[Kind, ...] = ("timeline", "progress")
_TOPIC = re.compile(r"/topics/([^/]{1,120})")
_MATRIX_FILTERS = ("country", "sector", "per_page", "after", "before")
_TABLE_FILTERS = ("q", "row", "says", "strength", "finding", "state", "sort", *_MATRIX_FILTERS)
_SCORECARD = re.compile(r"/companies/([^/]{1,120})(?:/([^/]{1,120}))?")
_RECORD = re.compile(r"/(pledges|evidence)/([^/]{1,120}(?:/[^/]{1,120})?)")
_MOST_COMPARED = 4


@dataclass(frozen=True)
class Subject:
    """A company and topic, a pledge, a finding (a piece of evidence, and the pledge that it is for) or a comparison.

    A timeline is a company's and topic's, a progress picture too or a pledge's; a matrix and a table of companies are a
    topic's, and ``filters`` says which companies, and which page of them.
    """

    kind: Kind
    companies: tuple[str, ...] = ()
    topic: str | None = None
    record: str = ""
    pledge: str = ""
    filters: Pairs = ()

    @property
    def of_company(self) -> bool:
        """Whether it is named by a company, whose first topic is meant where none is named."""
        return self.kind in ("scorecard", *_SHOWN) and not self.record

    @property
    def path(self) -> str:
        """The path of its page."""
        match self.kind:
            case "finding":
                return f"/evidence/{self.record}"
            case "comparison":
                return "/compare"
            case "matrix":
                return f"/topics/{self.topic}"
            case "table":
                return "/companies"
        if self.record:
            return f"/pledges/{self.record}"
        return f"/companies/{self.companies[0]}" + (f"/{self.topic}" if self.topic else "")

    @property
    def pairs(self) -> Pairs:
        """What the query of its addresses says besides the two clocks."""
        companies = [("company", company) for company in self.companies]
        topic = [("topic", self.topic)] if self.topic else []
        if self.kind == "comparison":
            return [*topic, *companies]
        if self.kind == "finding":
            return [("pledge", self.pledge)] if self.pledge else [*companies, *topic]
        if self.kind == "table":
            return [*topic, *self.filters]
        if self.record:  # of an initiative's pledge, the signatory that is meant
            return [*companies, *([("show", self.kind)] if self.kind in _SHOWN else [])]
        return [("show", self.kind)] if self.kind in _SHOWN else self.filters


def subject_of(path: str, pairs: Pairs) -> Subject | None:
    """What the page with this path and query is of; None where such pages have no widget."""
    path = path.rstrip("/")
    parameters = {name: value.strip() for name, value in pairs}
    topic, show = parameters.get("topic") or None, parameters.get("show", "")
    if match := _SCORECARD.fullmatch(path):
        return Subject(_kind(show, _SHOWN, "scorecard"), (match[1],), match[2])
    if match := _TOPIC.fullmatch(path):
        return Subject("matrix", topic=match[1], filters=_filters(parameters, _MATRIX_FILTERS))
    if path == "/companies":
        return Subject("table", topic=topic, filters=_filters(parameters, _TABLE_FILTERS))
    named = tuple(value.strip() for name, value in pairs if name == "company" and value.strip())
    if match := _RECORD.fullmatch(path):
        if match[1] == "pledges":
            return Subject(_kind(show, ("progress",), "pledge"), named[:1], record=match[2])
        return Subject("finding", named[:1], topic, match[2], parameters.get("pledge", ""))
    if path == "/compare" and 2 <= len(named) <= _MOST_COMPARED and len(set(named)) == len(named) and topic:
        return Subject("comparison", named, topic)
    return None


def _kind(show: str, allowed: Sequence[Kind], otherwise: Kind) -> Kind:
    return next((kind for kind in allowed if kind == show), otherwise)


def _filters(parameters: dict[str, str], names: Sequence[str]) -> Pairs:
    return tuple((name, value) for name in names if (value := parameters.get(name)))


def pairs_of(subject: Subject, query: dict[str, str]) -> list[tuple[str, str]]:
    """The whole query of an address: what it is of, then the rest."""
    return [*subject.pairs, *query.items()]


def cards_of(session: Session, snapshot: Snapshot, subject: Subject) -> list[Scorecard]:
    """The scorecards that it rests on; raises Missing, Moved and TopicWanted."""
    if subject.record:
        company, topic = _record_pair(session, snapshot, subject)
        return [card_at(session, snapshot, _id_at(session, snapshot, company, topic), topic)]
    return [card_at(session, snapshot, company, subject.topic) for company in subject.companies]


def with_topic(session: Session, snapshot: Snapshot, subject: Subject) -> tuple[Subject, bool]:
    """The same with its topic named, and whether others might have been meant: what is given out never changes meaning.

    An address without a topic means the one that was published first for the company. Raises as ``cards_of`` does.
    """
    if subject.kind == "table" and subject.topic is None:
        topics = topics_published(session, snapshot.position)
        if not topics:
            raise NotFoundError("topic", "", ())
        return replace(subject, topic=topics[0]), len(topics) > 1
    if subject.of_company and subject.topic is None:
        topic, several = first_topic(session, snapshot, subject.companies[0])
        return replace(subject, topic=topic), several
    if subject.kind == "finding" and not subject.pledge:
        company, topic = _record_pair(session, snapshot, subject)
        return replace(subject, companies=(company,), topic=topic), False
    return subject, False


def _record_pair(session: Session, snapshot: Snapshot, subject: Subject) -> tuple[str, str]:
    """Company and topic of a pledge. Of a finding those of its pledge, else those named, else the record's first."""
    if subject.kind in ("pledge", "progress"):
        pledge = pledge_at(session, snapshot, subject.record)
        if pledge.initiative and not subject.companies:
            raise NotFoundError("signatory", f"of {pledge.initiative}: name one with ?company=", ())
        return pledge.company_id or subject.companies[0], pledge.topic
    evidence = evidence_at(session, snapshot, subject.record)
    if subject.pledge:
        pledge = pledge_at(session, snapshot, subject.pledge)
        company, topic = pledge.company_id or evidence.company_id, pledge.topic
    else:
        company = subject.companies[0] if subject.companies else next(iter(evidence.company_ids))
        topic = subject.topic or evidence.topics[0]
    if company not in evidence.company_ids or topic not in evidence.topics:
        raise NotFoundError("finding", f"{subject.record} of {subject.pledge or company}", ())
    return company, topic


def present(session: Session, snapshot: Snapshot, subject: Subject) -> Subject:
    """The same under the ids that its companies have at a moment; raises NotFoundError. A record keeps its own id."""
    if subject.record:
        return subject
    companies = tuple(_id_at(session, snapshot, company, subject.topic) for company in subject.companies)
    return replace(subject, companies=companies)


def _id_at(session: Session, snapshot: Snapshot, company: str, topic: str | None) -> str:
    try:
        card_at(session, snapshot, company, topic)
    except MovedError as moved:
        return moved.id
    except TopicRequiredError:
        pass
    return company

"""The impact of publishing drafts: every affected scorecard, before and after (HISTORY-4)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.comparing.changes import Change, changes
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle, companies_of
from tracker.records.checking.references import named_keys
from tracker.records.kinds import AnyRecord, Key
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import Topic
from tracker.services.publishing.derived.reindexing import New, touched_companies
from tracker.store.derived.scorecard_index import indexed_topics
from tracker.store.dossiers import fields_records
from tracker.store.ledger import ledger_head
from tracker.store.published import current_records, records_of_kinds, referring_keys

__all__ = [
    "MOST_COMPUTED", "Impact", "Touched", "bundle_around", "card_in", "companies_of_interest", "impact_of",
    "pairs_of_many", "touched_pairs",
]  # fmt: skip

MOST_COMPUTED = 40
"""Scorecards that are computed for one review; a change of a vocabulary may touch thousands."""
_ABOUT_COMPANIES = ("pledge", "evidence", "response", "decision", "check")
_MANY = 200
_SHARED = ("vocabulary", "topic", "source", "company")
_FOLLOWED = ("vocabulary", "source", "condition", "company", "topic", "initiative")


class Touched(NamedTuple):
    """One scorecard before and after; None where there is none. ``changes`` are what the two say differently."""

    company: str
    topic: str
    before: Scorecard | None
    after: Scorecard | None
    changes: Sequence[Change]


class Impact(NamedTuple):
    """The scorecards that would change, the number that would not, and the number that were not computed."""

    changed: tuple[Touched, ...]
    unchanged: int
    left_out: int


def impact_of(session: Session, drafts: Sequence[AnyRecord], today: date, now: datetime, *, skip: int = 0) -> Impact:
    """Compute scorecards that these records touch as of today, with and without them, after the first few."""
    pairs = (touched_pairs if len(drafts) <= _MANY else pairs_of_many)(session, drafts)[skip:]
    some = pairs[:MOST_COMPUTED]
    around = bundle_around(session, {company for company, _ in some}, {topic for _, topic in some}, drafts)
    with_drafts = around.with_records(drafts)
    impacts = []
    for company, topic in some:
        before, after = (card_in(bundle, company, topic, today, now) for bundle in (around, with_drafts))
        impacts.append(Touched(company, topic, before, after, changes(before, after)))
    changed = tuple(touched for touched in impacts if touched.changes)
    return Impact(changed, len(impacts) - len(changed), len(pairs) - len(some))


def bundle_around(
    session: Session, companies: Collection[str], topics: Collection[str], drafts: Sequence[AnyRecord]
) -> Bundle:
    """The published records of these companies on these topics, and everything else that the drafts name."""
    records_by_key = {r.key: r for r in fields_records(session, companies, topics, ledger_head(session).position)}
    frontier = [*drafts, *_pledges_of(session, drafts)]
    records_by_key |= {record.key: record for record in frontier[len(drafts) :]}
    while wanted := named_keys(frontier, _FOLLOWED) - records_by_key.keys():
        frontier = current_records(session, wanted)
        if not frontier:
            break
        records_by_key |= {record.key: record for record in frontier}
    return Bundle(records_by_key.values())


def _pledges_of(session: Session, drafts: Sequence[AnyRecord]) -> list[AnyRecord]:
    """The published pledges of initiatives among the drafts: a new signatory makes them too."""
    initiatives = [draft.key for draft in drafts if isinstance(draft, Initiative)]
    keys = referring_keys(session, initiatives) if initiatives else set()
    return current_records(session, {key for key in keys if key[0] == "pledge"})


def card_in(bundle: Bundle, company: str, topic: str, today: date, now: datetime) -> Scorecard | None:
    """The scorecard of a company and topic among these records; None where there is none."""
    if topic not in assessed_topics(bundle, company):
        return None
    return compute(Dossier.of(bundle, company, topic), today, now)


def companies_of_interest(items: Iterable[tuple[Key, str, bool]], most: int) -> tuple[list[str], int]:
    """Companies whose scorecards are computed first, and how many are left out.

    Items are keys with the company that each is about and whether it is new. Nothing goes against a pledge of a new
    company without evidence: those with evidence, or with published records, come first.
    """
    ranks: dict[str, int] = {}
    new = set()
    for (kind, id), company, is_new in items:
        if kind == "company" and is_new:
            new.add(id)
        elif kind in _ABOUT_COMPANIES and company:
            ranks[company] = min(ranks.get(company, 1), int(kind == "pledge"))
    ordered = sorted(ranks, key=lambda company: ranks[company] if company in new else 0)
    return ordered[:most], len(ordered[most:])


def pairs_of_many(session: Session, records: Sequence[AnyRecord]) -> list[tuple[str, str]]:
    """The same of many records by few queries; there may be some scorecards among them that do not change.

    What is published of companies and sources that are new yet names none of them.
    """
    about = [record for record in records if isinstance(record, (Pledge, Evidence))]
    published = {record.key: record for record in current_records(session, [record.key for record in records])}
    topics: dict[str, dict[str, None]] = {}
    for record in about:
        for company in companies_of(record):
            topics.setdefault(company, {}).update(dict.fromkeys(_own_topics(record)))
    pairs = dict.fromkeys((company, topic) for company, its in topics.items() for topic in its)
    related = touched_companies(session, [New(record, published.get(record.key), 0) for record in about])
    all_topics = {topic for its in topics.values() for topic in its}
    pairs |= dict.fromkeys(
        (company, topic) for company in sorted(related - topics.keys()) for topic in sorted(all_topics)
    )
    own = {record.key for record in about}
    rest = [it for it in records if it.key not in own and (it.kind not in _SHARED or it.key in published)]
    return list(pairs | dict.fromkeys(touched_pairs(session, rest)))


def touched_pairs(session: Session, drafts: Sequence[AnyRecord]) -> list[tuple[str, str]]:
    """Company and topic of every scorecard that may change: those that the drafts name come first."""
    published = {record.key: record for record in current_records(session, [draft.key for draft in drafts])}
    pairs: dict[tuple[str, str], None] = {}
    signed = [*(draft for draft in drafts if isinstance(draft, Pledge)), *_pledges_of(session, drafts)]
    for draft in drafts:
        new = New(draft, published.get(draft.key), 0)
        companies = touched_companies(session, [new])
        for company in sorted(companies):
            topics = _topics(session, company, draft, new.before)
            if isinstance(draft, Initiative):
                topics = sorted({it.topic for it in signed if isinstance(it, Pledge) and it.initiative == draft.id})
            pairs |= dict.fromkeys((company, topic) for topic in topics)
    return list(pairs)


def _topics(session: Session, company: str, draft: AnyRecord, before: AnyRecord | None) -> list[str]:
    """The topics on which a draft may change how a company stands."""
    own = {topic for record in (draft, before) if record for topic in _own_topics(record)}
    if own:
        return sorted(own)
    # A company that is new, or whose scorecards are not indexed yet, may appear on any topic.
    return indexed_topics(session, company) or sorted(topic.id for topic in records_of_kinds(session, "topic"))


def _own_topics(record: AnyRecord) -> tuple[str, ...]:
    match record:
        case Pledge() | Decision():
            return (record.topic,)
        case Evidence():
            return record.topics
        case Topic():
            return (record.id,)
    return ()

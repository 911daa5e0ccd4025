"""One record: its content, its references, the records that refer to it, and the scorecards that use it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import Scorecard, compute
from tracker.engine.text import MessageCatalog
from tracker.records.bundle import Bundle
from tracker.records.checking.references import named_keys
from tracker.records.ids import is_id
from tracker.records.kinds import KINDS, AnyRecord
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.services.publishing.page_preview import PagePreview
from tracker.services.reading.scorecards import NotFoundError, Snapshot, Suggestion, TakenDownError
from tracker.store.dossiers import fields_records
from tracker.store.history import Entry, Mention, bodies_before, records_named_by, records_naming, revisions_of
from tracker.store.initiatives import initiative_topics
from tracker.store.lists.taken_down import gone_at, gone_now
from tracker.store.lists.titles import first_titles, titles_of_company
from tracker.store.published import current_records, parsed, records_at
from tracker.store.rules import rules_at

__all__ = ["MOST_CARDS", "MOST_MENTIONS", "MOST_SIGNATORIES", "RecordView", "drafted_record_view", "record_view"]

MOST_CARDS = 6
"""Scorecards that are computed for one page; further ones are linked."""
MOST_SIGNATORIES = 100
"""Scorecards that are computed for the page of an initiative."""
MOST_MENTIONS = 100
_MOST_REVISIONS = 10
_NEARBY = 5

Pair = tuple[str, str]


@dataclass(frozen=True)
class RecordView:
    """One record at a moment. ``mentions`` are the records that name it, ``pairs`` the companies and topics on whose
    scorecards it counts, ``cards`` the first of those; ``history`` its revisions, newest first, with the texts that
    they replaced by position; ``earlier`` the position below which the older ones are, 0 if there are none.
    """

    record: AnyRecord
    as_of: date
    named: Sequence[AnyRecord]
    mentions: Sequence[tuple[AnyRecord, Mention]]
    more_mentions: bool
    pairs: Sequence[Pair]
    cards: Sequence[Scorecard]
    bundle: Bundle
    history: Sequence[Entry]
    before: dict[int, str]
    earlier: int

    @property
    def wording(self) -> MessageCatalog:
        """The site's sentences; the built-in ones for a record that counts on no scorecard."""
        return self.cards[0].dossier.wording if self.cards else MessageCatalog()


def record_view(
    session: Session, snapshot: Snapshot, kind: str, id: str, before: int | None = None, company: str = ""
) -> RecordView:
    """A record as published at a moment; the scorecards of ``company``, where it is among them, are the first.

    Raises NotFoundError, and TakenDownError where all companies or topics that it is about were taken down.

    A record that was itself taken down is shown without any scorecard. The number of queries does not depend on how
    much there is.
    """
    records = records_at(session, snapshot.position, [(kind, id)]) if is_id(id) else []
    if not records:
        raise NotFoundError(kind, id, _nearby(session, kind, id))
    record, gone = records[0], gone_at(session, snapshot.position)
    if taker := gone.takes(record):
        raise TakenDownError(taker)
    named = [it for it in records_named_by(session, record, snapshot.position) if not gone.takes(it)]
    mentions = records_naming(session, record.key, snapshot.position, most=MOST_MENTIONS + 1)
    naming = [
        (other, mention)
        for other, mention in ((parsed(mention.body), mention) for mention in mentions[:MOST_MENTIONS])
        if not gone.takes(other)
    ]
    pairs = _pairs(record, named, [other for other, _ in naming]) if record.taken_down is None else []
    members = _signatories(session, snapshot, record, named)
    pairs = list(dict.fromkeys([*pairs, *((member, topic) for member in members for topic in members[member])]))
    pairs.sort(key=lambda pair: pair[0] != company)
    most = MOST_SIGNATORIES if isinstance(record, Initiative) else MOST_CARDS
    bundle, cards = _cards(session, snapshot, pairs[:most])
    pairs = list(dict.fromkeys((bundle.present_id(company), topic) for company, topic in pairs))
    if not cards and _own_pairs(record) and not record.taken_down:
        raise NotFoundError(kind, id, ())
    entries = revisions_of(session, record.key, snapshot.position, before=before, most=_MOST_REVISIONS + 1)
    shown = entries[:_MOST_REVISIONS]
    return RecordView(
        record=record,
        as_of=snapshot.as_of,
        named=named,
        mentions=naming,
        more_mentions=len(mentions) > MOST_MENTIONS,
        pairs=[pair for pair in pairs if ("company", pair[0]) not in gone],
        cards=cards,
        bundle=bundle,
        history=shown,
        before=bodies_before(session, [entry.position for entry in shown]),
        earlier=shown[-1].position if len(entries) > len(shown) else 0,
    )


def drafted_record_view(session: Session, snapshot: Snapshot, preview: PagePreview) -> RecordView:
    """The first of drafted records as its page would show it once they are published; its history is what it is now."""
    record, *needs = preview.records
    named = {other.key: other for other in records_named_by(session, record, snapshot.position)}
    keys = named_keys([record], tuple(KINDS))
    named |= {other.key: other for other in needs if other.key in keys}
    mentions = records_naming(session, record.key, snapshot.position, most=MOST_MENTIONS + 1)
    entries = revisions_of(session, record.key, snapshot.position, most=_MOST_REVISIONS)
    cards = [] if record.taken_down else preview.cards[:MOST_CARDS]
    pairs = [(card.dossier.company.id, card.dossier.topic.id) for card in cards]
    return RecordView(
        record=record,
        as_of=snapshot.as_of,
        named=list(named.values()),
        mentions=[(parsed(mention.body), mention) for mention in mentions[:MOST_MENTIONS]],
        more_mentions=len(mentions) > MOST_MENTIONS,
        pairs=pairs,
        cards=cards,
        bundle=preview.bundle,
        history=entries,
        before=bodies_before(session, [entry.position for entry in entries]),
        earlier=0,
    )


def _pairs(record: AnyRecord, named: Sequence[AnyRecord], naming: Sequence[AnyRecord]) -> list[Pair]:
    """Companies and topics of the record itself; else of the records around it, which say where it matters."""
    own = _own_pairs(record)
    if isinstance(record, Response):
        topics = dict.fromkeys(topic for other in (*named, *naming) for _, topic in _own_pairs(other))
        own = [(record.company_id, topic) for topic in topics]
    around = [pair for other in naming for pair in _own_pairs(other)]
    return list(dict.fromkeys(own)) or sorted(set(around))


def _signatories(
    session: Session, snapshot: Snapshot, record: AnyRecord, named: Sequence[AnyRecord]
) -> dict[str, list[str]]:
    """The topics on which each signatory is bound by an initiative, or by one pledge of it."""
    if record.taken_down or not (isinstance(record, Initiative) or getattr(record, "initiative", None)):
        return {}
    if isinstance(record, Pledge):
        initiatives, topics = [it for it in named if isinstance(it, Initiative) and not it.taken_down], [record.topic]
    else:
        assert isinstance(record, Initiative)
        initiatives, topics = [record], initiative_topics(session, record.id, snapshot.position)
    return {it.company: topics for initiative in initiatives for it in initiative.signatories}


def _own_pairs(record: AnyRecord) -> list[Pair]:
    match record:
        case Pledge() if record.initiative:
            return []
        case Pledge() | Decision():
            return [(record.company_id, record.topic)]
        case Evidence():
            return [(company, topic) for company in record.company_ids for topic in record.topics]
    return []


def _cards(session: Session, snapshot: Snapshot, pairs: Sequence[Pair]) -> tuple[Bundle, list[Scorecard]]:
    companies, topics = {company for company, _ in pairs}, {topic for _, topic in pairs}
    if not companies:
        return Bundle(), []
    bundle = Bundle(fields_records(session, companies, topics, snapshot.position))
    present = dict.fromkeys((bundle.present_id(company), topic) for company, topic in pairs)
    whole = [pair for pair in present if _whole(bundle, *pair)]
    rules = rules_at(session, snapshot.position)
    cards = [
        compute(Dossier.of(bundle, company, topic), snapshot.as_of, snapshot.known_at, rules)
        for company, topic in whole
    ]
    return bundle, cards


def _whole(bundle: Bundle, company: str, topic: str) -> bool:
    """Whether there is a scorecard; at a moment within a publication, a part of it may be missing."""
    if topic not in assessed_topics(bundle, company):
        return False
    used = bundle.topics[topic].dimensions.used().values()
    return all(words.vocabulary in bundle.vocabularies for words in used)


def _nearby(session: Session, kind: str, id: str) -> list[Suggestion]:
    """Records of the same company, else the first of the kind; without any that were taken down, or their company."""
    company = id.partition("/")[0]
    own = titles_of_company(session, kind, company, _NEARBY) if "/" in id and is_id(company) else []
    rows = own or first_titles(session, kind, _NEARBY)
    gone = gone_now(session)
    standing = {
        it.id
        for it in current_records(session, [(kind, row.record_id) for row in rows])
        if not (it.taken_down or gone.takes(it))
    }
    return [Suggestion(*row) for row in rows if row.record_id in standing]

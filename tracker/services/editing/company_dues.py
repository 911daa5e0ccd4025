"""What a company is due to do on some topics, by published pledges and by those that are still drafts.

For the form of evidence: a statement of how far a promise was carried out names one of these dues.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.engine.dossier import Dossier
from tracker.engine.findings import DueFinding
from tracker.engine.scorecard import Scorecard, compute
from tracker.records.bundle import Bundle
from tracker.records.checking.parsing import read
from tracker.records.reading.incomplete import within
from tracker.records.types.pledge import Pledge
from tracker.services.auth.roles import Actor
from tracker.services.editing.missing_terms import usable_vocabularies
from tracker.services.editing.preview import surroundings
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, snapshot_of
from tracker.store.dossiers import dossier_records
from tracker.store.editing.drafts import DraftFilter, drafts_where

__all__ = ["CompanyDue", "company_dues"]

_MOST_DRAFTS = 20
_MOST_DUES = 60


@dataclass(frozen=True)
class CompanyDue:
    """One due with its state, on the scorecard that it stands on; ``draft`` is that of a pledge not yet published."""

    finding: DueFinding
    card: Scorecard
    draft: str

    @property
    def pledge(self) -> Pledge:
        """The pledge that asks for it."""
        assert self.finding.pledge
        return self.finding.pledge


def company_dues(
    session: Session, actor: Actor, clock: Clock, zone: tzinfo, company: str, topics: Sequence[str]
) -> list[CompanyDue]:
    """The dues of a company’s pledges on these topics, as known now, in order of their days; those without one last."""
    if not company:
        return []
    snapshot = snapshot_of(session, ScorecardQuery(), clock, zone)
    dues = [due for topic in topics for due in _on_topic(session, actor, snapshot, company, topic)]
    return sorted(dues, key=_by_day)[:_MOST_DUES]


def _by_day(due: CompanyDue) -> date:
    return (due.finding.due.latest if due.finding.due else None) or date.max


def _on_topic(session: Session, actor: Actor, snapshot: Snapshot, company: str, topic: str) -> Iterator[CompanyDue]:
    drafted = dict(_drafted_pledges(session, actor, company, topic))
    bundle = Bundle(dossier_records(session, company, topic, snapshot.position))
    for _, pledge in drafted.values():
        bundle = bundle.with_records(surroundings(session, actor, bundle, pledge, topic))
    if topic not in bundle.topics or company not in bundle.companies:
        return
    used = bundle.topics[topic].dimensions.used()
    lists = usable_vocabularies(session, actor, [words.vocabulary for words in used.values()])
    bundle = bundle.with_records(usable.record for usable in lists.values())
    graphs = {name: bundle.graphs[words.vocabulary] for name, words in used.items()}
    tried = [record for _, pledge in drafted.values() if (record := within(pledge, graphs).record)]
    card = compute(Dossier.of(bundle.with_records(tried), company, topic), snapshot.as_of, snapshot.known_at)
    for finding in card.findings:
        if isinstance(finding, DueFinding) and finding.pledge:
            yield CompanyDue(finding, card, drafted[finding.pledge.id][0] if finding.pledge.id in drafted else "")


def _drafted_pledges(
    session: Session, actor: Actor, company: str, topic: str
) -> Iterator[tuple[str, tuple[str, Pledge]]]:
    """The actor's own drafts of promises to act, by the id of the pledge: the id of the draft, and the record."""
    own = DraftFilter(owner=actor.account_id, kind="pledge", companies=(company,))
    for draft in drafts_where(session, own, most=_MOST_DRAFTS):
        record, _ = read(draft.kind, draft.data)
        if isinstance(record, Pledge) and record.topic == topic and record.commitment == "perform":
            yield record.id, (draft.id, record)

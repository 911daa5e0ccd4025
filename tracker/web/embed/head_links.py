"""What the head of a page of a record or a comparison gives to those who share it."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.engine.progress import progress_of
from tracker.engine.scorecard import Scorecard
from tracker.records.kinds import AnyRecord
from tracker.records.types.pledge import Pledge
from tracker.services.reading.scorecards import ScorecardQuery
from tracker.web.embed.record_summary import summary_of
from tracker.web.embed.subjects import Pairs, Subject, subject_of
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.head.sharing import sharing_of
from tracker.web.presenting.head.structured_data import pledge_as_claim
from tracker.web.presenting.page import Sharing

__all__ = ["comparison_sharing", "record_sharing"]


def record_sharing(
    record: AnyRecord, cards: Sequence[Scorecard], query: ScorecardQuery, pairs: Pairs
) -> Sharing | None:
    """For the page of a pledge or of a piece of evidence; None for other kinds, and where it is on no scorecard.

    ``pairs`` is the query of the page: it may say which finding on the evidence is meant.
    """
    path = f"/{_FOLDERS[record.kind]}/{record.id}" if record.kind in _FOLDERS else ""
    shown = [pair for pair in pairs if pair[0] != "show"]
    for subject in (subject_of(path, pairs), subject_of(path, shown), subject_of(path, ())):
        for card in cards:
            if subject and _holds(card, record, subject):
                summary = summary_of(subject, [card])
                data = pledge_as_claim(card, record) if isinstance(record, Pledge) else ()
                return _sharing(subject, summary, query, data)
    return None


_FOLDERS = {"pledge": "pledges", "evidence": "evidence"}


def _holds(card: Scorecard, record: AnyRecord, subject: Subject) -> bool:
    """Whether a scorecard has the record, and is of the company, topic and pledge that were asked for.

    An embed of an initiative's pledge is of one signatory: there is none where no company was asked for.
    """
    dossier = card.dossier
    if isinstance(record, Pledge) and record.initiative and not subject.companies:
        return False
    return (
        # A signatory's scorecard has an initiative's pledge from the day of signing: the same id, other versions.
        any(held.key == record.key for held in (*dossier.pledges, *dossier.evidence))
        and subject.companies in ((), (dossier.company.id,))
        and subject.topic in (None, dossier.topic.id)
        and (not subject.pledge or any(pledge.id == subject.pledge for pledge in dossier.pledges))
        and (subject.kind != "progress" or any(it.pledge == record.id for it in progress_of(card)))
    )


def comparison_sharing(cards: Sequence[Scorecard], query: ScorecardQuery) -> Sharing:
    """For the page of a comparison."""
    companies = tuple(card.dossier.company.id for card in cards)
    subject = Subject("comparison", companies, cards[0].dossier.topic.id)
    return _sharing(subject, summary_of(subject, list(cards)), query)


def _sharing(
    subject: Subject, summary: EmbedSummary, query: ScorecardQuery, data: Sequence[Mapping[str, Any]] = ()
) -> Sharing:
    return sharing_of(
        subject.path, summary.title, summary.alt, query, pairs=subject.pairs, data=data, description=summary.preview
    )

"""What the head of a page of a record or a comparison gives to those who share it."""

from collections.abc import Sequence

from tracker.engine.scorecard import Scorecard
from tracker.records.evidence import Evidence
from tracker.records.kinds import AnyRecord
from tracker.records.pledge import Pledge
from tracker.services.scorecards import Asked
from tracker.web.embed.records_told import told_of
from tracker.web.embed.subjects import Subject
from tracker.web.page import Sharing
from tracker.web.sharing import sharing_of
from tracker.web.structured import pledge_data

__all__ = ["comparison_sharing", "record_sharing"]


def record_sharing(record: AnyRecord, cards: Sequence[Scorecard], asked: Asked) -> Sharing | None:
    """For the page of a pledge or of a piece of evidence; None for other kinds, and where it is on no scorecard."""
    card = cards[0] if cards else None
    if isinstance(record, Pledge) and card and record in card.dossier.pledges:
        subject = Subject("pledge", record=record.id)
        told = told_of(subject, [card])
        data = pledge_data(card, record)
        return sharing_of(subject.path, told.title, told.alt, asked, data=data)
    if isinstance(record, Evidence) and card and record in card.dossier.evidence:
        subject = Subject("finding", record=record.id)
        told = told_of(subject, [card])
        return sharing_of(subject.path, told.title, told.alt, asked)
    return None


def comparison_sharing(cards: Sequence[Scorecard], asked: Asked) -> Sharing:
    """For the page of a comparison."""
    companies = tuple(card.dossier.company.id for card in cards)
    subject = Subject("comparison", companies, cards[0].dossier.topic.id)
    told = told_of(subject, list(cards))
    return sharing_of(subject.path, told.title, told.alt, asked, pairs=subject.pairs)

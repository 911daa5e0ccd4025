"""What a reviewer sees of kept copies: quotes found or not, and sources of one record that are nearly one text."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.models import Submission
from tracker.records.kinds import AnyRecord
from tracker.services.captures.quotes.quote_checks import unfound
from tracker.services.captures.review import near_copies, reviewed_quotes, reviewed_sources
from tracker.web.desk.captures.quotes import QuoteShown, quote_shown

__all__ = ["RecordCopies", "copies_in_review", "needs_eyes"]


class RecordCopies(NamedTuple):
    """The quotes of a record with what the copies have of them; pairs of its sources that are nearly one text.

    ``unseen``: some quotes are in no copy, so that the reviewer has to say how they were checked.
    """

    quotes: Sequence[QuoteShown]
    alike: Sequence[tuple[str, str]]
    unseen: int


def copies_in_review(
    session: Session, submissions: Sequence[Submission], records: Sequence[AnyRecord]
) -> dict[int, RecordCopies]:
    """What is shown of copies, by the id of each submission that has any."""
    checks = reviewed_quotes(session, records)
    sources = reviewed_sources(session, records)
    shown = {}
    for submission, record in zip(submissions, records, strict=True):
        own = checks.get(record.key, [])
        alike = [(one.name, other.name) for one, other in near_copies(session, record, sources)]
        if own or alike:
            shown[submission.id] = RecordCopies([quote_shown(check) for check in own], alike, len(unfound(own)))
    return shown


def needs_eyes(session: Session, records: Sequence[AnyRecord]) -> bool:
    """Whether quotes of these records are in no copy of their sources."""
    return any(unfound(own) for own in reviewed_quotes(session, records).values())

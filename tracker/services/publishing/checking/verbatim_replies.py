"""A company’s answer is published in its own words: a record of it says exactly what came by the link."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord
from tracker.records.messages import Message
from tracker.records.types.response import Response
from tracker.store.correspondence.reply_requests import accepted_answers

__all__ = ["reply_faults"]


def reply_faults(session: Session, records: Iterable[AnyRecord]) -> list[Fault]:
    """Records of answers whose text, or who sent it, is not as it came; one that is taken down is left alone."""
    named = {it.id: it for it in records if isinstance(it, Response) and not it.taken_down}
    sent = accepted_answers(session, named) if named else {}
    return [
        Fault(named[id].key, (field,), Message("not-verbatim"))
        for id, came in sent.items()
        for field, words in zip(("text", "speaker"), came, strict=True)
        if getattr(named[id], field) != words
    ]

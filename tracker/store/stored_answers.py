"""Queries for stored answers: reading one that holds, putting one, finding those to make anew, forgetting."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import AnswerSubject, LastPublication, StoredAnswer

__all__ = ["Stored", "answers_to_renew", "delete_answer", "forget_answers", "mark_asked", "put_answer", "stored_answer"]


class Stored(NamedTuple):
    """An answer as it was sent, and the subjects that it depends on."""

    tag: str
    headers: str
    body: bytes
    position: int
    asked_on: date
    subjects: frozenset[str]


_CONCERNED = (
    select(literal(1))
    .select_from(AnswerSubject)
    .join(LastPublication, LastPublication.subject == AnswerSubject.subject)
    .where(AnswerSubject.key == StoredAnswer.key, LastPublication.position > StoredAnswer.position)
    .exists()
)


def stored_answer(session: Session, key: str, version: str, today: date) -> Stored | None:
    """An answer that holds on a day for a version of the program; None where none does."""
    columns = (
        StoredAnswer.tag,
        StoredAnswer.headers,
        StoredAnswer.body,
        StoredAnswer.position,
        StoredAnswer.asked_on,
    )
    holds = and_(StoredAnswer.version == version, StoredAnswer.today == today, ~_CONCERNED)
    row = session.execute(select(*columns).where(StoredAnswer.key == key, holds)).one_or_none()
    if row is None:
        return None
    subjects = session.scalars(select(AnswerSubject.subject).where(AnswerSubject.key == key))
    return Stored(*row, frozenset(subjects))


def put_answer(session: Session, values: dict[str, Any], subjects: Iterable[str]) -> None:
    """Put an answer in place of the one that was stored."""
    delete_answer(session, values["key"])
    session.execute(insert(StoredAnswer), [values])
    session.execute(insert(AnswerSubject), [{"key": values["key"], "subject": subject} for subject in sorted(subjects)])


def delete_answer(session: Session, key: str) -> None:
    """Delete an answer."""
    session.execute(delete(AnswerSubject).where(AnswerSubject.key == key))
    session.execute(delete(StoredAnswer).where(StoredAnswer.key == key))


def mark_asked(session: Session, key: str, today: date) -> None:
    """Note that somebody asked for an answer today."""
    session.execute(update(StoredAnswer).where(StoredAnswer.key == key).values(asked_on=today))


def answers_to_renew(session: Session, version: str, today: date, most: int) -> list[tuple[str, str, str]]:
    """Key, address and encoding of stored answers that do not hold any more, those asked for last first."""
    outdated = or_(StoredAnswer.version != version, StoredAnswer.today != today, _CONCERNED)
    statement = select(StoredAnswer.key, StoredAnswer.address, StoredAnswer.encoding).where(outdated)
    rows = session.execute(statement.order_by(StoredAnswer.asked_on.desc(), StoredAnswer.key).limit(most))
    return [(key, address, encoding) for key, address, encoding in rows]


def forget_answers(session: Session, asked_since: date, most_bytes: int) -> None:
    """Delete answers that nobody asked for since a day, and of more bytes than there may be those asked longest ago."""
    ranked = select(
        StoredAnswer.key,
        StoredAnswer.asked_on,
        func.sum(StoredAnswer.size).over(order_by=(StoredAnswer.asked_on.desc(), StoredAnswer.key)).label("upto"),
    ).subquery()
    forgotten = select(ranked.c.key).where(or_(ranked.c.asked_on < asked_since, ranked.c.upto > most_bytes))
    keys = list(session.scalars(forgotten))
    for i in range(0, len(keys), 500):
        some = keys[i : i + 500]
        session.execute(delete(AnswerSubject).where(AnswerSubject.key.in_(some)))
        session.execute(delete(StoredAnswer).where(StoredAnswer.key.in_(some)))

"""Queries for stored answers: reading one that holds, putting one, finding those to make anew, forgetting."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import AnswerSubject, LastPublication, StoredAnswer
from tracker.store.database.connecting import Database
from tracker.store.ledger import Changed

__all__ = ["Stored", "answers_to_renew", "delete_answer", "forget_answers", "mark_asked", "put_answer", "stored_answer"]


class Stored(NamedTuple):
    """An answer as it was sent, and the subjects that it depends on."""

    tag: str
    headers: str
    body: bytes
    position: int
    unasked_today: bool
    subjects: frozenset[str]


_CONCERNED = (
    select(literal(1))
    .select_from(AnswerSubject)
    .join(LastPublication, LastPublication.subject == AnswerSubject.subject)
    .where(AnswerSubject.key == StoredAnswer.key, LastPublication.position > StoredAnswer.position)
    .exists()
)

_CONCERNED_LATER = (
    select(AnswerSubject.key)
    .join(LastPublication, LastPublication.subject == AnswerSubject.subject)
    .where(LastPublication.position > bindparam("since"))
)


_STORED = """
SELECT now.position, now.details, a.tag, a.headers, a.body, a.position, a.asked_on < {0}, a.subjects
FROM (SELECT (SELECT max(position) FROM ledger) AS position, (SELECT max(version) FROM site_details) AS details) now
LEFT JOIN stored_answer a ON a.key = {0} AND a.version = {0} AND a.today = {0} AND (
  a.position = now.position OR NOT EXISTS (
    SELECT 1 FROM answer_subject s JOIN last_publication p ON p.subject = s.subject
    WHERE s.key = a.key AND p.position > a.position))
"""


_FORMS = {True: _STORED.format("?"), False: _STORED.format("%s")}
"""By whether it is for SQLite."""


def stored_answer(database: Database, key: str, version: str, today: date) -> tuple[Changed, Stored | None]:
    """What every page depends on now, and an answer that holds on a day for a version of the program.

    One query, without session or transaction: for the first reader after a start it stands in for a whole page.
    """
    connection = database.engine.raw_connection()
    try:
        cursor, day = connection.cursor(), today.isoformat()
        cursor.execute(_FORMS[database.is_sqlite], (day, key, version, day))
        row: Any = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    position, details, tag, headers, body, made_at, unasked, subjects = row
    changed = Changed(position or 0, details or 0)
    if tag is None:
        return changed, None
    return changed, Stored(tag, headers, body, made_at, bool(unasked), frozenset(subjects.split("\n")))


_COLUMNS = [column.name for column in StoredAnswer.__table__.columns]
_PUT = {
    is_sqlite: (
        f"DELETE FROM stored_answer WHERE key = {sign}",  # noqa: S608 - names of our own
        f"INSERT INTO stored_answer ({', '.join(_COLUMNS)}) VALUES ({', '.join([sign] * len(_COLUMNS))})",  # noqa: S608 - names of our own
        f"INSERT INTO answer_subject (key, subject) VALUES ({sign}, {sign})",  # noqa: S608 - signs of parameters
    )
    for is_sqlite, sign in ((True, "?"), (False, "%s"))
}
"""What deletes an answer, with its subjects; puts one; puts a subject. Built from classes they take five times as long,
and every answer that is made on demand is put.
"""


def put_answer(database: Database, values: Mapping[str, Any], subjects: Iterable[str]) -> None:
    """Put an answer in place of the one that was stored; raises the driver's error while another process writes."""
    ordered, key = sorted(subjects), values["key"]
    texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    texts["subjects"] = "\n".join(ordered)
    delete_one, put, put_subject = _PUT[database.is_sqlite]
    with database.setting_aside() as cursor:
        cursor.execute(delete_one, (key,))
        cursor.execute(put, tuple(texts[name] for name in _COLUMNS))
        cursor.executemany(put_subject, [(key, subject) for subject in ordered])


def delete_answer(session: Session, key: str) -> None:
    """Delete an answer; the database deletes its subjects with it."""
    session.execute(delete(StoredAnswer).where(StoredAnswer.key == key))


def mark_asked(session: Session, key: str, today: date) -> None:
    """Note that somebody asked for an answer today."""
    session.execute(update(StoredAnswer).where(StoredAnswer.key == key).values(asked_on=today))


def answers_to_renew(
    session: Session, version: str, today: date, most: int, since: int | None = None
) -> list[tuple[str, str, str]]:
    """Key, address and encoding of stored answers that do not hold any more, those asked for last first.

    After the position ``since`` only what was published later is looked at, which costs the same however many answers
    are stored.
    """
    if since is None:
        outdated = or_(StoredAnswer.version != version, StoredAnswer.today != today, _CONCERNED)
    else:
        outdated = and_(StoredAnswer.key.in_(_CONCERNED_LATER.params(since=since)), _CONCERNED)
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

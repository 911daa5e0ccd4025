"""What somebody of the desk is reminded of: their own work, what is asked of them, and what the record needs.

Only titles, days and links: no text of a draft leaves the desk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tracker.records.types.condition import Condition
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.reading.review_due import unchecked
from tracker.store.correspondence.notices import answers_to_check, assigned_bundles, replies_due
from tracker.store.desk.queue import Onlooker, QueueFilter, queue_page
from tracker.store.editing.drafts import DraftFilter, drafts_where
from tracker.store.lists.endings import dated_endings, dateless_endings
from tracker.store.published import current_records

__all__ = ["DAYS_AHEAD", "Reminder", "reminders_of"]

DAYS_AHEAD = (30, 7, 1)
"""How many days before an end or a deadline it is told."""
_WEEKLY = 0
"""The day of the week on which it is told what has no day of its own: Monday."""
_MOST = 25
_GIVEN = {
    "report": ("A report from a reader", "/desk/reports#report-{id}"),
    "reply": ("Questions to", "/desk/replies/{id}"),
    "check": ("To check:", "/companies/{company}/{topic}"),
    "end": ("", "/companies/{company}/{topic}"),
}
"""What else than bundles can be given to somebody: how it is called in a reminder, and its page."""
_FOLLOWED_UP = 30


@dataclass(frozen=True)
class Reminder:
    """One thing: its ``kind``, a title, the path of a page, and the day that it has, if any."""

    kind: str
    title: str
    path: str
    day: date | None = None


def reminders_of(session: Session, actor: Actor, today: date, told_on: date | None) -> list[Reminder]:
    """What there is to tell since the last day on which somebody was told; everything where that is None.

    Work that is asked of a person is told every day until it is done. Ends and deadlines are told on the days before
    them that ``DAYS_AHEAD`` says, or as soon after these as there is a mail.
    """
    reminders = [*_own_work(session, actor, today)]
    if may(actor.role, Action.ANSWER_READERS):
        reminders += _replies(session, actor, today)
        reminders += _ends(session, today, told_on)
        if told_on is None or any(day.weekday() == _WEEKLY for day in _days(told_on, today)):
            reminders += _without_a_day(session, today)
    return reminders


def _own_work(session: Session, actor: Actor, today: date) -> Iterator[Reminder]:
    for draft in drafts_where(session, DraftFilter(("returned",), owner=actor.account_id), most=_MOST):
        yield Reminder("returned", draft.title or f"Untitled {draft.kind}", f"/desk/drafts/{draft.id}")
    for id, title, due, to_review in assigned_bundles(session, actor.account_id, _MOST):
        day = date.fromisoformat(due) if due else None
        kind = "review" if to_review else "work"
        late = f"{kind}, late" if day and day < today else kind
        yield Reminder(late, title or "Untitled draft", f"/desk/bundles/{id}", day)
    readers = may(actor.role, Action.ANSWER_READERS)
    looks = Onlooker(actor.account_id, everybody=False, readers=readers, today=today)
    for item in queue_page(session, looks, QueueFilter(queue="mine"), most=_MOST):
        if item.item in _GIVEN and item.assignee_id == actor.account_id:
            words, path = _GIVEN[item.item]
            day = date.fromisoformat(item.due_on) if item.due_on else None
            place = path.format(id=item.id, company=item.company_id, topic=item.topic_id)
            # Of a reader’s report not even its first words leave the desk.
            title = words if item.item == "report" else f"{words} {item.title}".strip()
            yield Reminder("work, late" if day and day < today else "work", title, place, day)


def _replies(session: Session, actor: Actor, today: date) -> Iterator[Reminder]:
    for request in answers_to_check(session, _MOST):
        yield Reminder("answer", f"Questions to {request.company_id}", f"/desk/replies/{request.id}")
    first, last = today - timedelta(days=_FOLLOWED_UP), today + timedelta(days=1)
    for request in replies_due(session, actor.account_id, first, last, _MOST):
        kind = "reply due" if request.until >= today else "no reply"
        yield Reminder(kind, f"Questions to {request.company_id}", f"/desk/replies/{request.id}", request.until)


def _ends(session: Session, today: date, told_on: date | None) -> Iterator[Reminder]:
    """Of one that two of the windows have, the mail tells once."""
    windows = [(today, today + timedelta(days=DAYS_AHEAD[0]))]
    if told_on is not None:
        windows = [
            (told_on + timedelta(days=ahead + 1), today + timedelta(days=ahead)) for ahead in reversed(DAYS_AHEAD)
        ]
    places = set()
    for first, last in windows:
        for end in dated_endings(session, max(first, today), last, after=None, most=_MOST):
            place = (end.topic_id, end.company_id, end.number)
            if place not in places:
                places.add(place)
                path = f"/companies/{end.company_id}/{end.topic_id}"
                yield Reminder("coming up", end.text, path, end.first_day)


def _without_a_day(session: Session, today: date) -> Iterator[Reminder]:
    ends = dateless_endings(session, after=None, most=_MOST)
    keys = dict.fromkeys(("condition", end.condition_id) for end in ends if end.condition_id)
    for record in current_records(session, keys):
        if isinstance(record, Condition):
            yield Reminder("condition", record.name, f"/conditions/{record.id}")
    if old := unchecked(session, today, most=_MOST):
        many = f"{len(old)} or more" if len(old) == _MOST else str(len(old))
        scorecards = f"{many} scorecard{'' if len(old) == 1 else 's'}"
        yield Reminder("not checked", f"{scorecards} not checked for six months", "/desk/watch/unchecked")


def _days(told_on: date, today: date) -> Iterator[date]:
    """The days since then, without it; a week at most."""
    first = max(told_on + timedelta(days=1), today - timedelta(days=6))
    for i in range((today - first).days + 1):
        yield first + timedelta(days=i)

"""The page of one’s reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.text import day
from tracker.services.auth.roles import Action
from tracker.services.notifications.digests import REMINDER_WORDS
from tracker.services.notifications.reminders import Reminder, reminders_of
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

__all__: list[str] = []


@dataclass(frozen=True)
class ReminderRow:
    """One reminder."""

    title: str
    href: str
    day: str


@dataclass(frozen=True, kw_only=True)
class RemindersPage(Page):
    """All of one’s reminders, by kind."""

    template = "desk/queue/reminders.html"

    groups: Annotated[Sequence[tuple[str, str, Sequence[ReminderRow]]], "Kinds: key, words, and what there is."]


@blueprint.get("/reminders")
@needs(Action.WRITE)
def reminders() -> AnyResponse:
    """What the signed-in person is reminded of."""
    with site().database.reading() as session:
        own_reminders = reminders_of(session, current_actor(), site().today, None)
    groups = [
        (kind, words, [_row(it) for it in own_reminders if it.kind == kind]) for kind, words in REMINDER_WORDS.items()
    ]
    page = RemindersPage(
        title="Reminders",
        description="Your work, requests to you, and what is coming up in the next 30 days.",
        groups=[group for group in groups if group[2]],
    )
    return Response(shown(page))


def _row(reminder: Reminder) -> ReminderRow:
    when = day(reminder.day) if reminder.day else ""
    return ReminderRow(reminder.title, request.script_root + reminder.path, when)

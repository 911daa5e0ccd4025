"""What the people who run the site say of it, and beginning with an empty record."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import SiteDetails
from tracker.services.auth.roles import Action, Actor, NotAllowedError, require
from tracker.services.intake.importing import OPERATOR
from tracker.services.upkeep.rebuild import rebuild
from tracker.services.upkeep.startup import SEEDED_BY
from tracker.settings import SettingError, Settings
from tracker.store.database.connecting import Database
from tracker.store.ledger import ledger_head
from tracker.store.site_details import (
    delete_whole_record,
    site_details,
    site_details_to_change,
    someone_published,
)

__all__ = [
    "ANSWERS",
    "SiteAnswerError",
    "answers_of",
    "begin_empty",
    "may_begin_empty",
    "save_site_details",
    "settings_now",
]

ANSWERS = ("site_name", "site_owner", "contact", "answer_days", "data_licence", "time_zone", "two_reviewers")
"""Settings that are asked in the browser."""


class SiteAnswerError(ValueError):
    """Answers that cannot be used: ``wrong`` has what is wrong with each."""

    def __init__(self, wrong: Mapping[str, str]):
        self.wrong = dict(wrong)
        super().__init__("; ".join(wrong.values()))


def answers_of(details: SiteDetails | None) -> dict[str, str | int | None]:
    """What was answered, by the names of settings; nothing where nothing was."""
    return {name: getattr(details, name) for name in ANSWERS} if details else {}


def settings_now(database: Database, settings: Settings) -> Settings:
    """The settings with what was answered in the browser."""
    with database.reading() as session:
        return settings.completed(answers_of(site_details(session)))


def save_site_details(
    session: Session, actor: Actor, clock: Clock, settings: Settings, answers: Mapping[str, str]
) -> None:
    """Keep what was answered. Raises SiteAnswerError, with nothing kept, or NotAllowedError.

    ``settings`` are those of the environment: what it sets is not asked, and left as it is.
    """
    require(actor, Action.MANAGE_SITE)
    given = {name: answers.get(name, "").strip() for name in ANSWERS if name not in settings.model_fields_set}
    wrong = {name: message for name, text in given.items() if (message := _problem(settings, name, text))}
    if wrong:
        raise SiteAnswerError(wrong)
    row = site_details_to_change(session)
    for name, text in given.items():
        setattr(row, name, _stored(name, text))
    row.answered_at = clock.now()


def _stored(name: str, text: str) -> str | int | None:
    if name == "answer_days":
        return int(text) if text else None
    return text == "yes" if name == "two_reviewers" else text


def _problem(settings: Settings, name: str, text: str) -> str:
    try:
        settings.completed({name: text})
    except SettingError as error:
        return error.problem
    return ""


def may_begin_empty(session: Session) -> bool:
    """Whether nothing is published but the records that came with the program."""
    return ledger_head(session).position > 0 and not someone_published(session, SEEDED_BY, OPERATOR)


def begin_empty(session: Session, actor: Actor) -> None:
    """Delete the records that came with the program, and every draft: the site begins with an empty record.

    In a session of ``Database.writing()``. Raises NotAllowedError where anything else is published.
    """
    require(actor, Action.MANAGE_SITE)
    if not may_begin_empty(session):
        raise NotAllowedError("the record is empty already, or someone has published something")
    delete_whole_record(session)
    rebuild(session)
    site_details_to_change(session).begun_empty = True

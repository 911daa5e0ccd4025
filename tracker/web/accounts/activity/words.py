"""The log of who did what, in words."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.services.auth.account_events import AccountEventKind
from tracker.store.accounts.events import EventFilter, LoggedEvent, logged_events
from tracker.web.site import site

__all__ = ["GROUP_WORDS", "actor_words", "event_rows", "event_words", "moment_words"]

GROUP_WORDS = {
    "sign-ins": "Signing in and out",
    "refusals": "Refusals",
    "roles": "People and roles",
    "access": "Passwords, passkeys and links",
    "publications": "Publications",
    "exports": "Exports",
    "erasures": "Erased personal data",
}
"""The groups by which the log is filtered."""
_SHOWN = 50
_EVENTS: dict[str, str] = {
    AccountEventKind.CREATED_BY_SETUP: "Account created (setup link)",
    AccountEventKind.INVITED: "Invited",
    AccountEventKind.PASSWORD_SET: "Password set",
    AccountEventKind.TWO_FACTOR_SET_UP: "Two-factor authentication set up",
    AccountEventKind.TWO_FACTOR_RESET: "Two-factor authentication reset",
    AccountEventKind.RECOVERY_CODES_CREATED: "Recovery codes created",
    AccountEventKind.PASSKEY_ADDED: "Passkey added",
    AccountEventKind.PASSKEY_REMOVED: "Passkey removed",
    AccountEventKind.PUBLIC_NAME_RELEASED: "Released the public name",
    AccountEventKind.ROLE_CHANGED: "Role changed",
    AccountEventKind.DEACTIVATED: "Deactivated",
    AccountEventKind.REACTIVATED: "Reactivated",
    AccountEventKind.SIGNED_OUT_EVERYWHERE: "Signed out everywhere",
    AccountEventKind.SECRET_KEYS_REPLACED: "Secret keys replaced",
    AccountEventKind.SIGNED_IN: "Signed in",
    AccountEventKind.SIGN_IN_REFUSED: "Sign-in refused",
    AccountEventKind.REFUSED: "Not allowed",
    AccountEventKind.EXPORTED: "Exported",
    AccountEventKind.PUBLISHED: "Published",
    AccountEventKind.ERASED: "Personal data erased",
}
_PASSWORDS = {
    "setup": "Password set",
    "invitation": "Password set (invite link)",
    "reset": "Password set (reset link)",
    "changed": "Password changed",
}
_LINKS = {"invitation": "Invite link", "reset": "Password reset link"}


def event_rows(session: Session, account_id: int) -> Sequence[tuple[str, str, str]]:
    """The latest of what a person did, or what was done to their account: when, what, and by whom."""
    events = logged_events(session, EventFilter(person=account_id), before=None, most=_SHOWN)
    return [(moment_words(it[0].at), event_words(it[0].event, it[0].detail), actor_words(it)) for it in events]


def actor_words(logged: LoggedEvent) -> str:
    """Who did it, so that it can stand after what was done."""
    event, _, actor = logged
    if actor is not None:
        return f"by {actor.name}"
    return "" if event.event == AccountEventKind.SIGN_IN_REFUSED else "from the command line"


def event_words(event: str, detail: str) -> str:
    """What was done, in words: details that are codes are said, not shown."""
    if event == AccountEventKind.PASSWORD_SET and detail in _PASSWORDS:
        return _PASSWORDS[detail]
    if event == AccountEventKind.LINK_CREATED:
        return f"{_LINKS.get(detail, 'Link')} created"
    words = _EVENTS.get(event, event)
    return f"{words}: {detail}" if detail else words


def moment_words(moment: datetime) -> str:
    """A moment on the site’s clock, to the minute."""
    local = moment.astimezone(site().settings.time_zone)
    return f"{day(local.date())}, {local:%H:%M}"

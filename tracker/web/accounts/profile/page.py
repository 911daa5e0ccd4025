"""Page variables of a profile, for its owner and for admins."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session as DatabaseSession

from tracker.engine.text import day
from tracker.services.auth.account_events import AccountEventKind
from tracker.services.auth.roles import ROLES, Action, Role
from tracker.services.auth.sessions import IDLE
from tracker.store.accounts.people import events_of, passkeys_of, unused_codes
from tracker.store.accounts.sign_ins import sign_ins_of
from tracker.web.accounts.auth_decorators import current_session
from tracker.web.accounts.flash_messages import pop_flash_message
from tracker.web.accounts.forms import PersonalWords
from tracker.web.accounts.pages import AccountPage, Session
from tracker.web.site import site

__all__ = ["account_page", "browser_words", "event_rows", "moment_words", "rights_of", "sessions_of"]

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def account_page(
    session: DatabaseSession, wrong: Mapping[str, str] | None = None, persona: PersonalWords | None = None
) -> AccountPage:
    """One’s own account; ``persona`` is what was typed, where it could not be taken."""
    person = current_session()
    persona = persona or PersonalWords(person.email, person.name, person.public_name)
    return AccountPage(
        email=person.email,
        name=persona.name,
        public_name=persona.public_name,
        role=person.role,
        rights=rights_of(person.role),
        passkeys=[
            (key.id, key.name, f"last used {moment_words(key.used_at)}" if key.used_at else "not used yet")
            for key in passkeys_of(session, person.account_id)
        ],
        codes_left=unused_codes(session, person.account_id),
        sessions=sessions_of(session, person.account_id, person.session_id),
        events=event_rows(session, person.account_id),
        wrong=wrong or {},
        notice=pop_flash_message(),
    )


def rights_of(role: str) -> Sequence[str]:
    """What a role may do, in the order of the table."""
    return [action.value for action in Action if action in ROLES[Role(role)]]


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
}
_PASSWORDS = {
    "setup": "Password set",
    "invitation": "Password set (invite link)",
    "reset": "Password set (reset link)",
    "changed": "Password changed",
}
_LINKS = {"invitation": "Invite link", "reset": "Password reset link"}


def sessions_of(session: DatabaseSession, account_id: int, here: int | None = None) -> Sequence[Session]:
    """Sessions that are alive."""
    since = site().clock.now() - IDLE
    return [
        Session(row.id, browser_words(row.browser), row.address, moment_words(row.seen_at), row.id == here)
        for row in sign_ins_of(session, account_id, since)
    ]


def event_rows(session: DatabaseSession, account_id: int) -> Sequence[tuple[str, str, str]]:
    """When, what, and by whom; empty where it was done from the command line."""
    return [
        (
            moment_words(event.at),
            _event_words(event.event, event.detail),
            actor.name if actor else "",
        )
        for event, actor in events_of(session, account_id)
    ]


def _event_words(event: str, detail: str) -> str:
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


def browser_words(agent: str) -> str:
    """A browser by its User-Agent, as far as that can be understood: “Firefox on Linux”."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser or 'A browser'} on {system}" if system else browser or "An unknown program"

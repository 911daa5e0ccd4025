"""Page variables of a profile, for its owner and for admins."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session as DatabaseSession

from tracker.services.auth.roles import ROLES, Action, Role
from tracker.services.auth.sessions import IDLE
from tracker.store.accounts.people import passkeys_of, unused_codes
from tracker.store.accounts.sign_ins import sign_ins_of
from tracker.store.correspondence.notices import notice_choice
from tracker.web.accounts.activity.words import event_rows, moment_words
from tracker.web.accounts.auth_decorators import current_session
from tracker.web.accounts.browser_names import browser_words
from tracker.web.accounts.flash_messages import pop_flash_message
from tracker.web.accounts.forms import PersonalWords
from tracker.web.accounts.pages import AccountPage, Session
from tracker.web.site import site

__all__ = ["account_page", "rights_of", "sessions_of"]


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
        mails=site().settings.sends_mail,
        notices=notice_choice(session, person.account_id).email,
        events=event_rows(session, person.account_id),
        wrong=wrong or {},
        notice=pop_flash_message(),
    )


def rights_of(role: str) -> Sequence[str]:
    """What a role may do, in the order of the table."""
    return [action.value for action in Action if action in ROLES[Role(role)]]


def sessions_of(session: DatabaseSession, account_id: int, here: int | None = None) -> Sequence[Session]:
    """Sessions that are alive."""
    since = site().clock.now() - IDLE
    return [
        Session(row.id, browser_words(row.browser), row.address, moment_words(row.seen_at), row.id == here)
        for row in sign_ins_of(session, account_id, since)
    ]

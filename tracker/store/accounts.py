"""Queries of accounts and of what belongs to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.models.account import Account, AccountEvent, OneTimeLink, Passkey, RecoveryCode, SignIn
from tracker.models.record import Record

__all__ = [
    "account_of",
    "accounts",
    "active_admins",
    "clear_links",
    "company_names",
    "count_accounts",
    "events_like",
    "events_of",
    "find_by_email",
    "find_by_public_name",
    "find_link",
    "find_sign_in",
    "has_second_factor",
    "links_of",
    "passkeys_of",
    "sign_ins_of",
    "unused_codes",
]


def accounts(session: Session) -> Sequence[Account]:
    """All, by name; those that have ended last."""
    return session.scalars(select(Account).order_by(Account.active.desc(), Account.name, Account.id)).all()


def count_accounts(session: Session) -> int:
    """How many there are, ended ones included."""
    return session.scalar(select(func.count()).select_from(Account)) or 0


def active_admins(session: Session, *, lock: bool = False) -> Sequence[Account]:
    """Those who may manage people. With ``lock`` nobody else can end or demote one of them at the same time."""
    query = select(Account).where(Account.role == "admin", Account.active).order_by(Account.id)
    return session.scalars(query.with_for_update() if lock else query).all()


def account_of(session: Session, id: int) -> Account | None:
    """The account with an id."""
    return session.get(Account, id)


def find_by_email(session: Session, email: str) -> Account | None:
    """The account that signs in by this address, however it is spelt in upper and lower case."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def find_by_public_name(session: Session, key: str) -> Account | None:
    """The account whose folded public name is this."""
    return session.scalar(select(Account).where(Account.public_name_key == key))


def find_sign_in(session: Session, token_sha256: str) -> tuple[SignIn, Account] | None:
    """A session by the hash of its token, with whose it is."""
    query = select(SignIn, Account).join(Account, Account.id == SignIn.account_id)
    row = session.execute(query.where(SignIn.token_sha256 == token_sha256)).one_or_none()
    return (row[0], row[1]) if row else None


def has_second_factor(session: Session, account_id: int) -> bool:
    """Whether somebody set up an authenticator app or a passkey."""
    account = account_of(session, account_id)
    return account is not None and (account.totp_secret is not None or bool(passkeys_of(session, account_id)))


def sign_ins_of(session: Session, account_id: int, since: datetime) -> Sequence[SignIn]:
    """Sessions that were seen since then, the latest first."""
    query = select(SignIn).where(SignIn.account_id == account_id, SignIn.proved == "both", SignIn.seen_at >= since)
    return session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id)).all()


def find_link(session: Session, token_sha256: str) -> OneTimeLink | None:
    """A one-time link by the hash of its token."""
    return session.scalar(select(OneTimeLink).where(OneTimeLink.token_sha256 == token_sha256))


def links_of(session: Session, account_id: int) -> Sequence[OneTimeLink]:
    """The links that are waiting for somebody."""
    return session.scalars(select(OneTimeLink).where(OneTimeLink.account_id == account_id)).all()


def clear_links(session: Session, account_id: int | None) -> None:
    """Take back all links to an account; None: all to the first one."""
    session.execute(
        delete(OneTimeLink).where(
            OneTimeLink.account_id.is_(account_id) if account_id is None else OneTimeLink.account_id == account_id
        )
    )


def company_names(session: Session) -> Sequence[str]:
    """The names of all companies on record, which make bad passwords here."""
    return session.scalars(select(Record.title).where(Record.kind == "company")).all()


def passkeys_of(session: Session, account_id: int) -> Sequence[Passkey]:
    """Somebody's passkeys, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)).all()


def unused_codes(session: Session, account_id: int) -> int:
    """How many recovery codes somebody has left."""
    query = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(query) or 0


def events_like(session: Session, event: str) -> Sequence[AccountEvent]:
    """What was done, of one kind, to any account."""
    return session.scalars(select(AccountEvent).where(AccountEvent.event == event)).all()


def events_of(session: Session, account_id: int, most: int = 50) -> Sequence[tuple[AccountEvent, Account | None]]:
    """What was done to an account, with who did it; the latest first."""
    query = select(AccountEvent, Account).outerjoin(Account, Account.id == AccountEvent.actor_id)
    query = query.where(AccountEvent.account_id == account_id).order_by(AccountEvent.id.desc()).limit(most)
    return [(event, actor) for event, actor in session.execute(query)]

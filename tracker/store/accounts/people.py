"""Queries for accounts and their credentials."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.models.account import Account, AccountEvent, OneTimeLink, Passkey, RecoveryCode
from tracker.models.derived.record import Record

__all__ = [
    "account_of",
    "accounts",
    "active_admins",
    "any_account",
    "clear_all_secrets",
    "clear_links",
    "clear_passkeys",
    "clear_recovery_codes",
    "company_names",
    "count_accounts",
    "events_like",
    "find_by_email",
    "find_link",
    "has_second_factor",
    "latest_event",
    "links_of",
    "lock_names",
    "passkey_exists",
    "passkey_to_use",
    "passkeys_of",
    "public_name",
    "public_names",
    "unused_codes",
    "use_recovery_code_hash",
    "use_totp_step",
    "use_up_link",
]

_NAMES_LOCK = 0x6E616D65
"""The number of the lock under which names and links are given out on PostgreSQL."""


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


def lock_names(session: Session) -> None:
    """Let no other transaction give out names or links until this one ends; on SQLite, writing does so already.

    So each sees the names that the ones before it took, and says so, in place of an error of the database.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_NAMES_LOCK})"))


def latest_event(session: Session, account_id: int, events: Collection[str]) -> int:
    """The number of the last event of these kinds; 0 where there was none."""
    query = select(func.max(AccountEvent.id)).where(
        AccountEvent.account_id == account_id, AccountEvent.event.in_(events)
    )
    return session.scalar(query) or 0


def has_second_factor(session: Session, account_id: int) -> bool:
    """Whether somebody set up an authenticator app or a passkey."""
    account = account_of(session, account_id)
    return account is not None and (account.totp_secret is not None or bool(passkeys_of(session, account_id)))


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


def any_account(session: Session) -> bool:
    """Whether there is an account, ended ones included."""
    return bool(session.scalar(select(exists().where(Account.id > 0))))


def public_name(session: Session, account_id: int) -> str:
    """The name of a person that readers see."""
    return session.scalars(select(Account.public_name).where(Account.id == account_id)).one()


def public_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of several people, by id."""
    statement = select(Account.id, Account.public_name).where(Account.id.in_(ids))
    return {row.id: row.public_name for row in session.execute(statement)}


def use_totp_step(session: Session, account: Account, step: int) -> bool:
    """Note that the code of a time step was used; False where it, or a later one, was used before.

    Of two requests at once with the same code one succeeds.
    """
    unused = or_(Account.totp_step.is_(None), Account.totp_step < step)
    query = update(Account).where(Account.id == account.id, Account.totp_secret == account.totp_secret, unused)
    return bool(session.execute(query.values(totp_step=step).returning(Account.id)).all())


def clear_recovery_codes(session: Session, account_id: int) -> None:
    """Delete somebody's recovery codes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def use_recovery_code_hash(session: Session, account_id: int, code_sha256: str, now: datetime) -> bool:
    """Use a recovery code up; False where it is not one of the account's, or was used before."""
    query = update(RecoveryCode).where(
        RecoveryCode.account_id == account_id, RecoveryCode.code_sha256 == code_sha256, RecoveryCode.used_at.is_(None)
    )
    return bool(session.execute(query.values(used_at=now).returning(RecoveryCode.id)).all())


def passkey_exists(session: Session, credential_id: str) -> bool:
    """Whether somebody has a passkey with this id."""
    return session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None


def passkey_to_use(session: Session, account_id: int, credential_id: str) -> Passkey | None:
    """One of the account's passkeys, locked until the transaction ends."""
    query = select(Passkey).where(Passkey.account_id == account_id, Passkey.credential_id == credential_id)
    return session.scalar(query.with_for_update())


def clear_passkeys(session: Session, account_id: int) -> None:
    """Delete somebody's passkeys."""
    session.execute(delete(Passkey).where(Passkey.account_id == account_id))


def clear_all_secrets(session: Session) -> None:
    """Delete every one-time link and every recovery code: their hashes cannot be compared any more."""
    session.execute(delete(OneTimeLink))
    session.execute(delete(RecoveryCode))


def use_up_link(session: Session, id: int) -> bool:
    """Delete a one-time link; of two requests at once with it one succeeds."""
    return bool(session.execute(delete(OneTimeLink).where(OneTimeLink.id == id).returning(OneTimeLink.id)).all())

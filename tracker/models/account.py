"""Accounts and their credentials. No secret is stored in readable form."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Digest, Instant, Name

__all__ = ["LINK_KINDS", "Account", "AccountEvent", "Attempt", "OneTimeLink", "Passkey", "RecoveryCode", "SignIn"]

LINK_KINDS = ("setup", "invitation", "reset")
"""What a one-time link is for: the first account of a site, a person’s first password, another password."""


class Account(Base):
    """A person. ``name`` is for colleagues, ``public_name`` is what the public reads: the name, or a pen name.

    ``public_name_key`` is the public name as it is compared: folded, so that no two differ by case alone.
    ``totp_secret`` is encrypted; ``totp_step`` is the last step of time whose code was used, so that none is used
    twice. Without a password or without a second factor nobody gets to the desk.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Name]
    public_name: Mapped[Name]
    public_name_key: Mapped[str] = mapped_column(String(400), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool]
    password_hash: Mapped[str | None] = mapped_column(String(255))
    totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_step: Mapped[int | None]
    passkey_handle: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    signed_in_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("role IN ('contributor', 'editor', 'reviewer', 'admin')", name="role_known"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        CheckConstraint("length(passkey_handle) = 64", name="passkey_handle_32_bytes"),
    )


class Passkey(Base):
    """A passkey of a person, by the public half of its key."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int]
    name: Mapped[Name]
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index(None, "account_id"), CheckConstraint("sign_count >= 0", name="sign_count_from_0"))


class RecoveryCode(Base):
    """A code that stands in for the second factor once; only its keyed hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_sha256: Mapped[Digest]
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index(None, "account_id", "code_sha256", unique=True),
        CheckConstraint("length(code_sha256) = 64", name="code_32_bytes"),
    )


class SignIn(Base):
    """A session at the desk. The browser holds its token, the database only the token’s keyed hash.

    ``proved`` says how far it got: ``password`` alone opens nothing but the page that asks for the second factor.
    ``fresh_at`` is when the second factor was shown last. ``data`` is JSON that belongs to the session.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[Digest] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proved: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    fresh_at: Mapped[datetime | None] = mapped_column(Instant)
    address: Mapped[str] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(200))
    data: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index(None, "account_id"),
        Index(None, "created_at"),
        CheckConstraint("length(token_sha256) = 64", name="token_32_bytes"),
        CheckConstraint("proved IN ('password', 'both')", name="proved_known"),
        CheckConstraint("proved = 'both' OR fresh_at IS NULL", name="fresh_only_with_both"),
        CheckConstraint("seen_at >= created_at", name="seen_after_created"),
    )


class OneTimeLink(Base):
    """A link that works once: to set the site up, to accept an invitation, to choose another password.

    Only the token’s keyed hash is kept. One that was used or replaced is deleted; the set-up link does not expire.
    """

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    token_sha256: Mapped[Digest] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index(None, "account_id"),
        CheckConstraint("kind IN ('setup', 'invitation', 'reset')", name="kind_known"),
        CheckConstraint("length(token_sha256) = 64", name="token_32_bytes"),
        CheckConstraint("(kind = 'setup') = (account_id IS NULL)", name="setup_has_no_account"),
        CheckConstraint("(kind = 'setup') = (expires_at IS NULL)", name="setup_does_not_expire"),
    )


class Attempt(Base):
    """A try to sign in that failed, or is being decided, for a while: what throttling counts.

    Both keys are keyed hashes: of the name that was tried, known here or not, and of where it came from.
    """

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(10))
    name_key: Mapped[Digest]
    origin_key: Mapped[Digest]

    __table_args__ = (
        Index(None, "at"),
        Index(None, "name_key", "at"),
        Index(None, "origin_key", "at"),
        CheckConstraint("kind IN ('password', 'code')", name="kind_known"),
    )


class AccountEvent(Base):
    """Who did what, and when. Rows are only ever added. No actor: the terminal, or nobody yet.

    ``account_id`` is whose account it is about; of what is about nobody’s account it is the actor, if there is one.
    """

    __tablename__ = "account_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    event: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index(None, "account_id", "id"),
        Index(None, "actor_id", "id"),
        Index(None, "event", "id"),
    )

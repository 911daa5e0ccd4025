"""Drafts with what they said after each save, submissions and reviews (HISTORY-1).

Drafts change; submissions and reviews are append-only (enforced by triggers). A publication is a revision with the
author, texts, salt and hash of the submission, which is what the reviewer approved.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Body, Digest, Instant, Kind, Name, RecordId
from tracker.records.types.company import company_in_present_form

__all__ = ["STATES", "VERDICTS", "Draft", "DraftVersion", "Review", "Submission"]

STATES = ("editing", "submitted", "returned", "published", "discarded")
"""Of a draft: being written, waiting for review, given back with a note, done, thrown away."""
VERDICTS = ("published", "returned", "taken back")
"""What became of a submission; its own author may take it back."""


class Draft(Base):
    """What somebody is writing: a record, new or changed, that may be incomplete or wrong.

    ``id`` is random, so that it cannot be guessed. ``base_number`` is the published revision that the change began
    from, 0 for a new record. ``body`` is JSON, plain data in the one record format as far as it is one. ``confirmed``
    holds answers that the form asks for and the record does not keep. ``change`` counts only once it is chosen;
    ``private_note`` is for the reviewer alone. ``version`` rises with each save: a save names
    the one that it was made from. ``writers`` are the accounts that changed it, the owner first.
    """

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    kind: Mapped[Kind]
    record_id: Mapped[RecordId | None]
    company_id: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    writers: Mapped[list[int]] = mapped_column(JSON)
    base_number: Mapped[int]
    body: Mapped[Body]
    change: Mapped[str] = mapped_column("change", Text)
    change_chosen: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    private_note: Mapped[str | None] = mapped_column(Text)
    confirmed: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def data(self) -> dict[str, Any]:
        """The record as plain data, as far as it is one; what was begun in an earlier form, in the present one."""
        return plain_data(self.kind, self.body)

    @property
    def chosen_change(self) -> str:
        """The type of change; empty as long as none is chosen."""
        return self.change if self.change_chosen else ""

    @property
    def key(self) -> tuple[str, str]:
        """Kind and id of the record; an empty id where it has none yet."""
        return self.kind, self.record_id or ""

    __table_args__ = (
        CheckConstraint("state IN ('editing', 'submitted', 'returned', 'published', 'discarded')", name="state_known"),
        CheckConstraint("change IN ('new', 'update', 'correction', 'clarification', 'method')", name="change_known"),
        CheckConstraint("(base_number = 0) = (change = 'new')", name="only_the_first_is_new"),
        CheckConstraint("base_number >= 0 AND version >= 1", name="numbers_count"),
        CheckConstraint("created_at <= updated_at", name="times_in_order"),
        Index(None, "owner_id", "state", "updated_at", "id"),
        Index(None, "state", "updated_at", "id"),
        Index(None, "kind", "record_id", "state"),
        Index(None, "company_id", "kind", "state"),
    )


def plain_data(kind: str, body: str) -> dict[str, Any]:
    """The data of a draft's body; what was begun in an earlier form, in the present one."""
    data: dict[str, Any] = json.loads(body)
    return company_in_present_form(data) if kind == "company" else data


class DraftVersion(Base):
    """What a draft said after a save, and who saved it: pages that were opened then are merged against it.

    ``typed`` is what the page that was saved still shows where it was merged with somebody else's changes, and so says
    other than ``body``.
    """

    __tablename__ = "draft_version"

    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[Body]
    typed: Mapped[Body | None]
    change: Mapped[str] = mapped_column("change", Text)
    note: Mapped[str | None] = mapped_column(Text)
    confirmed: Mapped[list[str]] = mapped_column(JSON)


class Submission(Base):
    """A draft as it was submitted: what the reviewer sees, and what is published if anything is."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id"))
    kind: Mapped[Kind]
    record_id: Mapped[RecordId]
    base_number: Mapped[int]
    body: Mapped[Body]
    change: Mapped[str] = mapped_column("change", Text)
    note: Mapped[str | None] = mapped_column(Text)
    private_note: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author: Mapped[Name]
    writers: Mapped[list[int]] = mapped_column(JSON)
    salt: Mapped[Digest]
    content_sha256: Mapped[Digest]
    at: Mapped[datetime] = mapped_column(Instant)

    @property
    def key(self) -> tuple[str, str]:
        """Kind and id of the record."""
        return self.kind, self.record_id

    __table_args__ = (
        CheckConstraint("change IN ('new', 'update', 'correction', 'clarification', 'method')", name="change_known"),
        CheckConstraint("(base_number = 0) = (change = 'new')", name="only_the_first_is_new"),
        CheckConstraint("base_number >= 0", name="number_from_0"),
        CheckConstraint("length(salt) = 64", name="salt_32_bytes"),
        CheckConstraint("length(content_sha256) = 64", name="content_32_bytes"),
        Index(None, "draft_id", "id"),
        Index(None, "kind", "record_id"),
        Index(None, "content_sha256"),
    )


class Review(Base):
    """What became of a submission; without a row it waits. ``position`` is that of the ledger, where published."""

    __tablename__ = "review"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True, autoincrement=False)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reviewer: Mapped[Name]
    verdict: Mapped[str] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    position: Mapped[int | None] = mapped_column(ForeignKey("ledger.position"), unique=True)

    __table_args__ = (
        CheckConstraint("verdict IN ('published', 'returned', 'taken back')", name="verdict_known"),
        CheckConstraint("(verdict = 'published') = (position IS NOT NULL)", name="position_where_published"),
        CheckConstraint("verdict <> 'returned' OR length(note) > 0", name="returned_with_a_note"),
    )

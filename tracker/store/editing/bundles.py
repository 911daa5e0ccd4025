"""Queries for bundles of drafts, and for mappings of spreadsheets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, delete, func, insert, inspect, select
from sqlalchemy.orm import Session, defer
from sqlalchemy.orm.attributes import set_committed_value

from tracker.models import BundledDraft, Draft, DraftBundle, DraftVersion, Review, SavedMapping, Submission

__all__ = [
    "BundleCounts",
    "bundle_counts",
    "bundle_of_draft",
    "bundled_drafts",
    "bundles_with",
    "count_bundled",
    "discard_drafts",
    "insert_bundle",
    "insert_bundled",
    "mapping_named",
    "pending_in_bundle",
    "read_bodies",
    "saved_mappings",
    "verdicts_in_bundle",
]

_ROWS_AT_ONCE = 500


class BundleCounts(NamedTuple):
    """A bundle, and how many of its rows are in each state of their leading drafts."""

    bundle: DraftBundle
    editing: int
    submitted: int
    returned: int
    published: int
    discarded: int

    @property
    def rows(self) -> int:
        """All its rows."""
        return sum(self[1:])


def insert_bundle(session: Session, bundle: DraftBundle) -> None:
    """Add a bundle."""
    session.add(bundle)
    session.flush()


def insert_bundled(session: Session, drafts: Sequence[dict[str, Any]], places: Sequence[dict[str, Any]]) -> None:
    """Add some hundred drafts to a bundle, each with its first version; all by one statement."""
    session.execute(insert(Draft), list(drafts))
    session.execute(insert(DraftVersion), [_first_version(draft) for draft in drafts])
    session.execute(insert(BundledDraft), list(places))


def _first_version(draft: dict[str, Any]) -> dict[str, Any]:
    return {
        "draft_id": draft["id"],
        "version": 1,
        "account_id": draft["owner_id"],
        "at": draft["created_at"],
        "body": draft["body"],
        "typed": None,
        "change": draft["change"],
        "note": draft["note"],
        "confirmed": draft["confirmed"],
    }


def bundle_counts(
    session: Session, *, after: datetime | None = None, most: int = 50, states: Collection[str] = ()
) -> list[BundleCounts]:
    """Bundles that came from files, the newest first; with ``states`` those with a leading draft in one of them."""
    counted = [func.sum(case((Draft.state == state, 1), else_=0)) for state in BundleCounts._fields[1:]]
    statement = (
        select(DraftBundle, *counted)
        .join(BundledDraft, BundledDraft.bundle_id == DraftBundle.id)
        .join(Draft, Draft.id == BundledDraft.draft_id)
        .where(BundledDraft.lead, DraftBundle.file_name != "")
        .group_by(DraftBundle.id)
        .order_by(DraftBundle.created_at.desc(), DraftBundle.id)
        .limit(most)
    )
    if after:
        statement = statement.where(DraftBundle.created_at < after)
    if states:
        waiting = (
            select(BundledDraft.bundle_id)
            .join(Draft, Draft.id == BundledDraft.draft_id)
            .where(Draft.state.in_(states), BundledDraft.lead)
        )
        statement = statement.where(DraftBundle.id.in_(waiting))
    return [BundleCounts(row[0], *(int(number) for number in row[1:])) for row in session.execute(statement)]


def bundles_with(session: Session, id: str) -> DraftBundle | None:
    """The bundle with an id."""
    return session.get(DraftBundle, id) if id.isprintable() else None


def bundle_of_draft(session: Session, draft_id: str) -> DraftBundle | None:
    """The bundle that a draft is in."""
    statement = (
        select(DraftBundle)
        .join(BundledDraft, BundledDraft.bundle_id == DraftBundle.id)
        .where(BundledDraft.draft_id == draft_id)
    )
    return session.scalars(statement).first()


def count_bundled(session: Session, bundle_id: str) -> int:
    """How many drafts a bundle has."""
    statement = select(func.count()).select_from(BundledDraft).where(BundledDraft.bundle_id == bundle_id)
    return session.scalar(statement) or 0


def bundled_drafts(session: Session, bundle_id: str, *, bodies: bool = True) -> list[tuple[BundledDraft, Draft]]:
    """The drafts of a bundle with their places, row by row, the leading one of a row last.

    Without ``bodies``, what they say is read when it is asked for (``read_bodies`` reads that of many).
    """
    statement = (
        select(BundledDraft, Draft)
        .join(Draft, Draft.id == BundledDraft.draft_id)
        .where(BundledDraft.bundle_id == bundle_id)
        .order_by(BundledDraft.row, BundledDraft.lead, Draft.kind, Draft.id)
    )
    statement = statement if bodies else statement.options(defer(Draft.body))
    return [(place, draft) for place, draft in session.execute(statement)]


def read_bodies(session: Session, drafts: Sequence[Draft]) -> None:
    """Read what drafts say that came without it."""
    missing = {draft.id: draft for draft in drafts if "body" in inspect(draft).unloaded}
    ids = list(missing)
    for first in range(0, len(ids), _ROWS_AT_ONCE):
        some = select(Draft.id, Draft.body).where(Draft.id.in_(ids[first : first + _ROWS_AT_ONCE]))
        for id, body in session.execute(some):
            set_committed_value(missing[id], "body", body)


def pending_in_bundle(session: Session, bundle_id: str, *, bodies: bool = True) -> dict[str, Submission]:
    """What waits for review of a bundle, by draft; without ``bodies`` as with ``bundled_drafts``."""
    statement = (
        select(Submission)
        .join(BundledDraft, BundledDraft.draft_id == Submission.draft_id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .where(BundledDraft.bundle_id == bundle_id, Review.submission_id.is_(None))
    )
    statement = statement if bodies else statement.options(defer(Submission.body))
    return {submission.draft_id: submission for submission in session.scalars(statement)}


def verdicts_in_bundle(session: Session, bundle_id: str) -> dict[str, Review]:
    """The last review of each draft of a bundle that was reviewed, by draft."""
    statement = (
        select(Submission.draft_id, Review)
        .join(BundledDraft, BundledDraft.draft_id == Submission.draft_id)
        .join(Review, Review.submission_id == Submission.id)
        .where(BundledDraft.bundle_id == bundle_id)
        .order_by(Submission.id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def discard_drafts(session: Session, drafts: Sequence[Draft], at: datetime) -> None:
    """Throw drafts away, with what is kept of their versions."""
    for draft in drafts:
        draft.state, draft.version, draft.updated_at = "discarded", draft.version + 1, max(at, draft.updated_at)
    session.flush()
    ids = [draft.id for draft in drafts]
    for first in range(0, len(ids), _ROWS_AT_ONCE):
        session.execute(delete(DraftVersion).where(DraftVersion.draft_id.in_(ids[first : first + _ROWS_AT_ONCE])))


def saved_mappings(session: Session) -> list[SavedMapping]:
    """All saved mappings by name."""
    return sorted(session.scalars(select(SavedMapping)), key=lambda it: (it.name.casefold(), it.id))


def mapping_named(session: Session, name: str) -> SavedMapping | None:
    """The saved mapping of a name."""
    return session.scalars(select(SavedMapping).where(SavedMapping.name == name)).first()

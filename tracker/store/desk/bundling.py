"""Which bundle a draft is in, as it is begun, submitted with others, or thrown away.

Every draft is in a bundle from its beginning, alone or beside the draft that it was begun from. A bundle that came from
files has a ``file_name`` and keeps its rows; of others, here *form bundles*, all that waits is reviewed as one.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from tracker.models import (
    Assignment,
    BundledDraft,
    BundleEffect,
    Comment,
    Draft,
    DraftBundle,
    Review,
    Submission,
    SubmissionApproval,
)
from tracker.store.editing.drafts import UNFINISHED

__all__ = [
    "add_beside",
    "begin_bundle",
    "decided_beside",
    "effect_of",
    "form_bundle_of",
    "gather",
    "gather_rows",
    "keep_effect",
    "lead_another",
    "leading_submission",
    "leave_bundle",
    "pending_of_bundles",
    "place_of",
    "unfinished_beside",
    "waiting_leads",
]

_ONE_DECISION = timedelta(seconds=2)
"""Each review of one decision has a moment of its own."""


def place_of(session: Session, draft_id: str) -> BundledDraft | None:
    """The place of a draft in its bundle."""
    return session.get(BundledDraft, draft_id)


def form_bundle_of(session: Session, draft_id: str) -> DraftBundle | None:
    """The bundle of a draft, if all that waits in it is reviewed as one."""
    statement = (
        select(DraftBundle)
        .join(BundledDraft, BundledDraft.bundle_id == DraftBundle.id)
        .where(BundledDraft.draft_id == draft_id, DraftBundle.file_name == "")
    )
    return session.scalars(statement).first()


def begin_bundle(session: Session, id: str, draft: Draft, *, title: str = "", file_name: str = "") -> DraftBundle:
    """A bundle led by a draft that is in none."""
    bundle = DraftBundle(id=id, title=title, file_name=file_name, owner_id=draft.owner_id, created_at=draft.created_at)
    session.add(bundle)
    session.flush()
    session.add(BundledDraft(draft_id=draft.id, bundle_id=id, row=0, lead=True))
    session.flush()
    return bundle


def add_beside(session: Session, place: BundledDraft, draft: Draft) -> None:
    """Put a draft that is in no bundle into the row of another."""
    session.add(BundledDraft(draft_id=draft.id, bundle_id=place.bundle_id, row=place.row, lead=False))
    session.flush()


def leave_bundle(session: Session, id: str, draft: Draft) -> None:
    """Put a draft into a bundle of its own, whose id is ``id``."""
    place = place_of(session, draft.id)
    assert place is not None
    before = place.bundle_id
    session.delete(place)
    session.flush()
    begin_bundle(session, id, draft)
    lead_another(session, before)


def unfinished_beside(session: Session, draft_id: str) -> list[Draft]:
    """The other drafts of a draft’s form bundle that are not finished, the leading one first."""
    bundle = form_bundle_of(session, draft_id)
    if bundle is None:
        return []
    statement = (
        select(Draft)
        .join(BundledDraft, BundledDraft.draft_id == Draft.id)
        .where(BundledDraft.bundle_id == bundle.id, Draft.id != draft_id, Draft.state.in_(UNFINISHED))
        .order_by(BundledDraft.lead.desc(), Draft.kind, Draft.id)
    )
    return list(session.scalars(statement))


def gather(session: Session, lead: str, others: Collection[str]) -> None:
    """Have the drafts ``others`` in the row of the draft ``lead``; bundles that are empty then are deleted.

    What was said beside such a bundle, and who was to work on it, goes along.
    """
    place = place_of(session, lead)
    assert place is not None
    moved = [it for id in others if (it := place_of(session, id)) and it.bundle_id != place.bundle_id]
    left = {it.bundle_id for it in moved}
    for it in moved:
        it.bundle_id, it.row, it.lead = place.bundle_id, place.row, False
    session.flush()
    for id in left:
        if session.scalars(select(BundledDraft.draft_id).where(BundledDraft.bundle_id == id).limit(1)).first():
            lead_another(session, id)
        else:
            _forget_bundle(session, id, place.bundle_id)


def gather_rows(session: Session, bundle: DraftBundle, ids: Collection[str]) -> None:
    """Have drafts in a new bundle that is reviewed row by row, each a row of its own."""
    session.add(bundle)
    session.flush()
    places = [place for id in ids if (place := place_of(session, id))]
    left = {place.bundle_id for place in places}
    for place in places:
        place.bundle_id, place.row, place.lead = bundle.id, 0, True
    session.flush()
    for id in left:
        if not session.scalars(select(BundledDraft.draft_id).where(BundledDraft.bundle_id == id).limit(1)).first():
            _forget_bundle(session, id, bundle.id)


def _forget_bundle(session: Session, id: str, successor: str) -> None:
    session.execute(
        update(Comment).where(Comment.subject == "bundle", Comment.subject_id == id).values(subject_id=successor)
    )
    assignment = session.get(Assignment, ("bundle", id))
    if assignment and session.get(Assignment, ("bundle", successor)) is None:
        assignment.item_id = successor
        session.flush()
    session.execute(delete(Assignment).where(Assignment.item == "bundle", Assignment.item_id == id))
    session.execute(delete(BundleEffect).where(BundleEffect.bundle_id == id))
    session.execute(delete(DraftBundle).where(DraftBundle.id == id))


def lead_another(session: Session, bundle_id: str) -> None:
    """Have an unfinished draft lead a form bundle whose leading draft was thrown away or left it."""
    bundle = session.get(DraftBundle, bundle_id)
    statement = (
        select(BundledDraft, Draft)
        .join(Draft, Draft.id == BundledDraft.draft_id)
        .where(BundledDraft.bundle_id == bundle_id)
        .order_by(BundledDraft.lead.desc(), Draft.kind, Draft.id)
    )
    rows = session.execute(statement).all()
    if bundle is None or bundle.file_name or any(place.lead and draft.state in UNFINISHED for place, draft in rows):
        return
    following = next((place for place, draft in rows if draft.state in UNFINISHED), None)
    if following:
        for place, _ in rows:
            place.lead = place is following
        session.flush()


def pending_of_bundles(session: Session, ids: Collection[str]) -> Mapping[str, list[Submission]]:
    """What waits for review of some bundles, by bundle: what leads first, then in the order of submission."""
    statement = (
        select(BundledDraft.bundle_id, Submission)
        .join(Submission, Submission.draft_id == BundledDraft.draft_id)
        .join(Draft, and_(Draft.id == BundledDraft.draft_id, Draft.state == "submitted"))
        .outerjoin(Review, Review.submission_id == Submission.id)
        .where(BundledDraft.bundle_id.in_(ids), Review.submission_id.is_(None))
        .order_by(BundledDraft.row, BundledDraft.lead.desc(), Submission.id)
    )
    pending: dict[str, list[Submission]] = {}
    for id, submission in session.execute(statement):
        pending.setdefault(id, []).append(submission)
    return pending


def leading_submission(session: Session, id: int) -> int | None:
    """What stands for the form bundle in which a submission waits for review; None where it does not wait in one."""
    submission = session.get(Submission, id)
    bundle = form_bundle_of(session, submission.draft_id) if submission else None
    pending = pending_of_bundles(session, [bundle.id]).get(bundle.id, []) if bundle else []
    return pending[0].id if submission in pending else None


def decided_beside(session: Session, submission: Submission, review: Review) -> list[Submission]:
    """What else of the form bundle of a submission was decided with it, at the same moment by the same person."""
    bundle = form_bundle_of(session, submission.draft_id)
    if bundle is None:
        return []
    statement = (
        select(Submission)
        .join(BundledDraft, BundledDraft.draft_id == Submission.draft_id)
        .join(Review, Review.submission_id == Submission.id)
        .where(BundledDraft.bundle_id == bundle.id, Submission.id != submission.id)
        .where(Review.reviewer_id == review.reviewer_id, Review.verdict == review.verdict)
        .where(Review.at.between(review.at - _ONE_DECISION, review.at + _ONE_DECISION))
        .order_by(BundledDraft.lead.desc(), Submission.id)
    )
    return list(session.scalars(statement))


def waiting_leads(session: Session, *, after: int = 0, most: int = 50, but_of: int | None = None) -> list[Submission]:
    """Of form bundles that wait for review what stands for each of them, the oldest first, on from a submission’s id.

    Without those that an account wrote on or has approved already.
    """
    approved = set(
        session.scalars(select(SubmissionApproval.submission_id).where(SubmissionApproval.reviewer_id == but_of))
    )
    statement = (
        select(Submission, BundledDraft.bundle_id)
        .join(Draft, and_(Draft.id == Submission.draft_id, Draft.state == "submitted"))
        .join(BundledDraft, BundledDraft.draft_id == Submission.draft_id)
        .join(DraftBundle, and_(DraftBundle.id == BundledDraft.bundle_id, DraftBundle.file_name == ""))
        .outerjoin(Review, Review.submission_id == Submission.id)
        .where(Review.submission_id.is_(None))
        .order_by(BundledDraft.lead.desc(), Submission.id)
    )
    firsts: dict[str, Submission] = {}
    own: set[str] = set()
    for submission, bundle_id in session.execute(statement):
        firsts.setdefault(bundle_id, submission)
        if but_of in {submission.author_id, *submission.writers} or submission.id in approved:
            own.add(bundle_id)
    others = [it for id, it in firsts.items() if id not in own and it.id > after]
    return sorted(others, key=lambda it: it.id)[:most]


def keep_effect(session: Session, bundle_id: str, *, alarming: bool, lines: list[str], at: datetime) -> None:
    """Note what readers would see change, once more if something was noted before."""
    session.merge(BundleEffect(bundle_id=bundle_id, alarming=alarming, lines=lines, at=at))
    session.flush()


def effect_of(session: Session, bundle_id: str) -> BundleEffect | None:
    """What was noted when a bundle was submitted."""
    return session.get(BundleEffect, bundle_id)

"""Reviewing several bundles at once: what may be published together, and returning each with one note."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Review, Submission
from tracker.records.kinds import AnyRecord
from tracker.services.auth.roles import Action, Actor, require
from tracker.services.captures.quotes.quote_checks import unfound
from tracker.services.captures.review import reviewed_quotes
from tracker.services.desk.items import Item, Outcome
from tracker.services.editing.bundles import BundleNotFoundError, open_bundle
from tracker.services.publishing.noted_effects import would_read_as_breach
from tracker.services.publishing.review import AlreadyReviewedError, SubmissionChangedError, bundle_of
from tracker.services.publishing.whole_bundles import TwoPeople, approvals, return_whole
from tracker.store.desk.bundling import pending_of_bundles
from tracker.store.published import parsed

__all__ = ["PublishableBundles", "publishable_bundles", "return_bundles"]


class PublishableBundles(NamedTuple):
    """Bundles that can be published at once: what leads each, all that goes along, and why others were left out."""

    leads: Sequence[Submission]
    submissions: Sequence[Submission]
    left: Sequence[tuple[str, str]]

    @property
    def hashes(self) -> Mapping[int, str]:
        """What an approval names."""
        return {submission.id: submission.content_sha256 for submission in self.submissions}

    @property
    def records(self) -> list[AnyRecord]:
        """What would be published."""
        return [parsed(submission.body) for submission in self.submissions]


def publishable_bundles(
    session: Session, clock: Clock, actor: Actor, items: Sequence[Item], people: TwoPeople
) -> PublishableBundles:
    """Of the selected items those that this person can publish now, with what they need."""
    require(actor, Action.REVIEW)
    pending = pending_of_bundles(session, [item.id for item in items if item.kind == "bundle"])
    leads: list[Submission] = []
    together: dict[int, Submission] = {}
    left: list[tuple[str, str]] = []
    for item in items:
        waiting = pending.get(item.id, []) if item.kind == "bundle" else []
        title, why = _hindrance(session, clock, actor, item, waiting, people)
        if why:
            left.append((title, why))
            continue
        leads.append(waiting[0])
        together |= {it.id: it for it in bundle_of(session, waiting[0]).submissions}
    return PublishableBundles(leads, list(together.values()), left)


def _hindrance(
    session: Session, clock: Clock, actor: Actor, item: Item, waiting: Sequence[Submission], people: TwoPeople
) -> tuple[str, str]:
    """What a bundle is called, and why it cannot be published with others; empty where it can."""
    if item.kind != "bundle":
        return item.id, "it is not in review"
    try:
        bundle = open_bundle(session, actor, item.id)
    except BundleNotFoundError:
        return item.id, "it no longer exists"
    if bundle.file_name:
        return bundle.title, "an imported bundle is reviewed row by row on its own page"
    if not waiting:
        return bundle.title or item.id, "it is not in review any more"
    together = bundle_of(session, waiting[0])
    title = " ".join(waiting[0].key)
    if not people.one_person and any(actor.account_id in {it.author_id, *it.writers} for it in together.submissions):
        return title, "you wrote some or all of it"
    if together.stale:
        return title, "the published record has changed since it was written"
    if together.faults:
        return title, "it cannot be published yet: open it to see why"
    if any(unfound(own) for own in reviewed_quotes(session, together.records).values()):
        return title, "some of its quotes are in no copy: open it to say how you checked them"
    if people.two_reviewers and not people.one_person:
        approvers = approvals(session, together.submissions)
        approved = all(approvers.get(it.id, set()) - {actor.account_id} for it in together.submissions)
        if not approved and would_read_as_breach(session, together.records, clock.now()):
            return title, "it would read as against a pledge and needs two reviewers: open it to approve it"
    return title, ""


def return_bundles(session: Session, clock: Clock, actor: Actor, items: Sequence[Item], note: str) -> Outcome:
    """Return each selected bundle as one, with the same note. Raises NoteMissingError, NotAllowedError."""
    require(actor, Action.REVIEW)
    pending = pending_of_bundles(session, [item.id for item in items if item.kind == "bundle"])
    done, left = 0, []
    for item in items:
        waiting = pending.get(item.id, []) if item.kind == "bundle" else []
        if not waiting or open_bundle(session, actor, item.id).file_name:
            left.append("only bundles in review can be returned here")
            continue
        try:
            returned: list[Review] = return_whole(
                session, clock, actor, waiting[0].id, {it.id: it.content_sha256 for it in waiting}, note=note
            )
        except (AlreadyReviewedError, SubmissionChangedError) as error:
            left.append(str(error))
        else:
            done += bool(returned)
    return Outcome(done, left)

"""Long bundles, submitted and published beside the requests, with how far that has come.

Each is one transaction, in which its job ends too: whoever does it may be killed at any moment, and readers see all of
a bundle or nothing. What may be published is what was shown, by somebody who may still do so when it is done.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.records.checking.checks import Fault
from tracker.records.reading.problems import field_name
from tracker.services.auth.roles import Action, Actor, NotAllowedError, Role, require
from tracker.services.editing.bundles import BundleNotFoundError, BundleNotReadyError, open_bundle, submit_bundle
from tracker.services.jobs import fail_job
from tracker.services.publishing.bundle_review import bundle_rows, look_before_rows, publish_rows, shown_digest
from tracker.services.publishing.publish import EditConflictError, InvalidRecordsError
from tracker.services.publishing.review import AlreadyReviewedError, SubmissionChangedError
from tracker.services.publishing.whole_bundles import TwoPeople
from tracker.store.accounts.people import account_of
from tracker.store.database.connecting import Database
from tracker.store.editing.bundles import count_bundled
from tracker.store.upkeep.asked_jobs import JobState, TakenJob, ask_for, finish, hold, job_state

__all__ = [
    "BundleProgress",
    "ask_to_publish",
    "ask_to_submit",
    "bundle_doers",
    "is_long",
    "progress_of_bundle",
]

LONG = 500
"""A bundle of more drafts is submitted and published by a job: so many take half a second."""
_SUBMIT, _PUBLISH = "bundle-submit", "bundle-publish"
_LEASE = timedelta(minutes=15)
"""One transaction, during which PostgreSQL would let another process take the job; 10,000 drafts take a minute."""
_LONGEST_REASON = 200


class BundleProgress(NamedTuple):
    """What is done with a bundle: whether it is published, or submitted; waiting, running or failed, why, the note."""

    publishing: bool
    state: str
    why: str
    note: str


def is_long(session: Session, id: str) -> bool:
    """Whether a bundle is too long for a request."""
    return count_bundled(session, id) > LONG


def ask_to_submit(session: Session, actor: Actor, id: str) -> None:
    """Have a bundle submitted. Raises BundleNotFoundError, NotAllowedError."""
    bundle = open_bundle(session, actor, id)
    require(actor, Action.UPLOAD if bundle.owner_id == actor.account_id else Action.EDIT_DRAFTS)
    ask_for(session, _SUBMIT, id, {}, asked_by=actor.account_id)


def ask_to_publish(
    session: Session, actor: Actor, id: str, chosen: Collection[str], shown: str, *, note: str, people: TwoPeople
) -> None:
    """Have rows published, by their leading drafts, as they were shown. Raises NotAllowedError, SubmissionChangedError.

    Of the people it is known now what the site asks of them; who they are is looked at again when it is done.
    """
    require(actor, Action.REVIEW)
    rows = bundle_rows(session, id, bodies=False)
    if shown_digest(rows) != shown:
        raise SubmissionChangedError("the bundle has changed since you opened it")
    every = all(row.lead.id in chosen for row in rows if row.waiting)
    task = {"chosen": None if every else sorted(chosen), "shown": shown, "note": note, "people": list(people)}
    ask_for(session, _PUBLISH, id, task, asked_by=actor.account_id)


def progress_of_bundle(session: Session, id: str, clock: Clock) -> BundleProgress | None:
    """What is being done with a bundle, or failed; None where nothing was asked for, or all is done."""
    jobs: list[tuple[bool, JobState | None]] = [
        (kind == _PUBLISH, job_state(session, kind, id, clock.now())) for kind in (_PUBLISH, _SUBMIT)
    ]
    open_first = sorted((it for it in jobs if it[1]), key=lambda it: it[1] is not None and it[1].state == "failed")
    for publishing, job in open_first:
        if job:
            return BundleProgress(publishing, job.state, job.why, job.task.get("note", ""))
    return None


def bundle_doers(database: Database, clock: Clock) -> dict[str, Callable[[TakenJob], object]]:
    """Who does these jobs."""
    return {
        _SUBMIT: lambda job: _do(database, clock, job, _submit),
        _PUBLISH: lambda job: _do(database, clock, job, _publish),
    }


def _do(
    database: Database, clock: Clock, job: TakenJob, work: Callable[[Session, Clock, Actor, TakenJob], object]
) -> None:
    with database.changing() as session:
        hold(session, job, clock.now(), _LEASE)
    if job.kind == _PUBLISH:
        with database.reading() as session:
            look_before_rows(session, clock, job.key, job.task["chosen"], TwoPeople(*job.task["people"]))
    try:
        with database.writing() as session:
            work(session, clock, _actor(session, job), job)
            finish(session, job, clock.now())
    except BundleNotFoundError:
        fail_job(database, clock, job, "the bundle is gone")
    except (BundleNotReadyError, InvalidRecordsError) as error:
        fail_job(database, clock, job, _first_of(error.faults))
    except EditConflictError as error:
        fail_job(database, clock, job, f"{' '.join(error.key)} has changed since"[:_LONGEST_REASON])
    except (SubmissionChangedError, AlreadyReviewedError):
        fail_job(database, clock, job, "the bundle has changed since it was opened; please look at it again")
    except NotAllowedError as error:
        fail_job(database, clock, job, str(error)[:_LONGEST_REASON])


def _submit(session: Session, clock: Clock, actor: Actor, job: TakenJob) -> None:
    submit_bundle(session, actor, clock, job.key)


def _publish(session: Session, clock: Clock, actor: Actor, job: TakenJob) -> None:
    task: dict[str, Any] = job.task
    chosen, people = task["chosen"], TwoPeople(*task["people"])
    if chosen is None:
        chosen = [row.lead.id for row in bundle_rows(session, job.key, bodies=False) if row.waiting]
    publish_rows(session, clock, actor, job.key, chosen, task["shown"], note=task["note"], people=people)


def _actor(session: Session, job: TakenJob) -> Actor:
    account = account_of(session, job.asked_by) if job.asked_by is not None else None
    if account is None or not account.active:
        raise NotAllowedError("the account is not active any more")
    return Actor(account.id, account.public_name, Role(account.role))


def _first_of(faults: Sequence[Fault]) -> str:
    """The first fault; a form of each record shows its own."""
    first = faults[0]
    further = f" ({len(faults) - 1:,} more)" if len(faults) > 1 else ""
    where = f"{' '.join(first.key)}: {field_name(first.path).replace('_', ' ')}"
    return f"{where}: {first.message}"[: _LONGEST_REASON - len(further)] + further

"""Routes of the queue: its pages, what is done with the selected items, saved views."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.core.dates import DateError
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.desk.bulk_review import publishable_bundles, return_bundles
from tracker.services.desk.items import Item, Outcome, assign, discard_items
from tracker.services.editing.drafts import DraftConflictError
from tracker.services.editing.mark_checked import mark_checked
from tracker.services.publishing.noted_effects import would_read_as_breach
from tracker.services.publishing.publish import EditConflictError, InvalidRecordsError
from tracker.services.publishing.review import (
    AlreadyReviewedError,
    NoteMissingError,
    SubmissionChangedError,
    SubmissionNotFoundError,
)
from tracker.services.publishing.whole_bundles import look_before_whole, publish_whole
from tracker.store.desk.approvals import unreviewed
from tracker.store.desk.queue import QueueCursor, QueueFilter
from tracker.store.desk.saved_views import forget_view, keep_view
from tracker.web.accounts.auth_decorators import current_actor, is_recently_verified, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.mark_checked.pages import marked_words
from tracker.web.desk.queue.bulk_pages import bulk_publish_page
from tracker.web.desk.queue.forms import joined, parse_after, parse_filter, parse_items, parse_task, query_of
from tracker.web.desk.queue.pages import NOT_REFUSED, Refused, queue_page_of
from tracker.web.desk.review.forms import parse_review_decision
from tracker.web.desk.review.views import people_needed, refresh_lists
from tracker.web.http.clocks import BadParameterError
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LONGEST_NAME = 100
_SELECT = "Select at least one item first."


@blueprint.get("/")
@needs(Action.WRITE)
def home() -> AnyResponse:
    """The queue."""
    desired, after = parse_filter(request.args), parse_after(request.args)
    with site().database.reading() as session:
        return Response(_shown(session, desired, after, notice=pop_flash_message()))


@blueprint.get("/review")
@needs(Action.READ_DRAFTS)
def review_list() -> AnyResponse:
    """What waits for review: a part of the queue."""
    with site().database.reading() as session:
        return Response(_shown(session, QueueFilter(queue="review"), None))


@blueprint.post("/queue/act")
@needs(Action.WRITE)
def act_on_items() -> AnyResponse:
    """Assign, return or discard what was selected; *Publish* leads to one summary of it all."""
    items, verb = parse_items(request.form), request.form.get("do", "")
    if not items:
        return _refused(_SELECT)
    if verb == "publish":
        return redirect(f"{url_for('desk.publish_items', back=_back())}&{joined(items)}", 303)
    try:
        said = _act(items, verb)
    except (NotAllowedError, NoteMissingError, DateError) as error:
        return _refused(f"Nothing was changed: {error}.")
    except DraftConflictError:
        return _refused("Nothing was changed: a draft was changed at the same moment. Please try again.", 409)
    except LookupError:
        return _refused("Nothing was changed: an item no longer exists, or you may not change it.", 409)
    if not said:
        return _refused("Choose what to do with the selected items.")
    flash_message(said)
    return redirect(_back(), 303)


def _act(items: Sequence[Item], verb: str) -> str:
    actor, clock = current_actor(), site().clock
    with site().database.writing() as session:
        if verb == "assign":
            assign(session, actor, clock, items, parse_task(request.form, site().today))
            return f"Changed {_count(len(items))}."
        if verb == "return":
            return _outcome_text("Returned", return_bundles(session, clock, actor, items, request.form.get("note", "")))
        if verb == "check":
            return _checked(session, items)
        if verb == "discard":
            return _outcome_text("Deleted or refused", discard_items(session, actor, clock, items))
    return ""


def _checked(session: Session, items: Sequence[Item]) -> str:
    """Mark the selected companies as checked; what else was selected is left, and told."""
    pairs = [(company, topic) for company, _, topic in (it.id.partition(" ") for it in items if it.kind == "check")]
    until = request.form.get("until", "")
    done = mark_checked(session, current_actor(), site().clock, site().today, pairs=pairs, until=until)
    left = len(items) - len(pairs)
    return f"{marked_words(done)} Left {_count(left)} that nobody checks here." if left else marked_words(done)


def _outcome_text(verb: str, outcome: Outcome) -> str:
    done = f"{verb} {_count(outcome.done)}." if outcome.done else "Nothing was changed."
    left = list(dict.fromkeys(outcome.left))
    return f"{done} Left {_count(len(outcome.left))}: {'; '.join(left)}." if left else done


def _count(number: int) -> str:
    return f"{number} item{'' if number == 1 else 's'}"


@blueprint.get("/queue/publish")
@needs(Action.REVIEW)
def publish_items() -> AnyResponse:
    """What would change if all that was selected were published."""
    items = parse_items(request.args)
    return _publish_page(items) if items else redirect(url_for("desk.home"))


@blueprint.post("/queue/publish")
@needs(Action.REVIEW)
def publish_shown_items() -> AnyResponse:
    """Publish what was shown, all of it or nothing."""
    items, verdict = parse_items(request.form), parse_review_decision(request.form)
    if not items or not verdict.approved:
        return _publish_page(items, "Nothing was selected that can be published.", 422)
    if not is_recently_verified():
        return _publish_page(items, "Not published yet. Please verify it’s you first; that lasts ten minutes.", 403)
    try:
        with site().database.reading() as session:
            look_before_whole(session, site().clock, verdict.approved, people_needed())
        with site().database.writing() as session:
            if _must_look(session, items, verdict.approved):
                raise SubmissionChangedError
            reviews = publish_whole(
                session, site().clock, current_actor(), verdict.approved, note=verdict.note, people=people_needed()
            )
    except AlreadyReviewedError as error:
        return _publish_page(items, f"Nothing was published. Someone else got there first: one {error}.", 409)
    except (SubmissionChangedError, SubmissionNotFoundError, EditConflictError, InvalidRecordsError):
        wrong = "Nothing was published. Something has changed since you opened this page. Please look again."
        return _publish_page(items, wrong, 409)
    except NotAllowedError as error:
        return _publish_page(items, f"Nothing was published: {error}.", 403)
    refresh_lists()
    count = len(reviews)
    flash_message(
        f"Published {count} record{'' if count == 1 else 's'}."
        if reviews
        else "Approved. A second reviewer must publish it."
    )
    return redirect(_back() + _next_row(), 303)


def _next_row() -> str:
    """The row after the one that was done, where the page is to go on."""
    row = request.form.get("next_row", "")
    return f"#{row}" if re.fullmatch(r"row-[A-Za-z0-9_./-]{1,300}", row) else ""


def _must_look(session: Session, items: Sequence[Item], approved: Mapping[int, str]) -> bool:
    """Whether something of this that nobody has decided cannot be published from here, or not without a look at it."""
    waiting = unreviewed(session, approved.keys())
    if not waiting:
        return False
    publishable = publishable_bundles(session, site().clock, current_actor(), items, people_needed())
    if not waiting <= publishable.hashes.keys():
        return True
    # A row of the queue tells what was worked out when it was submitted; the page of several shows it anew.
    return bool(request.form.get("from_row")) and would_read_as_breach(session, publishable.records, site().clock.now())


@blueprint.post("/queue/views")
@needs(Action.WRITE)
def save_view() -> AnyResponse:
    """Keep the filters under a name, or delete a view."""
    actor, name = current_actor(), " ".join(request.form.get("name", "").split())[:_LONGEST_NAME]
    forget = request.form.get("forget", "")
    if forget.isascii() and forget.isdecimal() and len(forget) < 10:
        with site().database.writing() as session:
            forget_view(session, actor.account_id, int(forget))
        flash_message("The view is deleted.")
        return redirect(url_for("desk.home"), 303)
    if not name or not name.isprintable():
        return _refused("Give the view a name.")
    query = query_of(parse_filter(request.form))
    with site().database.writing() as session:
        keep_view(session, actor.account_id, name, query)
    flash_message(f"Saved the view “{name}”.")
    return redirect(url_for("desk.home") + query, 303)


def _refused(wrong: str, status: int = 422) -> AnyResponse:
    """The page that the form was on, with what was wrong, what was selected and what was typed."""
    arguments = dict(parse_qsl(urlsplit(_back()).query))
    try:
        desired, after = parse_filter(arguments), parse_after(arguments)
    except BadParameterError:
        desired, after = parse_filter({}), None
    with site().database.reading() as session:
        typed = (request.form.get(name, "") for name in ("note", "due_on", "until"))
        refused = Refused(wrong, request.form.getlist("item"), *typed)
        return Response(_shown(session, desired, after, refused=refused), status)


def _shown(
    session: Session,
    desired: QueueFilter,
    after: QueueCursor | None,
    *,
    notice: str = "",
    refused: Refused = NOT_REFUSED,
) -> str:
    fresh = is_recently_verified()
    page = queue_page_of(session, current_actor(), desired, after, fresh=fresh, notice=notice, refused=refused)
    return shown(page)


def _publish_page(items: Sequence[Item], wrong: str = "", status: int = 200) -> AnyResponse:
    again = f"{url_for('desk.publish_items', back=_back())}&{joined(items)}"
    with site().database.reading() as session:
        page = bulk_publish_page(
            session,
            current_actor(),
            items,
            people_needed(),
            fresh=is_recently_verified(),
            confirm=url_for("accounts.confirm", next=again),
            back=_back(),
            note=request.form.get("note", ""),
            wrong=wrong,
        )
        return Response(shown(page), status)


def _back() -> str:
    """The page of the queue that a form was on."""
    back = request.values.get("back", "")
    home = url_for("desk.home")
    if len(back) > 2000 or not back.isprintable():
        abort(400)
    return back if back == home or back.startswith(f"{home}?") else home

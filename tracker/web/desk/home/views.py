"""Routes of the lists of what the record needs next."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.core.dates import DateError
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.mark_checked import mark_checked
from tracker.store.lists.review_due import ScorecardCursor
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.home.pages import single_page, unchecked_page
from tracker.web.presenting.page import shown
from tracker.web.site import site


@blueprint.get("/watch/unchecked")
@needs(Action.WRITE)
def watch_unchecked() -> AnyResponse:
    """Records not checked for six months."""
    with site().database.reading() as session:
        return Response(shown(unchecked_page(session, _after())))


@blueprint.post("/watch/unchecked")
@needs(Action.WRITE)
def check_off() -> AnyResponse:
    """Note until when a company's record was checked, in a draft of the topic."""
    posted = {name: request.form.get(name, "") for name in ("topic", "company", "until")}
    try:
        with site().database.writing() as session:
            draft = mark_checked(session, current_actor(), site().clock, site().today, **posted)
    except LookupError:
        abort(404)
    except (DateError, NotAllowedError) as error:
        with site().database.reading() as session:
            return Response(shown(unchecked_page(session, _after(), f"Not saved: {error}.")), 422)
    return redirect(url_for("desk.draft", id=draft.id), 303)


@blueprint.get("/watch/single")
@needs(Action.WRITE)
def watch_single() -> AnyResponse:
    """Single reports that would be a breach if corroborated."""
    with site().database.reading() as session:
        return Response(shown(single_page(session, _after())))


def _after() -> ScorecardCursor | None:
    topic, company = request.args.get("topic", "")[:120], request.args.get("company", "")[:120]
    return ScorecardCursor(topic, company) if topic and company else None

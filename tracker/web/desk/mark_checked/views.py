"""Routes where companies are marked as checked."""

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.core.dates import DateError
from tracker.records.ids import is_id
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.mark_checked import mark_checked
from tracker.store.lists.review_due import ScorecardCursor
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.accounts.next_url import next_url
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.mark_checked.pages import ChecksPage, Shown, checks_page, marked_words, unchecked_page
from tracker.web.presenting.links import is_own_path
from tracker.web.presenting.page import shown
from tracker.web.site import site

__all__: list[str] = []

_LONGEST = 2000


@blueprint.get("/watch/unchecked")
@needs(Action.WRITE)
def watch_unchecked() -> AnyResponse:
    """Records not checked for six months."""
    with site().database.reading() as session:
        return Response(shown(unchecked_page(session, _after(), Shown(pop_flash_message()))))


@blueprint.get("/checks")
@needs(Action.WRITE)
def checks() -> AnyResponse:
    """All that can be marked of a company or a topic."""
    with site().database.reading() as session:
        return Response(shown(checks_page(session, *_company_and_topic(), _after(), Shown(pop_flash_message()))))


@blueprint.post("/checks")
@needs(Action.WRITE)
def check_off() -> AnyResponse:
    """Submit a check of each chosen company, and go back to the page that it was chosen on, which says so."""
    chosen, until = request.form.getlist("of"), request.form.get("until", "")
    pairs = [(company, topic) for company, _, topic in (it.partition(" ") for it in chosen)]
    try:
        if not all(is_id(id) for pair in pairs for id in pair):
            raise LookupError
        with site().database.writing() as session:
            done = mark_checked(session, current_actor(), site().clock, site().today, pairs=pairs, until=until)
    except LookupError:
        abort(404)
    except (DateError, NotAllowedError) as error:
        with site().database.reading() as session:
            return Response(shown(_again(session, f"Not saved: {error}.", until, chosen)), 422)
    flash_message(marked_words(done))
    return redirect(_back(), 303)


def _again(session: Session, wrong: str, until: str, chosen: list[str]) -> ChecksPage:
    """What was chosen, to be sent again."""
    how = Shown(wrong=wrong, until=until, chosen=chosen)
    companies, topics = ({it.split(" ")[i] for it in chosen} for i in (0, -1))
    if "/watch/unchecked" in request.form.get("back", ""):
        return unchecked_page(session, _after(), how)
    company = next(iter(companies)) if len(companies) == 1 else ""
    topic = next(iter(topics)) if len(topics) == 1 else ""
    return checks_page(session, company, topic, _after(), how)


def _back() -> str:
    back = request.form.get("back", "")[:_LONGEST]
    return back if is_own_path(back) and not back.startswith("/desk") else next_url(back, url_for("desk.home"))


def _company_and_topic() -> tuple[str, str]:
    company, topic = (request.args.get(name, "") for name in ("company", "topic"))
    return company if is_id(company) else "", topic if is_id(topic) else ""


def _after() -> ScorecardCursor | None:
    topic, company = request.args.get("after_topic", "")[:120], request.args.get("after_company", "")[:120]
    return ScorecardCursor(topic, company) if topic and company else None

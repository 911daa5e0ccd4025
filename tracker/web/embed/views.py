"""Widgets, and what goes wrong with them: a few words in the frame, never a whole page."""

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.text import when
from tracker.services.reading.scorecards import NotAssessedError, NotFoundError, TopicRequiredError
from tracker.web.embed.forms import parse_appearance
from tracker.web.embed.pages import gone_page, widget_page
from tracker.web.embed.responses import TakenDownError, answered, parse_subject
from tracker.web.http.clocks import BadParameterError
from tracker.web.presenting.assets import loader_file
from tracker.web.presenting.page import shown

blueprint = Blueprint("embed", __name__)


@blueprint.get("/embed/<path:page>")
def widget(page: str) -> AnyResponse:
    """The widget of the page with this path."""
    look = parse_appearance(request.args)
    return answered(parse_subject(page), lambda it: Response(shown(widget_page(it, look))))


@blueprint.get("/embed/loader-<version>.js")
def loader(version: str) -> Response:
    """The loader: a version's bytes never change, and every version stays."""
    path = loader_file(version)
    if path is None:
        abort(404)
    return Response(path.read_bytes(), content_type="text/javascript; charset=utf-8")


def _gone(status: int, title: str, detail: str) -> Response:
    # Ids come from the address: signs that cannot be shown are left out.
    detail = "".join(sign for sign in detail if sign.isprintable())
    return Response(shown(gone_page(title, detail, parse_appearance(request.args))), status)


@blueprint.errorhandler(NotFoundError)
def missing(error: NotFoundError) -> Response:
    """Nothing of that name."""
    return _gone(404, "Nothing to show", f"There is no {error.kind} with the ID “{error.id[:120]}”.")


@blueprint.errorhandler(NotAssessedError)
def not_assessed(error: NotAssessedError) -> Response:
    """Nobody looked at the company on this topic."""
    about = f" on “{error.topic.name}”" if error.topic else ""
    return _gone(404, "Not assessed", f"{error.company.name} has not been assessed{about}.")


@blueprint.errorhandler(TopicRequiredError)
def topic_wanted(error: TopicRequiredError) -> Response:
    """Several topics, and the address names none."""
    topics = ", ".join(topic.id for topic in error.topics) or "none yet"
    return _gone(404, error.company.name, f"This embed link does not name a topic. Available topics: {topics}.")


@blueprint.errorhandler(TakenDownError)
def taken_down(error: TakenDownError) -> Response:
    """What was taken down, with the day and the reason."""
    return _gone(410, error.name, f"This page was taken down ({when(error.mark.date)}). {error.mark.reason}")


@blueprint.errorhandler(BadParameterError)
def bad_parameter(error: BadParameterError) -> Response:
    """A day or moment that cannot be read."""
    return _gone(400, "This web address is not valid", str(error))


@blueprint.errorhandler(HTTPException)
def http(error: HTTPException) -> Response:
    """All else of which werkzeug has a word."""
    return _gone(error.code or 500, "Nothing to show", "Check the embed link for mistakes.")

"""For whoever watches the site: whether the process is up, and whether it can answer readers."""

from flask import Blueprint, Response

from tracker.store.ledger import last_position
from tracker.store.migrations import NotMigratedError, require_head
from tracker.web.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers. Nothing else is asked, so that a database that is away restarts nothing."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """The database answers and has the tables that this version of the program needs; else 503, with why."""
    try:
        require_head(site().database)
        last_position(site().database)
    except NotMigratedError:
        return Response("the database needs updating: run “tracker migrate”\n", status=503, mimetype="text/plain")
    except Exception:
        return Response("the database cannot be reached\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")

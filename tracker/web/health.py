"""For monitoring: whether the process is up, and whether it can answer readers."""

from flask import Blueprint, Response

from tracker.store.database.migrations import NotMigratedError, require_head
from tracker.store.ledger import last_position
from tracker.store.refreshing import refreshed_at
from tracker.web.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers. Nothing else is checked, so that an unavailable database causes no restart."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """The database answers and has the tables that this version of the program needs; else 503, with why.

    The possible age of lists is given too, but does not make the site unready.
    """
    try:
        require_head(site().database)
        last_position(site().database)
        with site().database.reading() as session:
            refreshed = refreshed_at(session)
    except NotMigratedError:
        return Response("the database needs updating: run “tracker migrate”\n", status=503, mimetype="text/plain")
    except Exception:
        return Response("the database cannot be reached\n", status=503, mimetype="text/plain")
    age = f"{max(0, int((site().clock.now() - refreshed).total_seconds()))} s ago" if refreshed else "not yet"
    return Response(f"ok\nlists last refreshed: {age}\n", mimetype="text/plain")

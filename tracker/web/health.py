"""For monitoring: whether the process is up, and whether it can answer readers."""

from hmac import compare_digest

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import DBAPIError

from tracker.services.upkeep.site_metrics import site_metrics
from tracker.store.database.migrations import NotMigratedError, require_head
from tracker.store.ledger import last_position
from tracker.store.upkeep.refreshing import refreshed_at
from tracker.web.server.metrics import request_metrics
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


@blueprint.get("/metrics")
def metrics() -> Response:
    """Numbers for Prometheus, for those who have the token of METRICS_TOKEN; without one there is no such page."""
    token = site().environment.metrics_token
    if not token:
        abort(404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not compare_digest(given.encode(), token.encode()):
        refused = Response("the token is missing or wrong\n", status=401, mimetype="text/plain")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    return Response(request_metrics() + _of_the_record(), content_type=CONTENT_TYPE_LATEST)


def _of_the_record() -> bytes:
    """Numbers that are in the database, and whether it answers."""
    registry = CollectorRegistry()
    up = Gauge("tracker_database_up", "Whether the database answers.", registry=registry)
    try:
        with site().database.reading() as session:
            measured = site_metrics(session, site().clock)
        gauges: dict[str, Gauge] = {}
        for metric in measured:
            if metric.name not in gauges:
                gauges[metric.name] = Gauge(
                    metric.name, metric.meaning, ["kind"] if metric.kind else [], registry=registry
                )
            gauge = gauges[metric.name]
            (gauge.labels(metric.kind) if metric.kind else gauge).set(metric.value)
    except DBAPIError:
        up.set(0)
    else:
        up.set(1)
    return generate_latest(registry)

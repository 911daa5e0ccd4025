"""The site: one application from settings, a clock and a database."""

import hashlib
from datetime import date
from functools import cache
from typing import Any, cast

from flask import Flask, Response, current_app, request, url_for
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from tracker.clock import Clock
from tracker.engine import RULES_VERSION
from tracker.engine.scorecard import Scorecard
from tracker.services.scorecards import Asked, Moment
from tracker.settings import ROOT, Settings
from tracker.store.database import Database
from tracker.store.ledger import last_position
from tracker.web.clocks import instant
from tracker.web.compression import compress_responses
from tracker.web.errors import handle_errors
from tracker.web.front import Front, State
from tracker.web.headers import set_headers
from tracker.web.memory import Memory
from tracker.web.navigation import navigation

__all__ = ["CardKey", "Site", "build", "etag", "kept", "site", "unchanged"]

_LONGEST_BODY = 1_000_000
_MOST_KEPT = 12_000

CardKey = tuple[str, str | None, date, int]
"""Company, topic (None for its only one), ``as_of``, position of the ledger."""


class Site:
    """What views need: settings, clock and database, and ``version``, which changes with the code and the templates.

    ``cards`` are the scorecards that were computed last: together they
    hold no more than so many findings and records, of some 2.5 KB each.
    """

    def __init__(self, settings: Settings, clock: Clock, database: Database):
        self.settings, self.clock, self.database = settings, clock, database
        self.version = _version()
        self.cards: Memory[CardKey, Scorecard] = Memory(_MOST_KEPT)

    @property
    def today(self) -> date:
        """The day that it is in the site's time zone."""
        return self.clock.now().astimezone(self.settings.time_zone).date()

    def state(self) -> State:
        """What all answers depend on besides their address."""
        return State(self.version, last_position(self.database), self.today)


def site() -> Site:
    """The site of the application that answers the present request."""
    return cast(Site, current_app.extensions["site"])


def build(settings: Settings, clock: Clock, database: Database) -> Flask:
    """The WSGI application. Nothing is connected before the first request."""
    # Blueprints import this module for ``site``.
    from tracker.web import (  # noqa: PLC0415
        about,
        accounts,
        api,
        compare,
        desk,
        embed,
        field,
        health,
        history,
        lapsing,
        ledger,
        links,
        public,
        records,
        search,
        structured,
    )

    app = Flask("tracker", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "tracker" / "static"))
    app.config.update(MAX_CONTENT_LENGTH=_LONGEST_BODY, MAX_FORM_MEMORY_SIZE=_LONGEST_BODY, MAX_FORM_PARTS=100)
    app.extensions["site"] = Site(settings, clock, database)
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = _Number
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    _prepare_templates(app, settings)
    public_parts = (field, search, public, records, history, lapsing, ledger, compare, about, api, embed, health)
    for part in (*public_parts, desk):
        app.register_blueprint(part.blueprint)
    app.jinja_env.globals["record_href"] = links.record_href
    app.jinja_env.globals["structured_data"] = structured.structured_data
    accounts.add_accounts(app, settings)
    compress_responses(app)
    set_headers(app, settings)
    handle_errors(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = Front(app.wsgi_app, app.extensions["site"].state)  # type: ignore[method-assign]
    return app


class _Number(IntegerConverter):
    """A number in an address: no larger than what databases count with, so that a larger one is just not found."""

    def __init__(self, map: Map, **options: Any):
        super().__init__(map, **{"max": 2**31 - 1, **options})


def _prepare_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    style = hashlib.sha256((ROOT / "tracker" / "static" / "style.css").read_bytes()).hexdigest()[:10]

    @app.context_processor
    def _everywhere() -> dict[str, Any]:
        return {
            "site_name": settings.site_name,
            "public_url": settings.public_url,
            "style_url": url_for("static", filename="style.css", v=style),
            "icon_url": url_for("static", filename="icon.svg", v=style),
            "navigation": navigation(app),
        }


@cache
def _version() -> str:
    """A hash over everything that a page is made by: with it changes every entity tag."""
    digest = hashlib.sha256()
    for folder, pattern in (("tracker", "**/*.py"), ("tracker/static", "**/*.*"), ("templates", "**/*.html")):
        for path in sorted((ROOT / folder).glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def etag(moment: Moment, asked: Asked) -> str:
    """What the answer at this address depends on, and nothing else.

    It is weak: the moment of an answer that is not pinned differs from one to the next, its content does not.
    """
    known = instant(asked.known_at) if asked.known_at else ""
    parts = (
        site().version,
        RULES_VERSION,
        request.full_path,
        moment.position,
        moment.as_of,
        moment.as_of > site().today,
        known,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def unchanged(tag: str) -> bool:
    """Whether the reader holds the answer already."""
    return request.if_none_match.contains_weak(tag)


def kept(response: Response, tag: str) -> Response:
    """Let caches keep an answer, but ask each time whether it still holds: what is published shows at once.

    An answer that says itself that it must not be kept stays as it is.
    """
    if response.cache_control.no_store:
        return response
    response.set_etag(tag, weak=True)
    response.cache_control.public = True
    response.cache_control.no_cache = True
    return response

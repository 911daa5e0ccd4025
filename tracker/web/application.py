"""Builds the WSGI application from settings, a clock and a database. The only module that knows all blueprints."""

from typing import Any

from flask import Flask, request, url_for
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from tracker.clock import Clock
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database
from tracker.web import (
    about,
    accounts,
    api,
    browse,
    captures,
    cite,
    compare,
    crawlers,
    data,
    desk,
    embed,
    follow,
    health,
    history,
    ledger,
    page_preview,
    records,
    replies,
    reports,
    scorecard,
    search,
    tables,
    upcoming,
)
from tracker.web.accounts.refusing.refusals import hand_back
from tracker.web.desk.guide.text import guide_part
from tracker.web.http.caches.answer_store import AnswerStore
from tracker.web.http.caches.response_cache import ResponseCache
from tracker.web.http.compression import compress_responses
from tracker.web.http.errors import handle_errors
from tracker.web.http.headers import is_desk_path, set_headers
from tracker.web.http.odd_characters import refuse_odd_addresses
from tracker.web.http.refusing import refuse_what_was_not_taken
from tracker.web.presenting import links
from tracker.web.presenting.addresses.crawling import NO_ROBOTS, is_uncrawled
from tracker.web.presenting.addresses.static_files import static_url
from tracker.web.presenting.head import structured_data
from tracker.web.presenting.navigation import navigation
from tracker.web.site import Site, site

__all__ = ["build"]

_LONGEST_BODY = 1_000_000


def build(settings: Settings, clock: Clock, database: Database) -> Flask:
    """The WSGI application. Nothing is connected before the first request."""
    app = Flask("tracker", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "tracker" / "static"))
    app.config.update(MAX_CONTENT_LENGTH=_LONGEST_BODY, MAX_FORM_MEMORY_SIZE=_LONGEST_BODY, MAX_FORM_PARTS=100)
    app.extensions["site"] = Site(settings, clock, database)
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = _Number
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.sort_keys = app.json.ensure_ascii = False
    _prepare_templates(app, settings)
    app.before_request(_follow_the_site)
    refuse_what_was_not_taken(app)
    public_parts = (
        browse, search, scorecard, records, history, upcoming, ledger, compare, about, api, tables, cite, data, embed,
        reports, captures, replies, follow,
    )  # fmt: skip
    for part in (*public_parts, crawlers, health, desk, page_preview):
        app.register_blueprint(part.blueprint)
    app.jinja_env.globals["guide_part"] = guide_part
    app.jinja_env.globals["record_href"] = links.record_href
    app.jinja_env.globals["path_of"] = links.path_of
    app.jinja_env.globals["structured_data"] = structured_data.structured_data
    refuse_odd_addresses(app)
    accounts.add_accounts(app, settings)
    compress_responses(app)
    set_headers(app, settings)
    handle_errors(app, hand_back)
    if settings.trusted_proxies:
        # Flask’s own way to wrap the application; mypy takes it for an assignment to a method.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    state, last = app.extensions["site"].state, app.extensions["site"].last_concerning
    app.extensions["response_cache"] = ResponseCache(
        app.wsgi_app, state, last, clock, store=AnswerStore(app.extensions["site"])
    )
    # As above.
    app.wsgi_app = app.extensions["response_cache"]  # type: ignore[method-assign]
    return app


def _follow_the_site() -> None:
    """Pages of the desk show what another process has changed of the site's details; public ones ask for it anyway."""
    if is_desk_path(request.path):
        site().state()


def _follow_path() -> str:
    """Where the company or topic of the present page is followed by email, on the home page any; else empty."""
    values = request.view_args or {}
    subjects = {"scorecard.company": "company", "scorecard.scorecard": "company", "browse.topic": "topic"}
    kind = subjects.get(request.endpoint or "")
    if not site().settings.sends_mail:
        return ""
    if kind is None:
        return url_for("follow.follow") if request.endpoint == "browse.home" else ""
    id = values.get(kind) or values.get("id", "")
    return url_for("follow.follow", subject=f"{kind}:{id}")


def _cite_path(path: str) -> str:
    """Where a page’s citation is, at the moment that the present request shows."""
    return links.with_query(links.path_of("cite.cite"), {"of": path, **links.present_clocks()})


class _Number(IntegerConverter):
    """A number in an address: no larger than what databases count with, so that a larger one is just not found."""

    def __init__(self, url_map: Map, **options: Any):
        super().__init__(url_map, **{"max": 2**31 - 1, **options})


def _prepare_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def _everywhere() -> dict[str, Any]:
        return {
            "site_name": site().settings.site_name,
            "public_url": settings.public_url,
            "style_url": static_url("style.css"),
            "icon_url": static_url("icon.svg"),
            "navigation": navigation(app),
            "follow_path": _follow_path(),
            "cite_path": _cite_path,
            "robots": NO_ROBOTS if is_uncrawled(request) else "",
        }

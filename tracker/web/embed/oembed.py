"""oEmbed 1.0, in JSON and XML: what a site that is given the address of a page shows in its place."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.scorecards import NotFoundError, ScorecardQuery, TopicRequiredError
from tracker.web.embed.forms import Appearance, parse_appearance, parse_pixels
from tracker.web.embed.responses import Embedded, TakenDownError, embedded_now, tagged
from tracker.web.embed.snippets import frame_of, oembed_html, picture_address
from tracker.web.embed.subjects import Subject, subject_of
from tracker.web.http.clocks import BadParameterError, parse_clocks
from tracker.web.presenting.links import absolute
from tracker.web.site import site

__all__ = ["parse_url"]

blueprint = Blueprint("oembed", __name__)

_CACHE_SECONDS = 3600
_PORTS = {"http": 80, "https": 443}
_FORMATS = {"json": "application/json", "xml": "text/xml"}
_CARD = (1200, 630)
_PARTS = (1, 2, 3, 5, 6)


@blueprint.get("/oembed")
def oembed() -> AnyResponse:
    """The embed of the page that ``url`` names."""
    wanted = request.args.get("format", "json").strip().lower() or "json"
    if wanted not in _FORMATS:
        return _error("json", 501, "The format must be json or xml.")
    if not request.args.get("url", "").strip():
        return _error(wanted, 400, "Please add the “url” parameter.")
    try:
        most = parse_pixels(request.args, "maxwidth"), parse_pixels(request.args, "maxheight")
        subject, look, clock_query = parse_url(request.args["url"].strip())
    except BadParameterError as error:
        return _error(wanted, 400 if error.parameter.startswith("max") else 404, _problem_text(error))
    except NotFoundError:
        return _error(wanted, 404, "We cannot embed this URL.")
    try:
        return tagged(lambda session: _written(wanted, _data(embedded_now(session, subject, clock_query), look, most)))
    except (NotFoundError, TopicRequiredError, TakenDownError):
        return _error(wanted, 404, "We cannot embed this URL.")


def _problem_text(error: BadParameterError) -> str:
    return f"“{error.parameter}” must be a whole number, 1 or more." if error.parameter != "url" else str(error)


def parse_url(url: str) -> tuple[Subject, Appearance, ScorecardQuery]:
    """What a url is of. Only this site's; fragment, trailing slash and all that we did not ask for do not count."""
    try:
        parts, own = urlsplit(url), urlsplit(site().settings.public_url)
        same = _place(parts.scheme, parts.hostname, parts.port) == _place(own.scheme, own.hostname, own.port)
    except ValueError:
        raise NotFoundError("embed", "", ()) from None
    if parts.scheme not in _PORTS or not same or not parts.path.startswith(own.path) or len(url) > 2000:
        raise NotFoundError("embed", "", ())
    path = parts.path.removeprefix(own.path).removesuffix("/").removeprefix("/embed")
    pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    subject = subject_of(path, pairs)
    if subject is None:
        raise NotFoundError("embed", "", ())
    arguments = MultiDict(pairs)
    return subject, parse_appearance(arguments), parse_clocks(arguments, site().clock, site().settings.time_zone)


def _place(scheme: str, host: str | None, port: int | None) -> tuple[str, int | None]:
    """Host and port; http and https of one site are the same place."""
    name = (host or "").removeprefix("www.")
    return name, None if port in (None, _PORTS.get(scheme)) else port


def _data(embedded: Embedded, look: Appearance, most: tuple[int | None, int | None]) -> dict[str, Any]:
    frame = frame_of(embedded, look, *most)
    data: dict[str, Any] = {
        "type": "rich",
        "version": "1.0",
        "title": embedded.summary.title,
        "author_name": site().settings.site_name,
        "author_url": absolute("/"),
        "provider_name": site().settings.site_name,
        "provider_url": absolute("/"),
        "cache_age": _CACHE_SECONDS,
        "html": oembed_html(frame, pixels=most[0] is not None),
        "width": frame.width,
        "height": frame.height,
    }
    return {**data, **_thumbnail(embedded, most)}


def _thumbnail(embedded: Embedded, most: tuple[int | None, int | None]) -> dict[str, Any]:
    """The card, where it fits; scaled down where it does not, by an address of its own."""
    wide, high = _CARD
    for part in _PARTS:
        size = wide // part, high // part
        if all(limit is None or side <= limit for side, limit in zip(size, most, strict=True)):
            address = picture_address(embedded, "card", "png")
            scaled = address if part == 1 else f"{address}{'&' if '?' in address else '?'}width={size[0]}"
            return {"thumbnail_url": scaled, "thumbnail_width": size[0], "thumbnail_height": size[1]}
    return {}


def _written(wanted: str, data: dict[str, Any], status: int = 200) -> Response:
    """In the format asked for."""
    if wanted == "json":
        response = jsonify(data)
    else:
        root = ElementTree.Element("oembed")
        for name, value in data.items():
            ElementTree.SubElement(root, name).text = str(value)
        body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        response = Response(body, content_type="text/xml; charset=utf-8")
    response.status_code = status
    return response


def _error(wanted: str, status: int, text: str) -> Response:
    return _written(wanted, {"error": text}, status)

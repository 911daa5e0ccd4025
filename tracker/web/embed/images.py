"""Badges and cards: small SVG pictures of an embed, and PNGs of them with the bundled fonts only."""

import hashlib
from threading import Lock

import resvg_py
from cachetools import LRUCache, cached
from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.text import when
from tracker.records.types.company import Company
from tracker.services.reading.scorecards import NotAssessedError, NotFoundError, TopicRequiredError
from tracker.web.embed.badges import badge_svg, notice_svg
from tracker.web.embed.font_metrics import FONT_FILES, drawable
from tracker.web.embed.responses import Embedded, TakenDownError, answered, parse_subject
from tracker.web.embed.social_card import CARD_SIZE, card_svg
from tracker.web.embed.summary import drawn_name, pictured
from tracker.web.http.clocks import BadParameterError

__all__ = ["png_of"]

blueprint = Blueprint("pictures", __name__)

_MOST_BYTES = 16_000_000
_SVG = "image/svg+xml"
_WIDTHS = frozenset(CARD_SIZE[0] // part for part in (1, 2, 3, 5, 6))


def _key(svg: str, width: int | None = None, zoom: float | None = None) -> str:
    return hashlib.sha256(f"{width} {zoom} {svg}".encode()).hexdigest()


@cached(LRUCache(_MOST_BYTES, getsizeof=len), key=_key, lock=Lock())
def png_of(svg: str, width: int | None = None, zoom: float | None = None) -> bytes:
    """A picture's pixels, the same on every machine; those used last are cached."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        zoom=zoom,
        skip_system_fonts=True,
        font_files=FONT_FILES,
        serif_family="Charis SIL",
        sans_serif_family="DejaVu Sans",
    )


@blueprint.get("/badge/<path:page>.svg")
def badge(page: str) -> AnyResponse:
    """The badge of the page with this path, as SVG."""
    return answered(parse_subject(page), {}, lambda it: Response(badge_svg(it.told), content_type=_SVG), ".svg")


@blueprint.get("/badge/<path:page>.png")
def badge_png(page: str) -> AnyResponse:
    """The same in pixels, twice as many each way."""
    return answered(parse_subject(page), {}, lambda it: _png(badge_svg(pictured(it.told)), zoom=2), ".png")


@blueprint.get("/card/<path:page>.png")
def card(page: str) -> AnyResponse:
    """The card of the page with this path, for link previews."""
    text = request.args.get("width", "")
    width = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else CARD_SIZE[0]
    if width not in _WIDTHS:
        raise BadParameterError("width", text, ", ".join(map(str, sorted(_WIDTHS))))
    return answered(parse_subject(page), {"width": str(width)}, lambda it: _card(it, width), ".png")


def _card(it: Embedded, width: int) -> Response:
    return _png(card_svg(pictured(it.told)), width=width)


def _png(svg: str, width: int | None = None, zoom: float | None = None) -> Response:
    return Response(png_of(svg, width, zoom), content_type="image/png")


@blueprint.errorhandler(TakenDownError)
def taken_down(error: TakenDownError) -> Response:
    """A badge that says so, in place of one that would be wrong or broken."""
    name = error.name
    if request.path.endswith(".png"):
        name = drawn_name(error.record) if isinstance(error.record, Company) else drawable(name)
    return _notice(410, name, f"taken down, {when(error.mark.date)}")


@blueprint.errorhandler(NotAssessedError)
def not_assessed(_error: NotAssessedError) -> Response:
    """A badge that says nothing of the company."""
    return _notice(404, "pledges", "not assessed")


@blueprint.errorhandler(NotFoundError)
@blueprint.errorhandler(TopicRequiredError)
def missing(_error: LookupError) -> Response:
    """Nothing of that name."""
    return _notice(404, "Pledge Tracker", "nothing to show")


@blueprint.errorhandler(BadParameterError)
def bad_parameter(_error: BadParameterError) -> Response:
    """A day, a moment or a width that cannot be used."""
    return _notice(400, "Pledge Tracker", "this web address is not valid")


def _notice(status: int, left: str, right: str) -> Response:
    svg = notice_svg(left, right)
    if request.path.endswith(".svg"):
        return Response(svg, status, content_type=_SVG)
    if request.path.endswith(".png"):
        return Response(png_of(svg, zoom=2), status, content_type="image/png")
    abort(status)

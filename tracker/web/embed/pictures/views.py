"""Badges and cards: small SVG pictures of an embed, and PNGs of them with the bundled fonts only."""

import hashlib
from dataclasses import replace
from threading import Lock

import resvg_py
from cachetools import LRUCache, cached
from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.text import when
from tracker.records.types.company import Company
from tracker.services.reading.scorecards import NotAssessedError, NotFoundError, TopicRequiredError
from tracker.web.embed.font_metrics import drawable, font_files
from tracker.web.embed.larger.tables import CompanyTable, pictured_table
from tracker.web.embed.pictures.badges import badge_svg, notice_svg
from tracker.web.embed.pictures.print_pictures import DRAWN_WIDTH, print_svg
from tracker.web.embed.pictures.social_card import CARD_SIZE, card_svg, notice_card_svg
from tracker.web.embed.responses import Embedded, TakenDownError, answered, parse_subject
from tracker.web.embed.summary import EmbedSummary, drawn_name, line_words, pictured
from tracker.web.http.clocks import BadParameterError
from tracker.web.presenting.charts.timeline import timeline_of
from tracker.web.site import site

__all__ = ["png_of"]

blueprint = Blueprint("pictures", __name__)

_MOST_BYTES = 16_000_000
_SVG = "image/svg+xml"
_WIDTHS = frozenset((*(CARD_SIZE[0] // part for part in (1, 2, 3, 5, 6)), 2 * CARD_SIZE[0]))


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
        font_files=font_files(),
        serif_family="Charis SIL",
        sans_serif_family="DejaVu Sans",
    )


@blueprint.get("/badge/<path:page>.svg")
def badge(page: str) -> AnyResponse:
    """The badge of the page with this path, as SVG."""
    return answered(parse_subject(page), lambda it: Response(badge_svg(it.summary), content_type=_SVG), ".svg")


@blueprint.get("/badge/<path:page>.png")
def badge_png(page: str) -> AnyResponse:
    """The same in pixels, twice as many each way."""
    return answered(parse_subject(page), lambda it: _png(badge_svg(pictured(it.summary)), zoom=2), ".png")


@blueprint.get("/badge/<path:page>.json")
def line(page: str) -> AnyResponse:
    """The badge's words, for a line in the run of an article."""
    return answered(parse_subject(page), lambda it: jsonify(text=line_words(it.summary), title=it.summary.alt), ".json")


@blueprint.get("/card/<path:page>.png")
def card(page: str) -> AnyResponse:
    """The card of the page with this path, for link previews and, twice as wide, for print."""
    width = _width()
    return answered(
        parse_subject(page),
        lambda it: _png(card_svg(pictured(it.summary)), width=width),
        ".png",
    )


@blueprint.get("/card/<path:page>.svg")
def card_drawing(page: str) -> AnyResponse:
    """The same as a drawing, in readers' own fonts."""
    return answered(parse_subject(page), lambda it: Response(card_svg(it.summary), content_type=_SVG), ".svg")


@blueprint.get("/picture/<path:page>.svg")
def print_drawing(page: str) -> AnyResponse:
    """The card, table, timeline or progress picture of a page for print, with its credit, in readers' own fonts."""
    return answered(parse_subject(page), lambda it: Response(_print_svg(it, it.summary), content_type=_SVG), ".svg")


@blueprint.get("/picture/<path:page>.png")
def print_picture(page: str) -> AnyResponse:
    """The same in pixels."""
    width = _width()
    return answered(
        parse_subject(page),
        lambda it: _png(drawable(_print_svg(_drawable_embed(it), pictured(it.summary))), width=width),
        ".png",
    )


def _drawable_embed(embedded: Embedded) -> Embedded:
    return (
        replace(embedded, larger=pictured_table(embedded.larger))
        if isinstance(embedded.larger, CompanyTable)
        else embedded
    )


def _print_svg(embedded: Embedded, summary: EmbedSummary) -> str:
    timeline = timeline_of(embedded.cards[0], DRAWN_WIDTH) if embedded.subject.kind == "timeline" else None
    return print_svg(embedded, summary, timeline)


def _width() -> int:
    text = request.args.get("width", "")
    width = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else CARD_SIZE[0]
    if width not in _WIDTHS:
        raise BadParameterError("width", text, ", ".join(map(str, sorted(_WIDTHS))))
    return width


def _png(svg: str, width: int | None = None, zoom: float | None = None) -> Response:
    return Response(png_of(svg, width, zoom), content_type="image/png")


@blueprint.errorhandler(TakenDownError)
def taken_down(error: TakenDownError) -> Response:
    """A picture that says so, in place of one that would be wrong or broken."""
    name = _drawn(error.record) if isinstance(error.record, Company) else error.name
    name = drawable(name) if request.path.endswith(".png") else name
    return _notice(410, name, f"taken down, {when(error.mark.date)}")


@blueprint.errorhandler(NotAssessedError)
def not_assessed(error: NotAssessedError) -> Response:
    """A picture that says nothing of the company."""
    return _notice(404, _drawn(error.company), "not assessed")


@blueprint.errorhandler(NotFoundError)
@blueprint.errorhandler(TopicRequiredError)
def missing(_error: LookupError) -> Response:
    """Nothing of that name."""
    return _notice(404, site().settings.site_name, "there is no picture at this web address")


@blueprint.errorhandler(BadParameterError)
def bad_parameter(_error: BadParameterError) -> Response:
    """A day, a moment or a width that cannot be used."""
    return _notice(400, site().settings.site_name, "this web address is not valid")


def _drawn(company: Company) -> str:
    return drawn_name(company) if request.path.endswith(".png") else company.name


def _notice(status: int, left: str, right: str) -> Response:
    """A picture in the size of the one asked for, so that no page around it moves."""
    card = request.path.startswith(("/card/", "/picture/"))
    svg = notice_card_svg(left, right) if card else notice_svg(left, right)
    if request.path.endswith(".svg"):
        return Response(svg, status, content_type=_SVG)
    if request.path.endswith(".json"):
        return Response(jsonify(error=f"{left}: {right}").data, status, content_type="application/json")
    if request.path.endswith(".png"):
        text = request.args.get("width", "")
        width = int(text) if card and text.isascii() and text.isdecimal() and int(text[:5]) in _WIDTHS else None
        return Response(png_of(svg, width, None if card else 2), status, content_type="image/png")
    abort(status)

"""The page on which newsrooms take what they paste: five forms of one embed, live or pinned, with a preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlsplit

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.scorecards import NotFoundError, ScorecardQuery, Snapshot, TopicRequiredError
from tracker.web.embed.builder.choices import chosen_subject, companies_at_once, parts
from tracker.web.embed.forms import Appearance, parse_appearance, parse_pixels
from tracker.web.embed.oembed import parse_url
from tracker.web.embed.responses import Embedded, TakenDownError, embedded_now
from tracker.web.embed.snippets import WIDTH, Snippets, frame_of, picture_address, snippets_of
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.page_responses import answered
from tracker.web.presenting.addresses.static_files import static_url
from tracker.web.presenting.assets import LOADER
from tracker.web.presenting.links import absolute
from tracker.web.presenting.page import Link, Page, shown

blueprint = Blueprint("builder", __name__)

_FORMS = {"auto": "automatic", "full": "full", "compact": "compact", "line": "one line"}
_FONTS = {"": "as on this site", "serif": "serif", "sans": "sans-serif", "system": "the reader’s system font"}
_LEAST_COLUMN, _MOST_COLUMN = 240, 1200
_THEMES = {"auto": "same as the reader’s device", "light": "light", "dark": "dark"}


@dataclass(frozen=True)
class Snippet:
    """Something to paste: what it is called, what it is for, and the text."""

    id: str
    name: str
    purpose: str
    text: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class BuilderPage(Page):
    """The form, and the snippets where an address was given."""

    template = "embed/builder.html"

    url: Annotated[str, "The address that an embed is wanted of, as it was given."]
    problem: Annotated[str, "Why there is no embed of it; empty where there is, or none was asked for."]
    themes: Annotated[Sequence[tuple[str, str]], "Themes to choose from, by value and words."]
    forms: Annotated[Sequence[tuple[str, str]], "Forms to choose from."]
    look: Annotated[Appearance, "What was chosen."]
    parts: Annotated[Sequence[tuple[str, str]], "Parts of the page that can be shown; none where there is one thing."]
    part: Annotated[str, "Which of these was chosen."]
    at_once: Annotated[int, "How many companies a table shows at once; 0 for what is no table."]
    print_pictures: Annotated[Sequence[Link], "The picture for print, as a drawing and in pixels."]
    width: Annotated[int, "The width of the column in pixels."]
    fonts: Annotated[Sequence[tuple[str, str]], "Kinds of letters to choose from."]
    pinned: Annotated[bool, "Whether the embed stays as it is now."]
    of: Annotated[str, "What the embed says in one line; empty without an embed."]
    snippets: Annotated[Sequence[Snippet], "What can be pasted."]
    preview: Annotated[str, "The path of the widget."]
    height: Annotated[int, "The height that it needs."]
    badge: Annotated[str, "The path of the badge."]
    alt: Annotated[str, "The words of the badge."]
    style: Annotated[str, "The style sheet of this page alone."]
    script: Annotated[str, "The script that adds copy buttons."]
    loader: Annotated[str, "The loader, for the preview."]


@blueprint.get("/embed")
def builder() -> AnyResponse:
    """The snippets of the page whose address is given."""
    return answered(lambda session, _moment, _query: _page(session, request.args.get("url", "").strip()))


@blueprint.get("/companies/<company>/<topic>/embed")
def scorecard_builder(company: str, topic: str) -> AnyResponse:
    """The same for a scorecard."""
    return answered(lambda session, _moment, _query: _page(session, f"/companies/{company}/{topic}"))


def _page(session: Session, url: str) -> BuilderPage | Response:
    chosen, pinned = parse_appearance(request.args), request.args.get("pinned") == "yes"
    problem, it, look, width = "", None, chosen, _width()
    if url:
        try:
            subject, of_url, clock_query = parse_url(url if urlsplit(url).scheme else absolute("/" + url.lstrip("/")))
            subject = chosen_subject(subject, request.args)
            look = replace(chosen, theme=chosen.theme if "theme" in request.args else of_url.theme)
            it = embedded_now(session, subject, clock_query)
            if pinned:
                it = embedded_now(session, subject, _pinned(clock_query, it.moment))
        except (NotFoundError, TopicRequiredError, TakenDownError, BadParameterError):
            problem = "We cannot embed this link. Use one of a scorecard, pledge, record, topic, list or comparison."
    page = _built(url, problem, it, look, width, pinned=pinned)
    return Response(shown(page), 404) if problem else page


def _width() -> int:
    """The width of the column; where it cannot be used, that of most articles."""
    try:
        pixels = parse_pixels(request.args, "width")
    except BadParameterError:
        pixels = None
    return max(_LEAST_COLUMN, min(pixels or WIDTH, _MOST_COLUMN))


def _pinned(query: ScorecardQuery, snapshot: Snapshot) -> ScorecardQuery:
    """The state that nothing published later changes."""
    return ScorecardQuery(query.as_of or snapshot.as_of, query.known_at or snapshot.pin)


def _built(
    url: str, problem: str, embedded: Embedded | None, look: Appearance, width: int, *, pinned: bool
) -> BuilderPage:
    frame = frame_of(embedded, look, width) if embedded else None
    snippets = snippets_of(embedded, look, width) if embedded else None
    return BuilderPage(
        title="Embed",
        subtitle=embedded.summary.heading if embedded else "",
        description="Widgets, images and links for your articles. Choose, preview and copy.",
        canonical="/embed",
        url=url,
        problem=problem,
        themes=list(_THEMES.items()),
        forms=list(_FORMS.items()),
        look=look,
        parts=parts(embedded) if embedded else (),
        part=embedded.subject.kind if embedded else "",
        at_once=companies_at_once(embedded.subject) if embedded else 0,
        print_pictures=_print_pictures(embedded) if embedded else (),
        width=width,
        fonts=list(_FONTS.items()),
        pinned=pinned,
        of=embedded.summary.title if embedded else "",
        snippets=_listed(snippets) if snippets else (),
        preview=frame.src.removeprefix(absolute("")) if frame else "",
        height=frame.height if frame else 0,
        badge=snippets.badge.removeprefix(absolute("")) if snippets else "",
        alt=embedded.summary.alt if embedded else "",
        style=static_url("embed/builder.css"),
        script=static_url("embed/copy.js"),
        loader=url_for("embeds.embed.loader", version=LOADER),
    )


def _print_pictures(embedded: Embedded) -> list[Link]:
    drawing, pixels = (
        picture_address(embedded, "picture", ending).removeprefix(absolute("")) for ending in ("svg", "png")
    )
    return [
        Link("SVG", drawing),
        Link("PNG, 2400 pixels wide", f"{pixels}{'&' if '?' in pixels else '?'}width=2400"),
    ]


def _listed(snippets: Snippets) -> list[Snippet]:
    return [
        Snippet("url", "Link", ("Paste this on a line of its own. WordPress and similar editors turn it into a widget. Others show a "  # noqa: E501
            "link with an image."), snippets.url, 2),
        Snippet("iframe", "Widget", "For any page that allows iframes. Needs no script.", snippets.iframe, 5),
        Snippet("loader", "Responsive widget", ("The widget with a small script that sets the right height on "
            "every screen."), snippets.loader, 7),
        Snippet(
            "line",
            "One line of text",
            "A link in the run of your text, without a frame. A script keeps it up to date.",
            snippets.line,
            5,
        ),
        Snippet("image", "Linked image", ("For email newsletters and sites that do not "
            "allow iframes."), snippets.image, 6),
        Snippet("markdown", "Markdown", "A badge with a link, for Markdown.", snippets.markdown, 4),
    ]  # fmt: skip

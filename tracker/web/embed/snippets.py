"""What newsrooms paste: an address, an iframe with or without the loader, a linked image, Markdown."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from markupsafe import escape

from tracker.engine.text import day
from tracker.web.embed.forms import Appearance
from tracker.web.embed.larger.heights import larger_height
from tracker.web.embed.pages import notes_of, page_address
from tracker.web.embed.responses import Embedded
from tracker.web.embed.sizes import FORMS, LEAST_WIDTH, MOST_WIDTH, chosen_form, css_height, height
from tracker.web.embed.subjects import pairs_of
from tracker.web.embed.summary import EmbedSummary, line_words
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.assets import LOADER, integrity
from tracker.web.presenting.links import absolute, with_pairs

__all__ = ["WIDTH", "Frame", "Snippets", "element_html", "frame_of", "iframe_html", "oembed_html", "snippets_of"]

WIDTH = 600
_LONGEST_TITLE = 125
_MARKS = "\\`*_{}[]()#!"
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
_HIDDEN = "position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;margin:0"


@dataclass(frozen=True)
class Frame:
    """A widget in the size that it was asked for."""

    src: str
    page: str
    title: str
    as_of: str
    checked: str
    width: int
    height: int
    css: str
    most: int | None


@dataclass(frozen=True)
class Snippets:
    """The five forms, and the custom element."""

    url: str
    iframe: str
    loader: str
    element: str
    line: str
    image: str
    markdown: str
    badge: str


def frame_of(
    embedded: Embedded, look: Appearance, most_width: int | None = None, most_height: int | None = None
) -> Frame:
    """The frame of a widget within these maxima: the longest form that fits, with the space that it needs."""
    room = max(1, min(most_width or WIDTH, MOST_WIDTH))
    laid = max(room, LEAST_WIDTH)
    notes = notes_of(embedded)

    def measure(form: str, width: int) -> int:
        if embedded.larger and form == "full":
            return larger_height(embedded.larger, embedded.summary, width, notes)
        return height(embedded.summary, form, width, notes)

    if look.form in FORMS:
        form, high = look.form, measure(look.form, laid)
        query = look.query
    else:
        form, high = chosen_form(measure, laid, most_height)
        query = replace(look, form=_asked_form(embedded, form)).query
    high = min(high, most_height) if most_height else high
    src = with_pairs(
        f"/embed{embedded.subject.path}",
        pairs_of(embedded.subject, {**clock_parameters(embedded.clock_query), **query}),
    )
    return Frame(
        src=absolute(src),
        page=page_address(embedded.subject, embedded.clock_query),
        title=embedded.summary.title,
        as_of=day(embedded.summary.as_of),
        checked=embedded.summary.checked,
        width=room,
        height=high,
        css=css_height(measure, "full" if form == "auto" else form, room),
        most=most_height,
    )


def _asked_form(embedded: Embedded, form: str) -> str:
    """What the address asks for: a widget fits itself; a table or picture that is too high gives way to few words."""
    if form == "auto" and embedded.larger:
        return "compact"
    return "line" if form == "line" else "auto"


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def iframe_html(frame: Frame, *, pixels: bool = False) -> str:
    """The frame alone: with the height that it needs on narrow screens too, so that it does without a script.

    As wide as its column even where a CMS strips its style; ``pixels`` where a consumer of oEmbed named the width that
    it has, which the frame must not exceed.
    """
    css = f";height:{f'min({frame.most}px,{frame.css})' if frame.most else frame.css}"
    return (
        f'<iframe src="{escape(frame.src)}" width="{frame.width if pixels else "100%"}" height="{frame.height}" '
        f'title="{escape(_short(frame.title))}" loading="lazy" frameborder="0" '
        f'style="border:0;width:100%{css}"></iframe>'
    )


def loader_html() -> str:
    """The loader's script, with its published hash."""
    src = absolute(f"/embed/loader-{LOADER}.js")
    return f'<script async src="{escape(src)}" integrity="{integrity()}" crossorigin="anonymous"></script>'


def oembed_html(frame: Frame, *, pixels: bool = False) -> str:
    """What oEmbed gives: a quotation for readers without frames, hidden where its style survives, frame and loader."""
    when = "; ".join(part for part in (f"as of {frame.as_of}", frame.checked) if part)
    link = f'<a href="{escape(frame.page)}">{escape(_short(frame.title))}</a> ({when})'
    return f'<blockquote style="{_HIDDEN}">{link}</blockquote>{iframe_html(frame, pixels=pixels)}{loader_html()}'


def element_html(frame: Frame) -> str:
    """The custom element: a link that the loader turns into the same frame, in space that is kept for it."""
    src, kept = frame.src.replace("/embed/", "/", 1), f"display:block;min-height:{frame.css}"
    return (
        f'<pledge-tracker height="{frame.height}" style="{kept}"><a href="{escape(src)}">'
        f"{escape(_short(frame.title))}</a></pledge-tracker>{loader_html()}"
    )


def line_html(frame: Frame, summary: EmbedSummary) -> str:
    """A line of text: a link whose words the loader keeps up to date, and a plain link without it."""
    return f'<pledge-line><a href="{escape(frame.page)}">{escape(line_words(summary))}</a></pledge-line>{loader_html()}'


def picture_address(embedded: Embedded, folder: str, ending: str) -> str:
    """The badge or the card of an embed, at the same clocks."""
    return absolute(
        with_pairs(
            f"/{folder}{embedded.subject.path}.{ending}",
            pairs_of(embedded.subject, clock_parameters(embedded.clock_query)),
        )
    )


def snippets_of(embedded: Embedded, look: Appearance, width: int = WIDTH) -> Snippets:
    """All that can be pasted for an embed."""
    frame = frame_of(embedded, look, width)
    badge, card = picture_address(embedded, "badge", "svg"), picture_address(embedded, "card", "png")
    linked = (
        f'<a href="{escape(frame.page)}"><img src="{escape(card)}" width="300" height="158" '
        f'alt="{escape(embedded.summary.alt)}" style="width:100%;max-width:600px;height:auto;border:0"></a>'
    )
    return Snippets(
        url=frame.page,
        iframe=iframe_html(frame),
        loader=iframe_html(frame) + loader_html(),
        element=element_html(frame),
        line=line_html(frame, embedded.summary),
        image=linked,
        markdown=f"[![{_markdown(embedded.summary.alt)}]({_address(badge)})]({_address(frame.page)})",
        badge=badge,
    )


def _markdown(text: str) -> str:
    """Text in which no sign means anything to Markdown. Not all programs know ``\\&`` and its like: these are named."""
    return "".join(_NAMED.get(sign) or (f"\\{sign}" if sign in _MARKS else sign) for sign in text)


def _address(address: str) -> str:
    return quote(address, safe=":/?&=%.-_~+,;@")

"""The guide for editors as HTML: whole, and the part about one kind of record with a place for each field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from tracker.records.kinds import KIND_WORDS
from tracker.settings import ROOT
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.guide.fields import labels_by_key

__all__ = ["GuidePart", "guide_part", "whole_guide"]

_FILE = ROOT / "docs" / "editors.md"
_FIELDS = "Filling in fields"
_OF_TOPICS = "Topics, terms and wording"
_HEADINGS = dict.fromkeys(("topic", "vocabulary", "wording"), _OF_TOPICS) | {
    "decision": "Decision",
    "take-down": "Taking a record down",
    "submit": "Submitting",
}


@dataclass(frozen=True)
class GuidePart:
    """What the guide says about one form. ``places`` has, by the key of a field, the id of the text about it."""

    heading: str
    html: Markup
    places: Mapping[str, str]


@cache
def whole_guide() -> Markup:
    """The whole guide. Its headings have ids, and its title is left to the page."""
    tokens = _tokens()
    start = next(i for i, token in enumerate(tokens) if token.type == "heading_close") + 1
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", f"guide-{_slug(inline.content)}")
    return _html(tokens[start:])


@cache
def guide_part(form: str) -> GuidePart | None:
    """The part about a form, for one of a kind of record with how fields are filled in; None where there is none."""
    heading = _HEADINGS.get(form) or KIND_WORDS.get(form, "").capitalize()
    own = _section(heading)
    if not own:
        return None
    text = [*own, *(_section(_FIELDS) if form in LAYOUTS else ())]
    place_by_label = _with_places(text, _slug(heading))
    places = {key: place for key, labels in labels_by_key(form).items() if (place := _first(labels, place_by_label))}
    return GuidePart(heading, _html(text), places)


def _first(labels: Iterable[str], place_by_label: Mapping[str, str]) -> str:
    return next((place_by_label[label] for label in labels if label in place_by_label), "")


def _tokens() -> list[Token]:
    # Anew each time: callers put ids into them. No HTML of its own is taken from the file.
    return MarkdownIt("commonmark", {"html": False}).enable("table").parse(_FILE.read_text(encoding="utf-8"))


def _html(tokens: Sequence[Token]) -> Markup:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return Markup(renderer.renderer.render(tokens, renderer.options, {}))  # noqa: S704 - a file of our own, its HTML escaped


def _section(heading: str) -> list[Token]:
    """What stands under a heading, up to the next one."""
    tokens = _tokens()
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_close" and tokens[i - 1].content == heading]
    if not starts:
        return []
    rest = tokens[starts[0] + 1 :]
    end = next((i for i, token in enumerate(rest) if token.type == "heading_open"), len(rest))
    return rest[:end]


def _with_places(tokens: Iterable[Token], about: str) -> dict[str, str]:
    """Give every label that the text names, in italics, an id; the ids by label."""
    places: dict[str, str] = {}
    for token in tokens:
        children = token.children or []
        for opening, text in pairwise(children):
            if opening.type != "em_open":
                continue
            labels = [label.strip().lower() for label in (*text.content.split(","), text.content)]
            if labels[0] not in places:
                id = f"guide-{about}-{_slug(labels[0])}"
                opening.attrSet("id", id)
                places |= {label: id for label in labels if label not in places}
    return places


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")

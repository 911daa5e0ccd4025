"""Query parameters and form data of the draft pages."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from tracker.records.ids import is_id
from tracker.web.desk.form.operations import SHOWN, Next

__all__ = [
    "CHANGE_WORDS",
    "Back",
    "DraftQuery",
    "is_draft_id",
    "parse_button",
    "parse_draft_query",
    "parse_finding",
    "parse_id",
    "parse_version",
]

_NAME = re.compile(r"[a-z_]{1,40}(?:-(?:[a-z_]{1,40}|\d{1,3})){0,12}", re.ASCII)
_DRAFT = re.compile(r"[\w-]{22}", re.ASCII)
_LONGEST_SEARCH = 200
_LONGEST_WORD = 40
_MOST_BACK = 5

CHANGE_WORDS = {
    "correction": ("Correction", "We got something wrong and corrected it."),
    "clarification": ("Clarification", "Same meaning, clearer wording."),
    "update": ("Update", "The facts changed or we learned more."),
}
"""Why a published record changes, as its writer says it."""


class Back(NamedTuple):
    """Where a draft was started from: another draft, and its field that will name the new record."""

    draft: str
    field: str


class DraftQuery(NamedTuple):
    """What the page of a draft shows besides the draft: one more row, what was found, all that is still to fill in.

    ``back`` are the drafts from which this one was begun, the last one last. ``text`` is the copy whose text is shown.
    """

    next: Next = Next()
    all_problems: bool = False
    back: tuple[Back, ...] = ()
    pane: str = ""
    words: str = ""
    text: str = ""

    def query(self) -> str:
        """The same as a query string, with a leading question mark; empty if there is nothing to show."""
        pairs = [(self.next.verb, self.next.name)] if self.next.verb else []
        pairs += [("check", "1")] if self.all_problems else []
        pairs += [("back", f"{back.draft}.{back.field}") for back in self.back]
        pairs += [("pane", self.pane), ("words", self.words)] if self.pane else []
        pairs += [("text", self.text)] if self.text else []
        return f"?{urlencode(pairs, safe=':')}" if pairs else ""


def parse_draft_query(arguments: MultiDict[str, str]) -> DraftQuery:
    """Read from a query; what makes no sense is left aside."""
    shown = [Next(verb, arguments[verb]) for verb in SHOWN if _NAME.fullmatch(arguments.get(verb, ""))]
    back = [Back(*text.split(".", 1)) for text in arguments.getlist("back")[:_MOST_BACK] if "." in text]
    return DraftQuery(
        next=shown[0] if shown else Next(),
        all_problems=bool(arguments.get("check")),
        back=tuple(one for one in back if _DRAFT.fullmatch(one.draft) and _NAME.fullmatch(one.field)),
        pane=arguments.get("pane", "")[:_LONGEST_SEARCH],
        words=arguments.get("words", "")[:_LONGEST_SEARCH],
        text=text if _NAME.fullmatch(text := arguments.get("text", "")) else "",
    )


def parse_id(arguments: Mapping[str, str], name: str) -> str:
    """The ID of the requested record; empty for anything else."""
    text = arguments.get(name, "")
    return text if is_id(text) else ""


def parse_finding(kind: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """The finding that a new decision is about, as the address of its form names it; nothing for other kinds."""
    if kind != "decision":
        return {}
    ids = {name: parse_id(arguments, name) for name in ("pledge", "evidence")}
    rest = {name: arguments.get(name, "").strip()[:_LONGEST_WORD] for name in ("act", "version", "due", "computed")}
    return {name: text for name, text in {**ids, **rest}.items() if text and text.isprintable()}


def is_draft_id(text: str) -> bool:
    """Whether a text can be the id of a draft."""
    return bool(_DRAFT.fullmatch(text))


def parse_button(posted: Mapping[str, str]) -> tuple[str, str]:
    """What the pressed button does, and the field or row that it does it to; empty where it names none."""
    verb, _, name = posted.get("do", "save").partition(":")
    return verb, name if _NAME.fullmatch(name) else ""


def parse_version(posted: Mapping[str, str], name: str = "draft-version") -> int:
    """The version that a page was made from; 0, which none is, where that cannot be read."""
    text = posted.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

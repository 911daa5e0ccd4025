"""Query parameters of the desk’s lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.models.base import instant_text, read_instant
from tracker.models.desk.draft import STATES, Draft
from tracker.records.kinds import KINDS
from tracker.store.editing.drafts import UNFINISHED, DraftCursor
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.row_numbers import NEXT_PAGE

__all__ = ["DraftsQuery", "RecordsQuery", "mark_of", "parse_drafts_query", "parse_records_query"]

_LONGEST = 300
_EVERYBODY, _MINE = "everybody", "mine"


@dataclass(frozen=True)
class DraftsQuery:
    """Which drafts: whose, in which state (empty: unfinished ones), of which kind, of a company, with a title."""

    whose: str = _MINE
    state: str = ""
    kind: str = ""
    company: str = ""
    q: str = ""
    after: DraftCursor | None = None

    @property
    def mine(self) -> bool:
        """Whether only one's own drafts are listed."""
        return self.whose == _MINE

    @property
    def states(self) -> tuple[str, ...]:
        """The states to list."""
        return (self.state,) if self.state else UNFINISHED

    def query(self) -> dict[str, str]:
        """The same as parameters, without the place."""
        named = {"whose": self.whose, "state": self.state, "kind": self.kind, "company": self.company, "q": self.q}
        return {name: value for name, value in named.items() if value and (name, value) != ("whose", _MINE)}


@dataclass(frozen=True)
class RecordsQuery:
    """Which published records: of one kind (empty: of all), about which company, with which words in the title."""

    kind: str = ""
    company: str = ""
    q: str = ""

    def query(self) -> dict[str, str]:
        """The same as parameters."""
        named = {"kind": self.kind, "company": self.company, "q": self.q}
        return {name: value for name, value in named.items() if value}


def parse_drafts_query(arguments: Mapping[str, str]) -> DraftsQuery:
    """Read the parameters; raises BadParameter."""
    return DraftsQuery(
        _one_of(arguments, "whose", (_MINE, _EVERYBODY)) or _MINE,
        _one_of(arguments, "state", STATES),
        _one_of(arguments, "kind", KINDS),
        _text(arguments, "company"),
        _text(arguments, "q"),
        _place(arguments.get("after", "")),
    )


def parse_records_query(arguments: Mapping[str, str]) -> RecordsQuery:
    """Read the parameters; raises BadParameter."""
    return RecordsQuery(_one_of(arguments, "kind", KINDS), _text(arguments, "company"), _text(arguments, "q"))


def mark_of(draft: Draft) -> str:
    """The cursor of a list of drafts."""
    return f"{instant_text(draft.updated_at)}~{draft.id}"


def _place(text: str) -> DraftCursor | None:
    if not text:
        return None
    at, _, id = text.partition("~")
    try:
        return DraftCursor(read_instant(at), id[:22])
    except ValueError:
        raise BadParameterError("after", text, NEXT_PAGE) from None


def _one_of(arguments: Mapping[str, str], name: str, allowed: Iterable[str]) -> str:
    words = tuple(allowed)
    text = arguments.get(name, "")
    if text and text not in words:
        raise BadParameterError(name, text, f"one of {', '.join(words)}")
    return text


def _text(arguments: Mapping[str, str], name: str) -> str:
    text = " ".join(arguments.get(name, "").split())
    if len(text) > _LONGEST:
        raise BadParameterError(name, text[:80], f"plain text, up to {_LONGEST} characters")
    return text

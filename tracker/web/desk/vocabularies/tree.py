"""A list of terms as its editor shows it: the tree, the term that is open, and what was typed and not taken."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.records.building.terms import PlainTerm, broader_of, descendants, name_of, terms_of
from tracker.records.kinds import Key
from tracker.records.search_text import title
from tracker.records.term_search import SimilarTerm
from tracker.services.auth.roles import Actor
from tracker.services.editing.term_use import topics_with_list, use_of_term, uses_of_broader
from tracker.services.editing.topic_builder import TermList
from tracker.store.published import current_records
from tracker.web.accounts.auth_decorators import current_actor
from tracker.web.desk.drafts.shared import Choices
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link

__all__ = ["EditResult", "OpenTerm", "TermChoice", "TermRow", "TermTree", "term_tree"]

_MOST_ROWS = 80
"""Terms on a page; a longer list is looked through with the search box."""
_MOST_NAMED = 20
_MOST_OPTIONS = 400
"""Terms in a list to choose from; in a longer one their names are typed."""
_EDITED = ("term_name", "term_phrase", "term_aliases", "term_note", "term_under", "term_also")


class TermChoice(NamedTuple):
    """A term to choose."""

    id: str
    name: str


@dataclass(frozen=True)
class TermRow:
    """A term in the tree, with what is said beside it and where it is opened."""

    id: str
    name: str
    also: str
    notes: Sequence[str]
    href: str
    below: Sequence["TermRow"] = ()


@dataclass(frozen=True)
class OpenTerm:
    """The term whose fields are open. ``values`` are those of its fields; ``use`` says what names it.

    ``records`` are published records that name it, ``wider`` those that name a term above it: these cover it too, and
    no longer do once it is moved elsewhere.
    """

    id: str
    name: str
    values: Mapping[str, str]
    use: str
    records: Sequence[Link]
    wider: Sequence[Link]
    more: int
    retired: bool
    may_remove: bool
    published: bool
    others: Sequence[TermChoice]


@dataclass(frozen=True)
class EditResult:
    """What came of the last button: a sentence, what is wrong, similar terms; ``typed`` is what was not taken.

    ``choices`` are what somebody else changed meanwhile, ``do`` the button that saves what is chosen.
    """

    said: str = ""
    wrong: str = ""
    alike: Sequence[SimilarTerm] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    choices: Choices | None = None
    do: str = ""


@dataclass(frozen=True)
class TermTree:
    """A list with its tree. ``choices`` is None where the list is too long to choose from; its names are typed then."""

    id: str
    name: str
    version: int
    may_change: bool
    shared: str
    total: int
    shown: int
    rows: Sequence[TermRow]
    choices: Sequence[TermChoice] | None
    open: OpenTerm | None
    words: str
    result: EditResult
    scale: Mapping[str, str] | None = None


def term_tree(
    session: Session,
    used: TermList,
    *,
    in_table: Collection[str] = (),
    term: str = "",
    words: str = "",
    result: EditResult | None = None,
    href: Callable[[str], str],
) -> TermTree:
    """The editor of a list. ``in_table`` are terms that the yardstick names, ``href`` is where a term is opened."""
    result = result or EditResult()
    terms = terms_of(used.data)
    wanted = _matching(terms, words) if words else None
    rows, shown = _rows(terms, wanted, in_table, href)
    choices = [TermChoice(str(one["id"]), name_of(one)) for one in terms]
    return TermTree(
        id=used.id,
        name=used.name,
        version=result.choices.seen.version if result.choices else used.version,
        may_change=used.may_change,
        shared=_shared(session, used),
        total=len(terms),
        shown=shown,
        rows=rows,
        choices=sorted(choices, key=lambda one: fold(one.name)) if len(choices) <= _MOST_OPTIONS else None,
        open=_open(session, current_actor(), used, term, result.typed),
        words=words,
        result=result,
        scale=_scale(used.data.get("scale")),
    )


def _scale(plain: object) -> dict[str, str] | None:
    """The unit and the ends of a scale, as boxes have them; None for a list of terms."""
    if not isinstance(plain, dict):
        return None
    return {name: str(plain.get(name) or "") for name in ("unit", "from", "to")}


def _shared(session: Session, used: TermList) -> str:
    """Which published topics use a list; empty where none does."""
    topics = topics_with_list(session, used.id)
    if not topics:
        return ""
    others = f" and {len(topics) - 1} more" if len(topics) > 1 else ""
    return f"Used by the published topic “{topics[0].name}”{others}. Your changes apply there too."


def _matching(terms: Sequence[PlainTerm], words: str) -> set[str]:
    """Terms whose names hold what was typed, with all above them."""
    wanted = fold(words).strip()
    by_id = {str(term["id"]): term for term in terms}
    hits = [id for id, term in by_id.items() if any(wanted in fold(text) for text in (name_of(term), *_also(term)))]
    kept: set[str] = set()
    while hits:
        id = hits.pop()
        if id not in kept and id in by_id:
            kept.add(id)
            hits += broader_of(by_id[id])
    return kept


def _rows(
    terms: Sequence[PlainTerm], wanted: set[str] | None, in_table: Collection[str], href: Callable[[str], str]
) -> tuple[list[TermRow], int]:
    """The tree: each term once, under the first of its broader terms; and how many terms it shows."""
    by_id = {str(term["id"]): term for term in terms if wanted is None or str(term["id"]) in wanted}
    children: dict[str, list[str]] = {}
    for id, term in by_id.items():
        first = next((up for up in broader_of(term) if up in by_id), "")
        children.setdefault(first, []).append(id)
    placed: set[str] = set()

    def branch(parent: str) -> list[TermRow]:
        rows = []
        for id in children.get(parent, ()):
            if len(placed) < _MOST_ROWS and id not in placed:
                placed.add(id)
                rows.append(_row(by_id[id], by_id, in_table, href(id), branch(id)))
        return rows

    return branch(""), len(placed)


def _row(
    term: PlainTerm,
    by_id: Mapping[str, PlainTerm],
    in_table: Collection[str],
    href: str,
    below: Sequence[TermRow],
) -> TermRow:
    also_under = [name_of(by_id[up]) for up in broader_of(term)[1:] if up in by_id]
    notes = [
        *(["in the table"] if term["id"] in in_table else []),
        *(f"also under {name}" for name in also_under),
        *(["retired"] if term.get("retired") else []),
    ]
    return TermRow(str(term["id"]), name_of(term), ", ".join(_also(term)), notes, href, below)


def _also(term: PlainTerm) -> list[str]:
    return [text for text in term.get("aliases") or () if isinstance(text, str)]


def _open(session: Session, actor: Actor, used: TermList, id: str, typed: Mapping[str, str]) -> OpenTerm | None:
    terms = terms_of(used.data)
    term = next((one for one in terms if one["id"] == id), None)
    if term is None:
        return None
    use = use_of_term(session, actor, used, id)
    ups = [*broader_of(term), "", ""]
    values = {
        "term_name": name_of(term),
        "term_phrase": str(term.get("phrase") or ""),
        "term_aliases": "\n".join(_also(term)),
        "term_note": str(term.get("note") or ""),
        "term_under": ups[0],
        "term_also": ups[1],
    }
    within = descendants(terms, id) | {id}
    wider = [key for key in uses_of_broader(session, used, id) if key not in use.published]
    others = [TermChoice(str(one["id"]), name_of(one)) for one in terms if one["id"] not in within]
    return OpenTerm(
        id=id,
        name=name_of(term),
        values={**values, **{name: typed[name] for name in _EDITED if name in typed}},
        use=_use_words(len(use.published), len(use.drafts)),
        records=_links(session, use.published[:_MOST_NAMED]),
        wider=_links(session, wider[:_MOST_NAMED]),
        more=max(0, len(use.published) - _MOST_NAMED) + max(0, len(wider) - _MOST_NAMED),
        retired=bool(term.get("retired")),
        may_remove=not use.published and not use.drafts,
        published=not used.new,
        others=sorted(others, key=lambda one: fold(one.name)) if len(others) <= _MOST_OPTIONS else [],
    )


def _links(session: Session, keys: Sequence[Key]) -> list[Link]:
    """Records by their titles."""
    names = {record.key: title(record) for record in current_records(session, keys)}
    return [Link(names.get(key, key[1]), record_path(*key), key[1]) for key in keys]


def _use_words(published: int, drafts: int) -> str:
    first = f"{published} published record{'' if published == 1 else 's'}" if published else "No published record"
    own = f"{drafts} of your drafts" if drafts else "no draft of yours"
    return f"{first} and {own} use{'s' if published <= 1 and not drafts else ''} this term."

"""Why each row and column is asked about, and who says that it matters: texts with their sources."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.records.building.topics import (
    SIDES,
    PlainPart,
    PlainTopic,
    cell_sets,
    not_asked,
    set_asked,
    swapped,
    tables_of,
    yardstick_of,
)
from tracker.records.ids import made_id
from tracker.services.auth.roles import Actor
from tracker.services.editing.drafts import WriteContext, begin_draft
from tracker.services.editing.free_ids import free_id
from tracker.services.reading.autocomplete import Candidate, candidates, matches, named
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link
from tracker.web.site import site

__all__ = [
    "ReasonBox",
    "SourceNotFoundError",
    "UnaskedBox",
    "reason_boxes",
    "reasons_of",
    "save_reasons",
    "unasked_boxes",
]

_LONGEST = 20_000
_WHOLE = "whole"
"""The key of the reason for the topic as a whole."""


class SourceNotFoundError(ValueError):
    """No source is called so; ``key`` is that of the reason, ``candidates`` are sources that may be meant."""

    def __init__(self, key: str, text: str, choices: Sequence[Candidate]):
        super().__init__(text)
        self.key, self.text, self.candidates = key, text, list(choices)


class ReasonBox(NamedTuple):
    """A box on the page: what it is about, what is written, its sources as links."""

    key: str
    about: str
    text: str
    sources: Sequence[Link]


class UnaskedBox(NamedTuple):
    """A point that is not asked: its box, what it is called, why."""

    name: str
    about: str
    reason: str


def unasked_boxes(data: PlainTopic) -> list[UnaskedBox]:
    """A box for each point that is not asked; of a second table after those of the first."""
    return [
        UnaskedBox(f"unasked-{prefix}{row}:{column}", f"{names[0][row]}: {names[1][column]}", reason)
        for prefix, table in tables_of(data)
        for names in [[{str(it["id"]): it.get("name") or it["id"] for it in cell_sets(table, side)} for side in SIDES]]
        for (row, column), reason in not_asked(table).items()
    ]


def _save_unasked(data: PlainPart, form: MultiDict[str, str], prefix: str) -> PlainPart:
    reasons = not_asked(data)
    for row, column in reasons:
        if (name := f"unasked-{prefix}{row}:{column}") in form:
            reasons[row, column] = " ".join(form[name].split())[:_LONGEST]
    return set_asked(data, reasons) if reasons else data


def reasons_of(data: PlainTopic) -> dict[str, PlainPart]:
    """Reasons by key: that of the row or column they are about, else ``whole``; further ones of one are numbered."""
    given = yardstick_of(data).get("reasons")
    reasons: dict[str, PlainPart] = {}
    for reason in given if isinstance(given, list) else ():
        if not isinstance(reason, dict):
            continue
        about = reason.get("about")
        key = str(about[0]) if isinstance(about, list) and about else _WHOLE
        number = 2
        while key in reasons:
            key, number = f"{key.partition('~')[0]}~{number}", number + 1
        reasons[key] = dict(reason)
    return reasons


def _keys(data: PlainTopic) -> dict[str, str]:
    """All boxes: what each is about, by key."""
    labels = {_WHOLE: "Why this topic matters"}
    for side, word in zip(SIDES, ("Row", "Column"), strict=True):
        labels |= {str(cells["id"]): f"{word}: {cells.get('name') or cells['id']}" for cells in cell_sets(data, side)}
    further = {key: f"{labels.get(key.partition('~')[0], 'Another reason')} (more)" for key in reasons_of(data)}
    return labels | {key: text for key, text in further.items() if key not in labels}


def reason_boxes(session: Session, actor: Actor, data: PlainTopic) -> list[ReasonBox]:
    """The boxes of the page, the reason for the whole first; of a second table after those of the first."""
    return [
        box._replace(key=prefix + box.key, about=f"{box.about} (second table)" if prefix else box.about)
        for prefix, table in tables_of(data)
        for box in _boxes(session, actor, table)
    ]


def _boxes(session: Session, actor: Actor, data: PlainTopic) -> list[ReasonBox]:
    reasons = reasons_of(data)
    keys = {("source", id) for reason in reasons.values() for id in _sources(reason)}
    titles = named(session, actor, keys)
    return [
        ReasonBox(key, about, str(reasons.get(key, {}).get("text") or ""), _links(reasons.get(key, {}), titles))
        for key, about in _keys(data).items()
    ]


def _links(reason: PlainTopic, titles: Mapping[tuple[str, str], Candidate]) -> list[Link]:
    links = []
    for id in _sources(reason):
        source = titles.get(("source", id))
        href = f"/desk/drafts/{source.draft}" if source and source.draft else record_path("source", id)
        links.append(Link(source.title if source else id, href, id))
    return links


def _sources(reason: PlainTopic) -> list[str]:
    sources = reason.get("sources")
    return [id for id in sources if isinstance(id, str)] if isinstance(sources, list) else []


def save_reasons(session: Session, actor: Actor, data: PlainPart, form: MultiDict[str, str], act: str) -> PlainPart:
    """The topic with what was written; ``act``: ``add``, ``use``, ``drop`` or ``create`` a source of one reason.

    Raises SourceNotFoundError.
    """
    if "second_yardstick" in data:
        data = swapped(_save_in_table(session, actor, swapped(data), form, act, "second-"))
    return _save_in_table(session, actor, data, form, act, "")


def _save_in_table(
    session: Session, actor: Actor, data: PlainPart, form: MultiDict[str, str], act: str, prefix: str
) -> PlainPart:
    data = _save_unasked(data, form, prefix)
    reasons = reasons_of(data)
    for key in _keys(data):
        name = f"reason-{prefix}{key}"
        if name in form:
            reasons[key] = {**reasons.get(key, {}), "text": form[name].strip()[:_LONGEST]}
    verb, _, rest = act.partition(":")
    named, _, id = rest.partition(":")
    key = named.removeprefix(prefix) if named.startswith(prefix) else ""
    if verb in _SOURCE_ACTS and key in _keys(data):
        reason = reasons.setdefault(key, {"text": ""})
        sources = _sources(reason)
        typed = " ".join(form.get(f"source-{prefix}{key}", "").split())
        if verb == "drop":
            sources = [one for one in sources if one != id]
        else:
            sources = [
                *sources,
                id if verb == "use" else _source(session, actor, prefix + key, typed, create=verb == "create"),
            ]
        reason["sources"] = list(dict.fromkeys(sources))
    kept = [_entry(key, reason) for key, reason in reasons.items() if reason.get("text") or _sources(reason)]
    return {**data, "yardstick": {**yardstick_of(data), "reasons": kept}}


_SOURCE_ACTS = ("add", "use", "drop", "create")


def _entry(key: str, reason: PlainPart) -> PlainPart:
    entry = {name: value for name, value in reason.items() if value and name != "about"}
    about = key.partition("~")[0]
    return entry if about == _WHOLE else {**entry, "about": [about]}


def _source(session: Session, actor: Actor, key: str, typed: str, *, create: bool) -> str:
    """The id of the source that is meant, or of a new draft of it."""
    if create and typed:
        data = {"kind": "source", "title": typed}
        if typed.startswith(("https://", "http://")):
            data = {"kind": "source", "url": typed}
        made = made_id("source", data) or "source"
        data["id"] = free_id(session, "source", made)
        begin_draft(session, actor, site().clock, "source", WriteContext(data))
        return str(data["id"])
    best = matches(session, actor, ("source",), typed) if typed else None
    if best is None:
        raise SourceNotFoundError(key, typed, candidates(session, actor, ("source",), typed) if typed else [])
    return best.id

"""What each step of making a topic does with what was posted: the topic as plain data, before and after."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.core.date_parser import parse_date_text
from tracker.core.dates import DateError
from tracker.core.scales import RangeError, Scale, range_text
from tracker.core.scope import DIMENSIONS
from tracker.models import Draft
from tracker.records.building.terms import name_of, term_called, terms_of
from tracker.records.building.topics import (
    SIDES,
    Named,
    PlainPart,
    PlainTopic,
    add_cells,
    cell_sets,
    core_terms,
    dimensions_used,
    move_cells,
    not_asked,
    remove_cells,
    rename_cells,
    set_asked,
    set_cell_terms,
    set_core,
    set_dimensions,
    set_kind,
    swapped,
)
from tracker.services.auth.roles import Actor
from tracker.services.editing.topic_builder import SHIPPED_LISTS, ensure_shipped, lists_of, new_list
from tracker.web.desk.topics.dimension_words import COMMITMENTS, DIMENSION_WORDS
from tracker.web.desk.topics.goal import save_goal
from tracker.web.desk.topics.reasons import save_reasons
from tracker.web.site import site

__all__ = [
    "CELLS",
    "NEW_LIST",
    "NEW_SCALE",
    "STEPS",
    "StepContext",
    "StepError",
    "apply_step",
    "dimensions_as_typed",
    "left_to_draw",
    "steps_of",
]

STEPS: dict[str, str] = {
    "question": "Question and name",
    "kind": "Kind of pledge",
    "dimensions": "Dimensions",
    "terms": "Terms",
    "yardstick": "Complete pledge",
    "second": "Second table",
    "reasons": "Reasons",
    "check": "Check and submit",
}
"""The steps in their order, each with its name in the index."""
NEW_LIST, NEW_SCALE = "new", "new-scale"
CELLS = "cells"
"""Begins what the buttons of the drawn table say."""
_LONGEST = 20_000

Form = MultiDict[str, str]


class StepError(ValueError):
    """What was posted cannot be kept as it is; the message says what would be right."""


class StepContext(NamedTuple):
    """Who saves what: the session, the person, the draft of the topic, the topic before."""

    session: Session
    actor: Actor
    draft: Draft
    data: PlainPart

    @property
    def owner(self) -> int:
        """Whose topic it is."""
        return self.draft.owner_id


def steps_of(data: PlainTopic) -> dict[str, str]:
    """The steps of a topic: without the second table where it has none."""
    return {name: text for name, text in STEPS.items() if name != "second" or "second_yardstick" in data}


def apply_step(step: str, context: StepContext, form: Form, act: str) -> PlainPart:
    """The topic as plain data after a step; ``act`` is what the button says besides. Raises StepError."""
    handler = _HANDLERS.get(step)
    return handler(context, form, act) if handler else context.data


def _question(step: StepContext, form: Form, _act: str) -> PlainPart:
    typed = {name: " ".join(form.get(name, "").split())[:300] for name in ("question", "name")}
    typed["summary"] = form.get("summary", "").strip()[:_LONGEST]
    kept = {name: value for name, value in step.data.items() if name not in typed}
    return _taken_down({**kept, **{name: text for name, text in typed.items() if text}}, form)


def _taken_down(data: PlainPart, form: Form) -> PlainPart:
    """With the day and the reason of taking the topic down; without either it stands. Raises StepError."""
    if "down_reason" not in form:
        return data
    day, reason = (form.get(name, "").strip()[:_LONGEST] for name in ("down_date", "down_reason"))
    stands = {name: value for name, value in data.items() if name != "taken_down"}
    if not day and not reason:
        return stands
    try:
        dated = {"date": parse_date_text(day, site().today)} if day else {}
    except DateError as error:
        raise StepError(f"From: {error}.") from None
    return {**stands, "taken_down": {**dated, **({"reason": reason} if reason else {})}}


def _kind(step: StepContext, form: Form, _act: str) -> PlainPart:
    chosen = form.get("commitment", "")
    return set_kind(step.data, chosen) if chosen in COMMITMENTS else step.data


def _dimensions(step: StepContext, form: Form, _act: str) -> PlainPart:
    before = dimensions_used(step.data)
    chosen: dict[str, PlainPart] = {}
    for name in DIMENSIONS:
        if not form.get(f"use-{name}"):
            continue
        word = " ".join(form.get(f"word-{name}", "").split()) or DIMENSION_WORDS[name].word
        link = " ".join(form.get(f"link-{name}", "").split())
        list_id = _list(step, form.get(f"list-{name}", NEW_LIST), word, before.get(name, {}))
        chosen[name] = {"vocabulary": list_id, "name": word, **({"link": link} if link else {})}
    return set_dimensions(step.data, chosen)


def dimensions_as_typed(data: PlainTopic, form: Form) -> PlainPart:
    """The topic with the dimensions as the page has them; a list that would begin now has no id yet."""
    before = dimensions_used(data)
    chosen = {}
    for name in DIMENSIONS:
        if form.get(f"use-{name}"):
            wanted = form.get(f"list-{name}", NEW_LIST) or NEW_LIST
            word, link = (" ".join(form.get(f"{part}-{name}", "").split()) for part in ("word", "link"))
            chosen[name] = {**before.get(name, {}), "vocabulary": wanted, "name": word, "link": link}
    return {**data, "dimensions": chosen}


def _list(step: StepContext, wanted: str, word: str, before: PlainPart) -> str:
    """The id of the list that a dimension takes its terms from, which begins now if it is a new one."""
    if wanted and wanted == before.get("vocabulary"):
        return wanted
    if wanted in SHIPPED_LISTS:
        ensure_shipped(step.session, step.actor, site().clock, wanted, step.owner)
        return wanted
    if wanted in (NEW_LIST, NEW_SCALE, ""):
        topic = step.data.get("name")
        name = f"{topic}: {word}" if isinstance(topic, str) and topic else word.capitalize()
        scale = wanted == NEW_SCALE
        return new_list(step.session, step.actor, site().clock, name, scale=scale, owner=step.owner, beside=step.draft)
    return wanted


def _yardstick(step: StepContext, form: Form, act: str) -> PlainPart:
    data: PlainPart = step.data
    for side in SIDES:
        names = {cells["id"]: form.get(f"name-{side}-{cells['id']}", "") for cells in cell_sets(data, side)}
        data = rename_cells(data, side, names)
    if form.get("asked-shown"):
        data = _with_points_asked(step.data, data, form.getlist("asked"))
    data = save_goal(set_core(data, {**core_terms(data), **_core(step, form)}), form, site().today)
    verb, _, rest = act.partition(":")
    if verb == "add":
        for side in SIDES:
            for dimension, terms in _chosen(step, form, f"add-{side}").items():
                data = add_cells(data, side, dimension, terms)
        return data
    side, _, id = rest.partition(":")
    if side not in SIDES:
        return data
    if verb in ("before", "after"):
        return move_cells(data, side, id, -1 if verb == "before" else 1)
    if verb == "remove":
        return remove_cells(data, side, id)
    if verb == "terms":
        return _set_terms(step, data, form, side, id)
    return data


def left_to_draw(step: str, data: PlainTopic, form: Form) -> bool:
    """Whether rows or columns are ticked for a table that has none yet: whoever goes on means to have them."""
    table = {"yardstick": data, "second": swapped(data)}.get(step)
    ticked = any(value.strip() for name, value in form.items(multi=True) if name.startswith("add-"))
    return table is not None and ticked and not any(cell_sets(table, side) for side in SIDES)


def _with_points_asked(before: PlainPart, data: PlainPart, ticked: Iterable[str]) -> PlainPart:
    """With the points asked that are ticked, of those that the page showed."""
    reasons, ticked_places = not_asked(before), set(ticked)
    rows, columns = (cell_sets(before, side) for side in SIDES)
    places = [(str(row["id"]), str(column["id"])) for row in rows for column in columns]
    return set_asked(data, {place: reasons.get(place, "") for place in places if ":".join(place) not in ticked_places})


def _second(step: StepContext, form: Form, act: str) -> PlainPart:
    return swapped(_yardstick(step._replace(data=swapped(step.data)), form, act))


def _set_terms(step: StepContext, data: PlainPart, form: Form, side: str, id: str) -> PlainPart:
    terms = {name: [term.id for term in some] for name, some in _chosen(step, form, "cell-terms").items()}
    if not terms:
        raise StepError("Choose at least one term, or remove the row or column.")
    return set_cell_terms(data, side, id, terms)


def _core(step: StepContext, form: Form) -> dict[str, list[str]]:
    """The terms for every point, of those dimensions that the page asked about."""
    core_names = form.getlist("core-asked")
    chosen = _chosen(step, form, "core")
    return {name: [term.id for term in chosen.get(name, ())] for name in core_names if name in DIMENSIONS}


def _chosen(step: StepContext, form: Form, field: str) -> dict[str, list[Named]]:
    """Terms that were ticked (``dimension:id``) or typed (one per line in ``field-dimension``), by dimension."""
    chosen: dict[str, dict[str, Named]] = {}
    for name, used in lists_of(step.session, step.actor, step.data, step.owner).items():
        names = {str(term["id"]): name_of(term) for term in terms_of(used.data)}
        if used.scale:
            ranges = _ranges(used.scale, form.get(f"{field}-{name}", ""))
            chosen |= {name: {text: Named(text, used.scale.shown(text)) for text in ranges}} if ranges else {}
            continue
        ticked = [value.partition(":")[2] for value in form.getlist(field) if value.partition(":")[0] == name]
        typed = [line for line in form.get(f"{field}-{name}", "").splitlines() if line.strip()]
        for id in (*ticked, *_called(used.data, typed)):
            if id in names:
                chosen.setdefault(name, {})[id] = Named(id, names[id][:1].upper() + names[id][1:])
    return {name: list(terms.values()) for name, terms in chosen.items()}


def _ranges(scale: Scale, typed: str) -> list[str]:
    """The ranges that are typed, one per line; raises StepError."""
    try:
        texts = [range_text(line) for line in typed.splitlines() if line.strip()]
        for text in texts:
            scale.range(text)
    except RangeError as error:
        raise StepError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    return list(dict.fromkeys(texts))


def _called(data: PlainTopic, typed: Iterable[str]) -> Iterable[str]:
    for text in typed:
        id = term_called(data, text.strip())
        if not id:
            raise StepError(f"There is no term called “{text.strip()}”. Add it under “Terms”, or check its spelling.")
        yield id


def _reasons(step: StepContext, form: Form, act: str) -> PlainPart:
    return save_reasons(step.session, step.actor, step.data, form, act)


_HANDLERS: dict[str, Callable[[StepContext, Form, str], PlainPart]] = {
    "question": _question,
    "kind": _kind,
    "dimensions": _dimensions,
    "yardstick": _yardstick,
    "second": _second,
    "reasons": _reasons,
}

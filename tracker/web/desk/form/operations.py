"""The buttons within a form: add, remove and move rows, search for names. Each saves as well.

A button posts ``verb:name``, the name being that of a field or row on the page. Blank rows are not saved, so a field
may have another name in the saved draft.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from tracker.web.desk.form.combinations import separate_acts
from tracker.web.desk.form.context import context_of
from tracker.web.desk.form.parts import PartField, RowsField, merged
from tracker.web.desk.form.plain import FormField, PlainMapping, PlainRecord
from tracker.web.desk.form.record_form import RecordForm
from tracker.web.desk.form.scope.fields import ScopeField

__all__ = ["SHOWN", "SPEAKS", "Next", "operate", "show_next"]

_OF_ONE_VERSION = ("change", "announced", "start", "events")
SPEAKS = "fulfils.speaks"
"""The name of the buttons that begin a statement about a due; their value names it."""
SHOWN = ("add", "find", "remove")
"""What a page can show besides the saved data: an extra row, search results, the question whether to remove a row."""


class Next(NamedTuple):
    """What the page shows after the save: ``verb`` is one of SHOWN or empty, ``name`` that of the field or row.

    ``place`` is the id of where to go on the page.
    """

    verb: str = ""
    name: str = ""
    place: str = ""


def operate(form: RecordForm, verb: str, name: str, posted: MultiDict[str, str]) -> Next:
    """Do what a button says to a field or row of the form. Chosen matches are taken whichever button it was."""
    for reference in form.references():
        reference.pick(posted)
    if speaks := posted.get(SPEAKS, ""):
        return _speak_of(form, speaks)
    if verb == "next":
        return Next("", "", f"step-{name}")
    field = form.find(name) if name else None
    if verb == "split" and isinstance(field, PartField):
        return _split(form, name, field, {int(n) for n in posted.getlist(f"{name}.combination") if n.isdecimal()})
    if verb == "unlimited" and isinstance(field, ScopeField):
        field.set_no_limit()
    if verb not in _VERBS:
        return _there(form, name) if field is not None else Next()
    return Next() if field is None else _VERBS[verb](form, name, field)


def show_next(form: RecordForm, after: Next) -> FormField | None:
    """Apply the page's query to a form; returns the field that it is about, None if there is none."""
    field = form.find(after.name) if after.name else None
    if field is None or after.verb not in SHOWN:
        return None
    if after.verb == "add" and isinstance(field, RowsField):
        return field.add()
    return field


def _add(form: RecordForm, name: str, field: FormField) -> Next:
    if not isinstance(field, RowsField):
        return Next()
    if field.entry.copied and field.entries[-1].data is not None:
        field.insert(len(field.entries), copy_of_version(field.entries[-1].data))
        return Next("", "", f"step-{form.layout.steps[0].id}" if form.layout.steps else "")
    after = _name_after(form, name)
    return Next("add", after, f"f-{after}-{field.count}")


def _speak_of(form: RecordForm, speaks: str) -> Next:
    """Begin a statement about a due of a pledge: its id, and the day of a turn or milestone."""
    rows = form.find("fulfils")
    if not isinstance(rows, RowsField):
        return Next()
    pledge, _, due = speaks.partition(" ")
    rows.insert(len(rows.entries), {"pledge": pledge, "due": due} if due else {"pledge": pledge})
    return Next("", "", f"f-fulfils-{rows.count - 1}")


def copy_of_version(version: PlainMapping) -> PlainRecord:
    """What a new version of a pledge begins with: all that the one before says, but for its own days and events."""
    copied = {name: value for name, value in version.items() if name not in _OF_ONE_VERSION}
    ends = copied.get("ends")
    if isinstance(ends, Mapping) and "withdrawn" in ends:
        stated = {name: value for name, value in ends.items() if name not in ("withdrawn", "stated")}
        copied["ends"] = stated or ends.get("stated")
    return {name: value for name, value in copied.items() if value is not None}


def _find(form: RecordForm, name: str, _field: FormField) -> Next:
    after = _name_after(form, name)
    return Next("find", after, f"f-{after}-matches")


def _ask_to_remove(form: RecordForm, name: str, field: FormField) -> Next:
    """A part that is filled in is removed once that is confirmed; everything else at once."""
    if isinstance(field, PartField) and field.data is not None:
        after = _name_after(form, name)
        return Next("remove", after, f"f-{after}")
    return _remove(form, name, field)


def _remove(form: RecordForm, name: str, _field: FormField) -> Next:
    above, _, number = name.rpartition("-")
    rows = form.find(above)
    if isinstance(rows, RowsField) and number.isdecimal():
        rows.remove(int(number))
    return _there(form, above)


def _moved(by: int, form: RecordForm, name: str, field: FormField) -> Next:
    above, _, number = name.rpartition("-")
    rows = form.find(above)
    if not isinstance(rows, RowsField):
        return Next()
    to = rows.move(int(number), by)
    return _there(form, f"{above}-{to}")


def _split(form: RecordForm, name: str, act: PartField, chosen: set[int]) -> Next:
    """One act for each chosen combination, in the place of one act."""
    above, _, number = name.rpartition("-")
    rows = form.find(above)
    acts = separate_acts(merged(act.form), context_of(act), chosen)
    if isinstance(rows, RowsField) and acts:
        rows.remove(int(number))
        for place, data in enumerate(acts, int(number)):
            rows.insert(place, data)
    return _there(form, f"{above}-{number}")


def _there(form: RecordForm, name: str) -> Next:
    """Nothing more than what is saved, at this field or row."""
    return Next("", "", f"f-{_name_after(form, name)}")


def _name_after(form: RecordForm, name: str) -> str:
    """The name that a field will have once the form is saved; rows that it is in are kept, be they blank."""
    steps = name.split("-")
    after: list[str] = []
    rows: FormField | None = None
    for i, step in enumerate(steps):
        field = form.find("-".join(steps[: i + 1]))
        if isinstance(rows, RowsField) and field is not None:
            rows.keep(field)
            after.append(str(rows.place_of(field)))
        else:
            after.append(step)
        rows = field
    return "-".join(after)


_VERBS: dict[str, Callable[[RecordForm, str, FormField], Next]] = {
    "add": _add,
    "find": _find,
    "remove": _ask_to_remove,
    "drop": _remove,
    "up": lambda form, name, field: _moved(-1, form, name, field),
    "down": lambda form, name, field: _moved(1, form, name, field),
}

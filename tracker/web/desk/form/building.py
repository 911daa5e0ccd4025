"""Builds forms from the record types and their layouts: the type of a field decides its input."""

import typing
from functools import cache

from pydantic.fields import FieldInfo
from wtforms.fields.core import UnboundField

from tracker.records.types.parts.fields import Address, Date, Id, Length, Part, ScopeLabels, When
from tracker.records.types.parts.identifiers import Country
from tracker.records.types.pledge import Deadline, Ends, Start, Turns
from tracker.web.desk.form.date_fields import DateKind
from tracker.web.desk.form.fields import (
    AddressField,
    ChoiceField,
    DateField,
    IdField,
    LinesField,
    NumberField,
    NumbersField,
    ReferenceField,
    WordsField,
)
from tracker.web.desk.form.layouts.layout import FieldEntry, Layout, part
from tracker.web.desk.form.parts import TERMS, DeadlineField, EndsField, Fields, PartField, RowsField, StartField
from tracker.web.desk.form.plain import AnyUnboundField
from tracker.web.desk.form.term_pickers import ActField, ReachField

__all__ = ["fields_of"]

_DATES: tuple[tuple[object, DateKind], ...] = ((Date, "date"), (When, "period"), (Length, "length"))

_CONDITION = FieldEntry("condition", "Condition", "Choose a condition record.", of=("condition",), inner=True)
_START = (
    FieldEntry("chosen", "It starts", choices={"day": "on a date", "condition": "when something happens"}),
    FieldEntry(
        "day",
        "Start date",
        "Undated? Write the day by which it was there: by 14 May 2019.",
        "11 June 2020",
        wide="short",
        inner=True,
    ),
    _CONDITION,
)
_DEADLINE = (
    FieldEntry(
        "chosen",
        "When is it due?",
        choices={
            "none": "No deadline",
            "day": "once, by a date",
            "after": "once, a set time after the start date",
            "turns": "again and again, such as every year",
            "condition": "once, when something happens",
        },
    ),
    FieldEntry("day", "Date", example="end of 2025", wide="short", inner=True),
    FieldEntry("after", "Length of time", example="6 months", wide="short", inner=True),
    FieldEntry(
        "turns",
        "Recurring deadlines",
        inner=True,
        holds=part(
            Turns,
            FieldEntry("every", "How often", "One length of time.", "1 year", wide="short"),
            FieldEntry("first", "First deadline", example="30 June 2015", wide="short"),
            FieldEntry("last", "Last deadline", "Leave empty if no last one was named.", "30 June 2024", wide="short"),
        ),
    ),
    _CONDITION,
)
_ENDS = (
    FieldEntry(
        "chosen",
        "What the pledge says",
        choices={
            "unstated": "No end date given",
            "open": "It says it has no end date",
            "self-judged": "The company decides: “at this time”, “while we review”",
            "stated": "It says when",
        },
    ),
    FieldEntry("after", "After a length of time", "Counted from the start date.", "1 year", wide="short", inner=True),
    FieldEntry("last_day", "Last day", example="31 December 2025", wide="short", inner=True),
    FieldEntry("condition", "When something happens", "Choose a condition record.", of=("condition",), inner=True),
    FieldEntry(
        "withdrawn",
        "Withdrawn on",
        "Only if the company withdrew it. If the page disappeared first, enter a range of dates.",
        wide="short",
        inner=True,
    ),
)


@cache
def fields_of(layout: Layout) -> Fields:
    """Unbound fields by name, in the order of the layout."""
    types = typing.get_type_hints(layout.of, include_extras=True)
    fields = {}
    for entry in layout.entries:
        if entry.name == TERMS:
            fields[TERMS] = _unbound(ActField(entry))
        else:
            name, info = layout.fields[entry.name]
            fields[entry.name] = _field(entry, types[name], info, entry.name in layout.required)
    return fields


def _unbound(field: object) -> AnyUnboundField:
    """WTForms makes an unbound field of each that is not given its form."""
    assert isinstance(field, UnboundField)
    return field


def _field(entry: FieldEntry, type_: object, info: FieldInfo, required: bool) -> AnyUnboundField:
    options = typing.get_args(type_)
    if type(None) in options:
        (type_,) = (option for option in options if option is not type(None))
    if typing.get_origin(type_) is tuple:
        return _rows(entry, typing.get_args(type_)[0], required)
    if typing.get_origin(type_) is typing.Literal:
        preset = info.default if isinstance(info.default, str) else ""
        return _unbound(ChoiceField(entry, required, values=typing.get_args(type_), preset=preset))
    return _single(entry, type_, required)


def _rows(entry: FieldEntry, type_: object, required: bool) -> AnyUnboundField:
    if not entry.of and entry.holds is None:
        numbers = int in (type_, *typing.get_args(type_))
        return _unbound(NumbersField(entry, required) if numbers else LinesField(entry, required))
    row = _part(entry) if entry.holds else _unbound(ReferenceField(entry))
    return _unbound(RowsField(entry, required, row=row, least=max(entry.least, int(required))))


def _part(entry: FieldEntry, required: bool = False) -> AnyUnboundField:
    assert entry.holds
    return _unbound(PartField(entry, required, fields=fields_of(entry.holds)))


def _single(entry: FieldEntry, type_: object, required: bool) -> AnyUnboundField:
    for date_type, kind in _DATES:
        if type_ == date_type:
            return _unbound(DateField(entry, required, kind=kind))
    if entry.name == "id":
        return _unbound(IdField(entry))
    if type_ == Id:
        return _unbound(ReferenceField(entry, required or entry.name == "company"))
    if type_ == Address:
        return _unbound(AddressField(entry, required))
    if type_ == Country:
        return _unbound(ChoiceField(entry, required, values=tuple(entry.choices)))
    if typing.get_origin(type_) is typing.Annotated and typing.get_args(type_)[0] is str:
        return _unbound(WordsField(entry, required))
    if type_ is int:
        return _unbound(NumberField(entry, required))
    return _special(entry, type_)


def _special(entry: FieldEntry, type_: object) -> AnyUnboundField:
    if type_ is ScopeLabels:
        return _unbound(ReachField(entry))
    if type_ == Ends:
        return _unbound(EndsField(entry, fields=_of_ends()))
    if type_ == Start:
        return _unbound(StartField(entry, fields=_of_start()))
    if type_ == Deadline:
        return _unbound(DeadlineField(entry, fields=_of_deadline()))
    if isinstance(type_, type) and issubclass(type_, Part):
        return _part(entry)
    raise TypeError(f"no input is known for {entry.name}: {type_}")


@cache
def _of_ends() -> Fields:
    chosen, after, last_day, condition, withdrawn = _ENDS
    return {
        "chosen": _unbound(ChoiceField(chosen, values=tuple(chosen.choices), preset="unstated")),
        "after": _unbound(DateField(after, kind="length")),
        "last_day": _unbound(DateField(last_day)),
        "condition": _unbound(ReferenceField(condition)),
        "withdrawn": _unbound(DateField(withdrawn)),
    }


@cache
def _of_start() -> Fields:
    chosen, day, condition = _START
    return {
        "chosen": _unbound(ChoiceField(chosen, values=tuple(chosen.choices), preset="day")),
        "day": _unbound(DateField(day)),
        "condition": _unbound(ReferenceField(condition)),
    }


@cache
def _of_deadline() -> Fields:
    chosen, day, after, turns, condition = _DEADLINE
    return {
        "chosen": _unbound(ChoiceField(chosen, values=tuple(chosen.choices), preset="none")),
        "day": _unbound(DateField(day, kind="deadline")),
        "after": _unbound(DateField(after, kind="length")),
        "turns": _part(turns),
        "condition": _unbound(ReferenceField(condition)),
    }

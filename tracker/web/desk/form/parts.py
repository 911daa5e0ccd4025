"""Fields that hold other fields: parts, rows of parts or of names, and values that take one of several forms."""

from collections.abc import Container, Iterator, Mapping
from typing import ClassVar, Unpack, cast

from wtforms.fields import Field, FieldList
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from tracker.core.scope import DIMENSIONS
from tracker.web.desk.form.error_messages import TWICE
from tracker.web.desk.form.fields import ChoiceField, ReferenceField
from tracker.web.desk.form.layouts.layout import FieldEntry
from tracker.web.desk.form.plain import (
    AnyUnboundField,
    FieldOptions,
    Filters,
    FormField,
    PlainMapping,
    PlainRecord,
    PlainValue,
    PostedData,
    form_fields,
)

__all__ = [
    "TERMS",
    "DeadlineField",
    "EndsField",
    "OneOfField",
    "PartField",
    "RowsField",
    "StartField",
    "merged",
    "references_in",
    "spread",
]

TERMS = "done"
"""The entry that represents an act's dimensions and products."""
_OF_TERMS = (*DIMENSIONS, "products")
Fields = Mapping[str, AnyUnboundField]


def spread(data: PlainValue, fields: Container[str]) -> PlainRecord:
    """Plain data by field; an act's terms together."""
    given = dict(data) if isinstance(data, Mapping) else {}
    if TERMS in fields:
        given[TERMS] = {name: given.pop(name) for name in _OF_TERMS if name in given}
    return given


def merged(form: BaseForm) -> PlainRecord:
    """The plain data of all fields in which something was entered."""
    data: PlainRecord = {}
    for name, field in form._fields.items():
        if name == TERMS:
            data |= field.data or {}
        elif field.data is not None:
            data[name] = field.data
    return data


class PartField(Field):
    """A part of a record: fields of its own, whose names begin with its name."""

    control = "part"

    def __init__(self, entry: FieldEntry, required: bool = False, *, fields: Fields, **options: Unpack[FieldOptions]):
        super().__init__(entry.label, **options)
        self.entry, self.required = entry, required
        self.id = f"f-{self.name}"
        self.fields = fields
        self.problems: list[str] = []

    def process(self, formdata: PostedData, data: object = unset_value, extra_filters: Filters = None) -> None:
        """Take data of a record, and what was typed over it."""
        self.process_errors = []
        self.object_data = None if data is unset_value else data
        self.form = BaseForm(self.fields, prefix=f"{self.name}-", meta=self.meta)
        self.form.process(formdata, data=spread(self.split(self.object_data), self.fields))

    def split(self, data: PlainValue) -> PlainRecord:
        """Data by field."""
        return dict(data) if isinstance(data, Mapping) else {}

    @property
    def data(self) -> PlainValue:
        """The plain data; None where nothing was entered."""
        return merged(self.form) or None

    @property
    def blank(self) -> bool:
        """Whether nothing was entered."""
        return self.data is None

    def child(self, step: str | int) -> tuple[FormField | None, bool]:
        """The field for one step of a path, and whether the step is used up."""
        if step in self.form._fields:
            return form_fields(self.form)[str(step)], True
        return form_fields(self.form).get(TERMS) if step in _OF_TERMS else None, False


# WTForms’ list is generic in its stubs alone: it cannot be subscripted.
class RowsField(FieldList):  # type: ignore[type-arg]
    """Rows of a kind.

    Blank ones are not data, but for those that were there before, as an act of which nothing is known, and those that
    are ``kept`` because something is done in them.
    """

    control = "rows"

    def __init__(
        self,
        entry: FieldEntry,
        required: bool = False,
        *,
        row: AnyUnboundField,
        least: int = 0,
        **options: Unpack[FieldOptions],
    ):
        super().__init__(row, entry.label, min_entries=least, **options)
        self.entry, self.required = entry, required
        self.id = f"f-{self.name}"
        self.problems: list[str] = []
        self.kept: set[int] = set()

    def process(self, formdata: PostedData, data: object = unset_value, extra_filters: Filters = None) -> None:
        """Take data of a record, and what was typed over it."""
        rows = list(data) if isinstance(data, (list, tuple)) else [data] if data and data is not unset_value else []
        # Rows that the page did not have at all are as they were.
        posted = formdata if formdata is not None and self.marker in formdata else None
        super().process(posted, rows or unset_value)

    @property
    def missing(self) -> str:
        """What to do where there is no row."""
        return "Choose at least one." if self.simple else f"Add at least one {self.entry.one}."

    @property
    def marker(self) -> str:
        """What a page posts to say that it has the rows, be they none."""
        return f"{self.name}.rows"

    @property
    # An attribute there, which is computed here.
    def data(self) -> PlainValue:  # type: ignore[override]
        """The rows in which something was entered; None where there are none."""
        rows = [row.data if row.data is not None else _blank(row) for row in self.entries if self._counts(row)]
        return rows or None

    @property
    def count(self) -> int:
        """How many rows count."""
        return sum(self._counts(row) for row in self.entries)

    def _counts(self, row: FormField) -> bool:
        return row.data is not None or id(row) in self.kept or row.object_data == {}

    @property
    def simple(self) -> bool:
        """Whether each row is one input."""
        return not any(isinstance(row, PartField) for row in self.entries)

    def keep(self, row: FormField) -> None:
        """Keep a row even if it is blank."""
        self.kept.add(id(row))

    def place_of(self, row: FormField) -> int:
        """The number that a row has among those that count."""
        return [id(other) for other in self.entries if self._counts(other)].index(id(row))

    def add(self) -> FormField:
        """One more row, blank, after the others; a blank one that stands last already is that."""
        last: FormField | None = self.entries[-1] if self.entries else None
        if last is None or last.data is not None:
            last = cast(FormField, self.append_entry())
        return last

    def insert(self, number: int, data: PlainValue) -> None:
        """A row with data, before the one that has this number."""
        row = self.append_entry(data)
        self.entries.insert(number, self.entries.pop(self.entries.index(row)))

    def remove(self, number: int) -> None:
        """Take a row out."""
        if number < len(self.entries):
            del self.entries[number]

    def move(self, number: int, by: int) -> int:
        """Move a row among those that count, up (-1) or down (1); its new number."""
        to = min(max(number + by, 0), len(self.entries) - 1)
        if number < len(self.entries):
            self.entries.insert(to, self.entries.pop(number))
        return to

    def child(self, step: str | int) -> tuple[FormField | None, bool]:
        """The field for one step of a path, and whether the step is used up."""
        return (self.entries[step], True) if isinstance(step, int) and step < len(self.entries) else (None, False)


def _blank(row: FormField) -> PlainValue:
    return {} if isinstance(row, PartField) else ""


class OneOfField(PartField):
    """A value that takes one of several forms: a choice, and an input for each. More than one may be filled in.

    Where that is so, the data is no value of a record, but holds it all: ``{"chosen": "day", "day": ..., "after":
    ...}``.
    """

    control = "one of"
    plain: ClassVar[str] = "day"
    inputs: ClassVar[tuple[str, ...]] = ()
    otherwise: ClassVar[str] = "day"

    def split(self, data: PlainValue) -> PlainRecord:
        """The choice and the inputs."""
        if isinstance(data, Mapping):
            named = next((name for name in self.inputs if name in data), self.otherwise)
            return {"chosen": data.get("chosen", named)} | {name: data[name] for name in self.inputs if name in data}
        return {"chosen": self.plain if data else self.otherwise, self.plain: data}

    @property
    def chosen(self) -> ChoiceField:
        """The field of the choice."""
        chosen = self.form["chosen"]
        assert isinstance(chosen, ChoiceField)
        return chosen

    @property
    def data(self) -> PlainValue:
        """The plain data; None where nothing was chosen and nothing entered."""
        given = {name: self.form[name].data for name in self.inputs if self.form[name].data is not None}
        choice = self._choice(given)
        if not given:
            return None if choice == self.otherwise else {choice: ""}
        if set(given) == {choice}:
            return given[self.plain] if choice == self.plain else given
        return {"chosen": choice, **given}

    def _choice(self, given: PlainMapping) -> str:
        """What was chosen; where the choice was not touched, and just one other input is filled in, that one."""
        choice = str(self.chosen.chosen)
        untouched = choice == self.split(self.object_data)["chosen"]
        return next(iter(given)) if untouched and choice not in given and len(given) == 1 else choice

    @property
    def doubt(self) -> str:
        """What is wrong with the way that it is filled in."""
        if isinstance(self.data, dict) and "chosen" in self.data:
            return TWICE
        if isinstance(self.data, dict) and "" in self.data.values():
            return "Fill in the option you chose, or choose another."
        return ""

    def child(self, step: str | int) -> tuple[FormField | None, bool]:
        """The field for one step of a path, and whether the step is used up."""
        return (form_fields(self.form)[str(step)], True) if step in self.inputs else (None, False)

    @property
    def rows_of_choice(self) -> list[tuple[str, str, bool, Field | None]]:
        """Each value of the choice: its words, whether it is chosen, and the input that belongs to it."""
        return [
            (value, words, value == self.chosen.chosen, self.form[value] if value in self.inputs else None)
            for value, words in self.chosen.options
        ]


class StartField(OneOfField):
    """The first day that a version binds: a day, or the day on which a condition is met."""

    inputs = ("day", "condition")


class DeadlineField(OneOfField):
    """A deadline: a day, a time after the start date, recurring days, or a condition."""

    inputs = ("day", "after", "turns", "condition")
    otherwise = "none"
    of_turns: ClassVar[tuple[str, ...]] = ("every", "first", "last")

    def split(self, data: PlainValue) -> PlainRecord:
        """The choice and the inputs; the fields of a recurring duty are one of them."""
        if isinstance(data, Mapping) and any(name in data for name in self.of_turns):
            return {"chosen": "turns", "turns": dict(data)}
        return super().split(data)

    @property
    def data(self) -> PlainValue:
        """The plain data; None where nothing was chosen and nothing entered."""
        data = super().data
        if isinstance(data, dict) and set(data) == {"turns"}:
            return data["turns"] or {"every": ""}
        return data

    def child(self, step: str | int) -> tuple[FormField | None, bool]:
        """The field for one step of a path, and whether the step is used up."""
        return (form_fields(self.form)["turns"], False) if step in self.of_turns else super().child(step)


class EndsField(PartField):
    """How a version ends: what its words say of that, and that it was withdrawn later."""

    control = "ends"
    words: ClassVar[tuple[str, ...]] = ("unstated", "open", "self-judged")
    inputs: ClassVar[tuple[str, ...]] = ("after", "last_day", "condition")

    def split(self, data: PlainValue) -> PlainRecord:
        """The choice and the inputs."""
        if isinstance(data, Mapping):
            return {"chosen": data.get("stated", "stated"), **data}
        return {"chosen": data or "unstated"}

    @property
    def data(self) -> PlainValue:
        """The plain data; None where no end was stated."""
        given = {name: self.form[name].data for name in (*self.inputs, "withdrawn") if self.form[name].data is not None}
        chosen = self.form["chosen"]
        assert isinstance(chosen, ChoiceField)
        choice = chosen.chosen
        untouched = choice == "unstated" == self.split(self.object_data)["chosen"]
        if untouched and any(name in given for name in self.inputs):
            choice = "stated"
        if choice == "stated":
            return given
        if given:
            return {**given, "stated": choice}
        return None if choice == "unstated" else choice

    @property
    def doubt(self) -> str:
        """What is wrong with the way that it is filled in."""
        data = self.data
        if data == {}:
            return "Enter a length of time, a last day or an event, or choose another option."
        if isinstance(data, dict) and "stated" in data and "withdrawn" not in data:
            return "You also filled in when it ends. Choose “It says when”, or clear those boxes."
        return ""

    def child(self, step: str | int) -> tuple[FormField | None, bool]:
        """The field for one step of a path, and whether the step is used up."""
        if step == "stated":
            return form_fields(self.form)["chosen"], True
        return (
            (form_fields(self.form)[str(step)], True)
            if step in self.form._fields and step != "chosen"
            else (None, False)
        )


def references_in(field: FormField) -> Iterator[ReferenceField]:
    """All names of records in a field and below it."""
    if isinstance(field, ReferenceField):
        yield field
    for below in [
        *(form_fields(field.form).values() if isinstance(field, PartField) else ()),
        *getattr(field, "entries", ()),
    ]:
        yield from references_in(below)

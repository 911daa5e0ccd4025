"""The inputs of the desk’s forms: each keeps whatever was typed and returns plain data of the record format.

``data`` is None if nothing was entered. ``problems`` are set by the caller that validated the data; fields do not
validate.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Unpack, cast

from wtforms import widgets
from wtforms.fields import Field
from wtforms.utils import unset_value

from tracker.core.undated import is_undated
from tracker.records.checking.web_addresses import whole_address
from tracker.web.desk.form.context import context_of
from tracker.web.desk.form.date_fields import DateKind, date_meaning_of, date_problem, date_shown, parse_typed_date
from tracker.web.desk.form.layouts.layout import FieldEntry
from tracker.web.desk.form.plain import FieldOptions, Filters, PlainValue, PostedData

__all__ = [
    "ChoiceField",
    "DateField",
    "IdField",
    "Leaf",
    "LinesField",
    "Match",
    "NumberField",
    "NumbersField",
    "ReferenceField",
    "WordsField",
    "clean",
]

_MOST_RADIOS = 7
_LEAST_LINES, _MOST_LINES, _LETTERS_A_LINE = 3, 16, 75
_CREATABLE = {
    "source": "Create a new source",
    "condition": "Create a new condition",
    "company": "Create a new company",
    "initiative": "Create a new initiative",
    "pledge": "Create a new pledge",
    "evidence": "Create new evidence",
    "response": "Create a new response",
}
"""Kinds of record that can be entered from within another’s form."""


class Match(NamedTuple):
    """A record or term that can be chosen: its name, and what distinguishes it from others of the same name."""

    kind: str
    id: str
    title: str
    detail: str
    href: str = ""


def clean(text: str) -> str:
    """A text as records have it: without white space around it, lines ended by one sign."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def whole_number(text: str) -> int | str:
    """The text as a number if it is one, else unchanged."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text


class Leaf(Field):
    """A field for one value. ``control`` names the macro that shows it."""

    control = "words"

    def __init__(self, entry: FieldEntry, required: bool = False, **options: Unpack[FieldOptions]):
        super().__init__(entry.label, **options)
        self.entry, self.required = entry, required
        # Distinct from all other ids on a page.
        self.id = self.label.field_id = f"f-{self.name}"
        self.problems: list[str] = []

    def process_data(self, value: PlainValue) -> None:
        """Take a value of a record, or of a draft that may hold anything."""
        self.data = value if value not in ("", [], {}) else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the posted value; a field that was not on the page keeps its value."""
        if valuelist:
            self.data = self.read(valuelist[0]) if clean(valuelist[0]) else None

    def read(self, text: str) -> PlainValue:
        """The value of a text."""
        return clean(text)

    def _value(self) -> str:
        """The text in the input."""
        return "" if self.data is None else str(self.data)

    @property
    def blank(self) -> bool:
        """Whether nothing was entered."""
        return self.data is None

    @property
    def described(self) -> str:
        """The ids of the texts that describe the input, for assistive technology."""
        given = {"help": self.entry.help or self.example, "meant": self.understood, "problem": self.problems}
        return " ".join(f"{self.id}-{part}" for part, text in given.items() if text)

    @property
    def example(self) -> str:
        """What could be entered, in the terms of the topic at hand where there are such."""
        return context_of(self).examples.get(self.entry.name, "") or self.entry.example

    @property
    def understood(self) -> str:
        """What was understood, where that is not what was typed."""
        return ""

    @property
    def optional(self) -> bool:
        """Whether the form says that it can be left out."""
        return not (self.required or self.entry.more or self.entry.inner)

    @property
    def missing(self) -> str:
        """What to do where nothing was entered."""
        return "Fill this in."

    @property
    def long(self) -> bool:
        """Whether its text has several lines."""
        return self.entry.wide == "long"

    @property
    def height(self) -> int:
        """How many lines its input shows."""
        text = self._value()
        lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
        return max(_LEAST_LINES, min(lines + 1, _MOST_LINES))


class WordsField(Leaf):
    """A text of one line or of several."""

    def __init__(self, entry: FieldEntry, required: bool = False, **options: Unpack[FieldOptions]):
        super().__init__(entry, required, **options)
        self.widget: Any = widgets.TextArea() if self.long else widgets.TextInput()


class AddressField(WordsField):
    """A web address; https:// may be left out."""

    def read(self, text: str) -> PlainValue:
        """The whole address; what is none stays as it was typed."""
        return whole_address(clean(text))


class IdField(WordsField):
    """The record’s own id, or a part’s."""


class NumberField(WordsField):
    """A whole number."""

    def read(self, text: str) -> PlainValue:
        """The number; what is none stays as it was typed."""
        return whole_number(clean(text))


class LinesField(Leaf):
    """Several texts, one a line."""

    widget: Any = widgets.TextArea()
    control = "words"
    long = True

    def read(self, text: str) -> PlainValue:
        """The lines that are not empty."""
        return self.lines(text)

    @staticmethod
    def lines(text: str) -> list[str]:
        """The lines of a text that are not empty."""
        return [line for line in (part.strip() for part in clean(text).split("\n")) if line]

    def _value(self) -> str:
        return "\n".join(str(line) for line in self.data) if isinstance(self.data, (list, tuple)) else super()._value()


class NumbersField(LinesField):
    """Several whole numbers, one a line."""

    def read(self, text: str) -> PlainValue:
        """The numbers; a line that is none stays as it was typed."""
        return [whole_number(line) for line in self.lines(text)]


class DateField(Leaf):
    """A date, a period or a length, as people write it."""

    widget = widgets.TextInput()
    control = "date"

    def __init__(
        self, entry: FieldEntry, required: bool = False, *, kind: DateKind = "date", **options: Unpack[FieldOptions]
    ):
        super().__init__(entry, required, **options)
        self.kind = kind

    def read(self, text: str) -> PlainValue:
        """The written form; what is not understood stays as it was typed. “Undated” is none, if it may be left out."""
        typed = clean(text)
        if not self.required and is_undated(typed):
            return None
        today = context_of(self).today
        return typed if date_problem(self.kind, typed, today) else parse_typed_date(self.kind, typed, today)

    def _value(self) -> str:
        return date_shown(self.kind, self.data) if isinstance(self.data, str) else super()._value()

    @property
    def understood(self) -> str:
        """The words for what the text is taken to mean."""
        return date_meaning_of(self.kind, self.data) if isinstance(self.data, str) and self.kind != "length" else ""

    @property
    def missing(self) -> str:
        """What to do where nothing was entered."""
        return self.entry.lacking or ("Enter a length of time." if self.kind == "length" else "Enter a date.")

    @property
    def trouble(self) -> str:
        """Why a text is not understood."""
        given = self.data
        return date_problem(self.kind, given, context_of(self).today) if isinstance(given, str) else ""


class ChoiceField(Leaf):
    """One of a few values. ``preset`` is what a record has that does not say; data of it is None."""

    control = "choice"

    def __init__(
        self,
        entry: FieldEntry,
        required: bool = False,
        *,
        values: Iterable[str],
        preset: str = "",
        **options: Unpack[FieldOptions],
    ):
        super().__init__(entry, required, **options)
        self.values, self.preset = tuple(values), preset

    def process_data(self, value: PlainValue) -> None:
        """Take a value of a record; the preset one is nothing."""
        super().process_data(None if value == self.preset else value)

    def read(self, text: str) -> PlainValue:
        """The value, the preset one being nothing. What the page did not offer changes nothing."""
        if text not in self.values and text != self.chosen:
            before: PlainValue = self.data
            return before
        return None if text == self.preset else text

    @property
    def missing(self) -> str:
        """What to do where nothing was chosen."""
        return "Choose one."

    @property
    def chosen(self) -> str:
        """The value that is marked."""
        return self.preset if self.data is None else str(self.data)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Values with their words; one that is not allowed but in the data too."""
        choices = [(value, self.entry.choices[value]) for value in self.values]
        odd = self.chosen and self.chosen not in self.values
        return [*choices, (self.chosen, f"“{self.chosen}” (not a valid choice)")] if odd else choices

    @property
    def is_list(self) -> bool:
        """Whether there are too many for one beside the other."""
        return len(self.values) > _MOST_RADIOS

    @property
    def may_be_empty(self) -> bool:
        """Whether no value is one of the answers."""
        return not self.required and not self.preset

    @property
    def optional(self) -> bool:
        """What has a preset answer is answered."""
        return super().optional and not self.preset


class ReferenceField(Leaf):
    """The name of a record, a term or a product: its id, its exact name, or words to look for.

    The data is the id. The input shows the name instead, and the page keeps beside it which id that stands for; what is
    typed over it counts. ``named`` is what the data names, once that was ``looked_up``; ``matches`` the results for the
    words, None if there was no search.
    """

    widget = widgets.TextInput()
    control = "reference"

    def __init__(self, entry: FieldEntry, required: bool = False, **options: Unpack[FieldOptions]):
        super().__init__(entry, required, **options)
        self.looked_up = False
        self.named: Match | None = None
        self.matches: list[Match] | None = None

    def process(self, formdata: PostedData, data: object = unset_value, extra_filters: Filters = None) -> None:
        """Take the data, then what was posted: the id that the page had for a name, as long as the name stands."""
        super().process(formdata, data, extra_filters)
        posted = cast(Mapping[str, str], formdata) if formdata is not None else {}
        id, _, title = posted.get(self.stands_for, "").partition(" ")
        if title and isinstance(self.data, str) and self.data.split() == title.split():
            self.data = id

    def _value(self) -> str:
        return self.shown_name or super()._value()

    @property
    def shown_name(self) -> str:
        """The name of what the data names, as far as that was looked up."""
        return " ".join(self.named.title.split()) if self.named else ""

    @property
    def stands_for(self) -> str:
        """The name under which the page posts which id the name in the input stands for."""
        return f"{self.name}.is"

    @property
    def standing(self) -> str:
        """Which id the name in the input stands for."""
        return f"{self.data} {self.shown_name}" if self.shown_name else ""

    @property
    def missing(self) -> str:
        """What to do where nothing was chosen."""
        return "Choose one."

    @property
    def kinds(self) -> tuple[str, ...]:
        """What can be named here."""
        return self.entry.of

    @property
    def creatable(self) -> list[tuple[str, str]]:
        """Kinds of record that can be entered from here, with the words for that."""
        return [(kind, _CREATABLE[kind]) for kind in self.kinds if kind in _CREATABLE]

    @property
    def picked(self) -> str:
        """The name under which a chosen match is posted."""
        return f"{self.name}.pick"

    @property
    def trouble(self) -> str:
        """Why the text names nothing; not while there is something found to choose from."""
        if not self.looked_up or self.named or self.matches or self.data is None:
            return ""
        return f"We found no record or draft called “{self.data}”. Try other words, or create it."

    def pick(self, posted: Mapping[str, str]) -> None:
        """Take the match that was chosen, where one was."""
        if chosen := clean(posted.get(self.picked, "")):
            self.data = chosen

"""The form of a record: shows plain data as inputs, returns posted input as plain data, and places errors."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from tracker.core.scope import DIMENSIONS
from tracker.records.ids import OF_COMPANIES
from tracker.records.messages import Message
from tracker.records.reading.problems import Path
from tracker.services.publishing.checking.unanswered import PRESET
from tracker.web.desk.form.building import fields_of
from tracker.web.desk.form.combinations import Combinations
from tracker.web.desk.form.context import FormContext, FormMeta
from tracker.web.desk.form.error_messages import MISSING, MISSING_TEXT, field_message, sentence
from tracker.web.desk.form.fields import ChoiceField, DateField, IdField, ReferenceField
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.layouts.layout import TAKE_DOWN, Section, Step
from tracker.web.desk.form.parts import OneOfField, PartField, RowsField, merged, references_in
from tracker.web.desk.form.plain import FormField, PlainMapping, PlainRecord, form_fields
from tracker.web.desk.form.scope.fields import TreesField

__all__ = ["RecordForm", "ShownProblem", "ShownSection", "ShownStep", "TooManyFieldsError", "posted_fields", "walked"]

_NAME = re.compile(r"[a-z_]{1,40}(?:-(?:[a-z_]{1,40}|\d{1,3}))*(?:\.[a-z]{1,20})?", re.ASCII)
_MOST_FIELDS = 5000
_FIRST_ASKED = ("source", "quote", "start")
"""What is asked first of a version."""


class TooManyFieldsError(Exception):
    """More was posted than any record’s form has."""


class ShownProblem(NamedTuple):
    """What is wrong, in which field by its label, and the id of the place on the page."""

    place: str
    label: str
    message: str


@dataclass(frozen=True)
class ShownSection:
    """Fields under one heading, and those that stand behind “More”; ``open`` where these hold something."""

    section: Section
    fields: list[FormField]
    more: list[FormField]
    open: bool


@dataclass(frozen=True)
class ShownStep:
    """Fields that are asked together; how far they are: ``mark`` is done, draft or wrong, with a note beside it.

    ``open``: they hold something, or something in them is to be put right.
    """

    step: Step
    fields: list[FormField]
    mark: str
    note: str
    open: bool


def posted_fields(posted: MultiDict[str, str]) -> tuple[MultiDict[str, str], list[str]]:
    """What a form can have posted, and the names of all else. Raises TooManyFieldsError.

    A sign that PostgreSQL cannot keep, and that nobody can see or type, is left out.
    """
    if len(posted) > _MOST_FIELDS:
        raise TooManyFieldsError
    pairs = [(name, text.replace("\0", "")) for name, text in posted.items(multi=True) if _NAME.fullmatch(name)]
    fields = MultiDict(pairs)
    return fields, [name for name in posted if name not in fields]


class RecordForm:
    """A record’s fields with what a draft holds, and over it what was posted.

    ``settled``: the record is published, so its id stays, and with it the company that the id names. To show it, two
    things more can be set: the row that is ``asked_to_remove``, and the ``questions`` that rows ask, each by its name.
    And ``sentences`` that readers would see, by the id of the box, and ``offers`` for a field, by its name.
    """

    def __init__(
        self,
        kind: str,
        body: PlainMapping,
        context: FormContext,
        posted: MultiDict[str, str] | None = None,
        *,
        settled: bool = False,
    ):
        self.kind, self.before, self.layout = kind, dict(body), LAYOUTS[kind]
        all_fields = fields_of(self.layout)
        self.without = {"id"} if settled else set()
        if settled and (self._company_always_given or self._named_by_id(body)):
            self.without.add("company")
        fields = {name: field for name, field in all_fields.items() if name not in self.without}
        self.asked_to_remove = ""
        self.questions: dict[str, Combinations] = {}
        self.sentences: Mapping[str, object] = {}
        self.offers: Mapping[str, Sequence[object]] = {}
        self.context = context
        self.form = BaseForm(fields, meta=FormMeta(context))
        self.form.process(posted, data=self._with_company(body))
        self._ask_what_changed()

    def _ask_what_changed(self) -> None:
        """No answer is taken for granted of what changed in a later version."""
        rows = form_fields(self.form).get("versions")
        for row in rows.entries[1:] if isinstance(rows, RowsField) else ():
            change = row.form["change"]
            assert isinstance(change, ChoiceField)
            change.preset, change.required = "", True
            change.values = tuple(value for value in change.values if value != "announced")

    @staticmethod
    def _named_by_id(body: PlainMapping) -> bool:
        return not body.get("company") and not body.get("initiative") and "/" in str(body.get("id", ""))

    @property
    def _company_always_given(self) -> bool:
        """Whether records of the kind name their company beside their id."""
        company = self.layout.of.model_fields.get("company")
        return company is not None and company.is_required()

    def _with_company(self, body: PlainMapping) -> PlainRecord:
        """The data with the company that the id names."""
        if "company" in fields_of(self.layout) and not self._company_always_given and self._named_by_id(body):
            return {**body, "company": str(body["id"]).partition("/")[0]}
        return dict(body)

    def body(self) -> PlainRecord:
        """What is in the form, as plain data in the one record format; a company that the id names is left out."""
        data = {"kind": self.kind, **merged(self.form)}
        data |= {name: self.before[name] for name in self.without | self.layout.unasked if name in self.before}
        company, id = data.get("company"), data.get("id")
        if (
            not self._company_always_given
            and company
            and isinstance(id, str)
            and id.partition("/")[0] == company
            and "/" in id
        ):
            del data["company"]
        return data

    def sections(self) -> list[ShownSection]:
        """All fields, section by section. What is not published yet cannot be taken down."""
        shown, fields = [], form_fields(self.form)
        for section in self.layout.sections:
            some = [(entry, fields[entry.name]) for entry in section.entries if entry.name in fields]
            more = [field for entry, field in some if entry.more]
            is_open = self.holds_something(more)
            if section is TAKE_DOWN and "id" not in self.without and not is_open:
                continue
            shown.append(ShownSection(section, [field for entry, field in some if not entry.more], more, is_open))
        return [section for section in shown if section.fields or section.more]

    def steps(self, unfilled: Iterable[Path] = ()) -> list[ShownStep]:
        """All fields in the order in which they are asked; none of a kind that is asked in sections.

        ``unfilled`` are paths of what is still to be filled in. Problems are attached before.
        """
        empty = [field.name for path in unfilled if (field := self._at(path)[0]) is not None]
        return [self._step(step, empty) for step in self.layout.steps]

    def _step(self, step: Step, empty: Sequence[str]) -> ShownStep:
        fields = [field for name in step.fields if (field := self._asked_field(name)) is not None]
        names = tuple(field.name for field in fields)
        wrong = sum(len(field.problems) for field, _ in walked(self.form) if _within(field.name, names))
        blank = sum(map(self._is_blank, fields))
        missing = max(blank, sum(_within(name, names) for name in empty))
        all_panes = [pane for field in fields if isinstance(field, TreesField) for pane in field.panes()]
        panes = [pane for pane in all_panes if pane.terms_of.name not in PRESET]
        answered = sum(pane.answered for pane in panes)
        if wrong:
            mark, note = "wrong", f"{wrong} to fix"
        elif answered < len(panes):
            mark, note = "draft", f"{answered} of {len(panes)} answered"
        elif missing:
            mark, note = "draft", f"{missing} to fill in"
        elif step.rare:
            mark, note = "draft", "none needed"
        else:
            mark, note = "done" if any(field.data is not None for field in fields) else "draft", ""
        return ShownStep(step, fields, mark, note, self.holds_something(fields))

    def _is_blank(self, field: FormField) -> bool:
        """Whether a box that has to be filled in is empty; an initiative stands in place of a company."""
        instead = form_fields(self.form).get("initiative") if field.name == "company" else None
        return field.data is None and getattr(field, "required", False) and not (instead and instead.data)

    def _asked_field(self, name: str) -> FormField | None:
        """The field that a step names; None where the form is without it."""
        above, _, inner = name.partition(".")
        field = form_fields(self.form).get(above)
        if not inner or not isinstance(field, RowsField):
            return field
        if inner == "change" and len(field.entries) < 2:
            return None
        return form_fields(field.entries[-1].form)[inner]

    @property
    def versions(self) -> RowsField | None:
        """The rows of which only the last are asked step by step; None in a form without such."""
        rows = form_fields(self.form).get("versions")
        return rows if isinstance(rows, RowsField) and self.layout.steps else None

    @staticmethod
    def holds_something(fields: Iterable[FormField]) -> bool:
        """Whether fields hold something that a person should see: an id that was made is not that."""
        return any((field.data is not None and not isinstance(field, IdField)) or field.problems for field in fields)

    @property
    def unread(self) -> FormField | None:
        """The first field in which something was typed that cannot be read as what it should be."""
        return next((field for field, _ in walked(self.form) if getattr(field, "trouble", "")), None)

    def references(self) -> Iterator[ReferenceField]:
        """All inputs that name a record or a term."""
        for field in form_fields(self.form).values():
            yield from references_in(field)

    def unknown(self, posted: Iterable[str], beside: Container[str]) -> list[str]:
        """Names that were posted and that no input of the form has; ``beside`` are those of the page around it."""
        known_names, trees = set(), []
        for field, _ in walked(self.form):
            known_names |= {field.name, getattr(field, "marker", ""), getattr(field, "picked", "")}
            known_names.add(getattr(field, "stands_for", ""))
            if isinstance(field, PartField):
                known_names |= {f"{field.name}.together", f"{field.name}.combination"}
            if field.control in ("scope", "terms"):
                trees.append(f"{field.name}-")
        names = (name for name in posted if name not in known_names and name not in beside)
        return [name for name in names if not name.startswith(tuple(trees))]

    def said(self) -> dict[str, dict[str, str]]:
        """For a script, by the ids of inputs: what is understood, what is named, what is not understood."""
        return {
            field.id: {"meant": field.understood, "named": named_words(field), "problem": field.trouble}
            for field, _ in walked(self.form)
            if isinstance(field, (DateField, ReferenceField))
        }

    def trees(self) -> Iterator[TreesField]:
        """All fields that pick terms from trees."""
        for field, _ in walked(self.form):
            if isinstance(field, TreesField):
                yield field

    def find(self, name: str) -> FormField | None:
        """The field or row with this name; None where there is none."""
        here: FormField | None = None
        for step in name.split("-"):
            if here is None or isinstance(here, PartField):
                form = self.form if here is None else here.form
                here = form_fields(form).get(step)
            elif isinstance(here, RowsField) and step.isdecimal() and int(step) < len(here.entries):
                here = here.entries[int(step)]
            else:
                return None
            if here is None:
                return None
        return here

    def attach(self, problems: Iterable[tuple[Path, Message]]) -> list[ShownProblem]:
        """Put each problem to its field; all of them in the order of the form, with labels that lead there."""
        elsewhere: list[ShownProblem] = []
        for path, words in (field_message(*placed) for placed in self.placed(problems)):
            field, rest = self._at(path)
            message = getattr(field, "missing", words) if words == MISSING_TEXT else words
            if field is None:
                elsewhere.append(ShownProblem("", "", message))
            elif not _has_words_of_its_own(field) and message not in field.problems:
                field.problems.append(message)
                if isinstance(field, TreesField) and rest and rest[0] in DIMENSIONS:
                    field.pane_problems[rest[0]] = message
        return [*elsewhere, *(problem for field, label in walked(self.form) for problem in _problems(field, label))]

    def placed(self, problems: Iterable[tuple[Path, Message]]) -> Iterator[tuple[Path, Message]]:
        """Problems where people can fix them: a missing ID is made once the fields are there that it is made from.

        The first version, of which nothing is filled in yet, is on the page already: its fields are what is missing.
        """
        for path, message in problems:
            if path == ("id",) and message.code in MISSING:
                owners = [field for name in ("company", "initiative") if (field := form_fields(self.form).get(name))]
                if self.kind in OF_COMPANIES and owners and not any(field.data for field in owners):
                    yield ("company",), message
            elif path == ("versions",) and message.code in MISSING and self.versions:
                yield from ((("versions", 0, name), Message("missing", {"description": ""})) for name in _FIRST_ASKED)
            else:
                yield path, message

    def _at(self, path: Path) -> tuple[FormField | None, Path]:
        """The field at a path, or the nearest one above it, with the rest of the path."""
        here: FormField | None = None
        for i, step in enumerate(path):
            if here is None:
                there, used = form_fields(self.form).get(str(step)), True
            elif hasattr(here, "child"):
                there, used = here.child(step)
            else:
                return here, path[i:]
            if there is None:
                return here, path[i:]
            if not used:
                return there, path[i:]
            here = there
        return here, ()


def named_words(field: DateField | ReferenceField) -> str:
    """What a name means, in one line."""
    named = field.named if isinstance(field, ReferenceField) else None
    return " ".join(text for text in (named.title, named.detail) if text) if named else ""


def walked(form: BaseForm, above: str = "") -> Iterator[tuple[FormField, str]]:
    """All fields in the order of the form, each with its label and those of the rows that it is in."""
    for field in form_fields(form).values():
        yield from _walked(field, f"{above}{field.entry.label}", above)


def _walked(field: FormField, label: str, above: str) -> Iterator[tuple[FormField, str]]:
    yield field, label
    if isinstance(field, RowsField):
        for number, row in enumerate(field.entries, 1):
            name = f"{field.entry.one} {number}".capitalize()
            alone = field.entry.copied and len(field.entries) == 1
            if alone and isinstance(row, PartField):
                yield row, f"{above}{name}"
                yield from walked(row.form, above)
            else:
                yield from _walked(row, f"{above}{name}", f"{above}{name}: ")
    elif isinstance(field, PartField):
        yield from walked(field.form, above or (f"{label}: " if field.control == "part" else ""))


def _within(name: str, fields: tuple[str, ...]) -> bool:
    """Whether a field is one of these, or stands in one of them."""
    return name in fields or name.startswith(tuple(f"{field}-" for field in fields))


def _has_words_of_its_own(field: FormField) -> bool:
    if isinstance(field, OneOfField) and field.chosen.chosen in field.inputs:
        return _has_words_of_its_own(form_fields(field.form)[field.chosen.chosen])
    return bool(getattr(field, "trouble", "") or getattr(field, "doubt", ""))


def _problems(field: FormField, label: str) -> Iterator[ShownProblem]:
    if own := getattr(field, "trouble", "") or getattr(field, "doubt", ""):
        field.problems = [sentence(own)]
    panes = field.pane_problems if isinstance(field, TreesField) else {}
    for message in field.problems:
        pane = next((name for name, problem in panes.items() if problem == message), "")
        if pane and isinstance(field, TreesField) and (terms_of := field.of(pane)):
            yield ShownProblem(field.pane_id(pane), f"{label}, {terms_of.word}", message)
        else:
            yield ShownProblem(field.id, label, message)

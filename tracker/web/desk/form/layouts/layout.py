"""The layout of a form: labels and order of a record’s fields, and what is behind “More”."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic.fields import FieldInfo

from tracker.records.types.parts.fields import Part, TakenDown

__all__ = ["ID_HELP", "LANGUAGE_HELP", "TAKE_DOWN", "FieldEntry", "Layout", "Section", "Step", "part"]


@dataclass(frozen=True)
class FieldEntry:
    """One field of a record type, in words.

    ``name`` is the field's; an act's six dimensions are the one entry ``done``.

    ``choices`` gives the words for each allowed value; ``of`` the kinds of record (or ``term``, ``product``) that can
    be named there; ``holds`` the layout of the part or of each of the parts that it holds; ``one`` the word for one
    row, of which a form shows at ``least`` so many. Inputs for texts are as ``wide`` as most answers: short, line or
    long. ``inner``: it is one of several inputs of one answer. ``only``: it is asked where another field has this
    value. ``copied``: a new row begins as a copy of the one before; as long as there is one, it has no number.
    ``reloads``: the form offers something else once it is chosen. ``lacking`` says what to do where a date that is
    needed was not entered, if that is more than to enter one.
    """

    name: str
    label: str
    help: str = ""
    example: str = ""
    more: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    of: tuple[str, ...] = ()
    holds: "Layout | None" = None
    one: str = ""
    least: int = 0
    inner: bool = False
    wide: str = "line"
    only: str = ""
    copied: bool = False
    reloads: bool = False
    lacking: str = ""


@dataclass(frozen=True)
class Section:
    """Fields under one heading; those behind “More” stand last, whatever their place here."""

    title: str
    entries: tuple[FieldEntry, ...]
    intro: str = ""


@dataclass(frozen=True)
class Step:
    """Fields that are asked together, by name; ``versions.quote`` is that of the last version."""

    id: str
    title: str
    fields: tuple[str, ...]
    intro: str = ""
    rare: bool = False


@dataclass(frozen=True, eq=False)
class Layout:
    """All fields of a record type or of a part of one, each once; ``steps`` are the order in which a form asks."""

    of: type[Part]
    sections: tuple[Section, ...]
    steps: tuple[Step, ...] = ()

    @property
    def entries(self) -> Iterator[FieldEntry]:
        """All entries of all sections."""
        for section in self.sections:
            yield from section.entries

    @cached_property
    def required(self) -> frozenset[str]:
        """The fields that must be filled in, whatever the others hold."""
        return frozenset(self.of.model_json_schema().get("required", ()))

    @cached_property
    def unasked(self) -> frozenset[str]:
        """The fields that no input has: the desk fills them itself, and a form leaves them as they are."""
        return frozenset(self.fields.keys() - {entry.name for entry in self.entries} - {"kind"})

    @property
    def fields(self) -> dict[str, tuple[str, FieldInfo]]:
        """All fields of the type by their names in records, each with its name in code and what is known of it."""
        return {info.alias or name: (name, info) for name, info in self.of.model_fields.items()}


def part(of: type[Part], *entries: FieldEntry) -> Layout:
    """The layout of a part: one section without a heading."""
    return Layout(of, (Section("", entries),))


LANGUAGE_HELP = "Its code, if it is not in the language of this site. Search then finds other forms of a word."
ID_HELP = (
    "Part of this record’s permanent web address. We make it from what you enter. You cannot change it after "
    "publication."
)
"""What the forms say of a record's own id."""

TAKE_DOWN = Section(
    "Take down",
    (
        FieldEntry(
            "taken_down",
            "Take this record down",
            "It then counts nowhere. Its page shows the date and your reason. Nothing is deleted from the ledger.",
            more=True,
            holds=part(
                TakenDown,
                FieldEntry("date", "From", wide="short"),
                FieldEntry("reason", "Reason (shown to readers)", example="It was entered twice.", wide="long"),
            ),
        ),
    ),
)
"""The last section of every kind of record."""

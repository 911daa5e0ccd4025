"""Field types shared by all kinds of record: ids, texts, addresses, uncertain dates, terms by dimension."""

import re
import unicodedata
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from tracker.core.dates import DATE_FORMS, PERIOD_FORMS, Duration, Period, UncertainDate
from tracker.core.scope import Dimension, Label

ID_FORM = "small letters, digits and hyphens, in one or two parts: microsoft or microsoft/police-sales"
TERM_FORM = "letters, digits and hyphens: local-police, US, US-CA"
_ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-.][a-z0-9]+)*)?")
_TERM = re.compile(r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\x00-\x1f\x7f]+")


class Part(BaseModel):
    """Base of every record and of every part of one: strict about unknown fields, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=False)


class Record(Part):
    """Base of every kind: its id never changes."""

    @property
    def key(self) -> tuple[str, str]:
        """Kind and id: what makes a record one of its own."""
        return self.kind, self.id  # type: ignore[attr-defined]


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(f"“{text}” is not an id: write {ID_FORM}")
    return text


@lru_cache(maxsize=10_000)
def _term(text: str) -> str:
    # Remembered: records name the same few terms again and again.
    if not _TERM.fullmatch(text):
        raise ValueError(f"“{text}” is not the id of a term: write {TERM_FORM}")
    return text


def _plain(text: str) -> str:
    for sign in "" if text.isprintable() else text:
        if unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in "\n\t":
            raise ValueError(f"holds the control character U+{ord(sign):04X}; write plain text")
    if not text:
        raise ValueError("is empty; leave the field out, or write something")
    return text


def _line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("must be one line of text")
    return text


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"“{text}” is not a web address: write one that begins with https:// or http://")
    return text


Id = Annotated[
    str,
    Field(max_length=120),
    AfterValidator(_id),
    WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": 120}),
]
TermId = Annotated[
    str,
    Field(max_length=80),
    AfterValidator(_term),
    WithJsonSchema({"type": "string", "pattern": f"^{_TERM.pattern}$", "maxLength": 80}),
]
Line = Annotated[str, Field(max_length=300), AfterValidator(_plain), AfterValidator(_line)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_plain)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(_address)]


def _read_as(kind: type[Any], forms: str) -> PlainValidator:
    """Read a value class from its text; the error says which forms there are."""

    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            raise ValueError(f"is not text: write {forms}")
        return kind.parse(value.strip())

    return PlainValidator(read)


def _schema(forms: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": forms, "examples": list(examples)})


_DURATIONS = "a length of time: 1 year, 18 months, 2 weeks, 90 days"
_WRITTEN = PlainSerializer(str, return_type=str)

Date = Annotated[
    UncertainDate,
    _read_as(UncertainDate, DATE_FORMS),
    _WRITTEN,
    _schema(DATE_FORMS, "2020-06-11", "2018-11", "2020-06-12~"),
]
When = Annotated[
    Period, _read_as(Period, PERIOD_FORMS), _WRITTEN, _schema(PERIOD_FORMS, "2017-09/2018-12", "2020-06-11/..")
]
Length = Annotated[Duration, _read_as(Duration, _DURATIONS), _WRITTEN, _schema(_DURATIONS, "1 year")]

Commitment = Literal["refrain", "perform"]
Terms = Annotated[tuple[TermId, ...], Field(min_length=1, max_length=500)]


class TermsByDimension(Part):
    """Terms of the topic's vocabularies, dimension by dimension."""

    actor: Terms | None = Field(None, description="Who acts; left out, the company itself.", examples=[["company"]])
    action: Terms | None = Field(None, description="What is done.", examples=[["sell"]])
    subject: Terms | None = Field(
        None, description="The technology, product or matter.", examples=[["facial-recognition"]]
    )
    counterparty: Terms | None = Field(None, description="The customer or recipient.", examples=[["local-police"]])
    place: Terms | None = Field(None, description="Where; ISO 3166 codes.", examples=[["US"]])
    purpose: Terms | None = Field(None, description="What for.", examples=[["mass-surveillance"]])

    def of(self, dimension: str) -> tuple[str, ...] | None:
        """The terms in one dimension; None where none are given."""
        terms: tuple[str, ...] | None = getattr(self, dimension)
        return terms


class Labels(Part):
    """What a scope says in one dimension. A term stands under one label at most; labels reach narrower terms."""

    in_: tuple[TermId, ...] = Field((), alias="in", description="Terms that the words cover.")
    out: tuple[TermId, ...] = Field((), description="Terms that are known to be not covered.")
    except_: tuple[TermId, ...] = Field(
        (), alias="except", description="Terms that the pledge's own words leave out; silence is never an exception."
    )
    unclear: tuple[TermId, ...] = Field((), description="Terms of which the words do not say whether they are covered.")
    rest: Literal["in", "out", "unclear"] | None = Field(
        None, description="All other terms; left out: out where something is in, else in."
    )

    def by_label(self) -> dict[Label, tuple[str, ...]]:
        """Terms by label."""
        return {Label.IN: self.in_, Label.OUT: self.out, Label.EXCEPT: self.except_, Label.UNCLEAR: self.unclear}

    @model_validator(mode="after")
    def _one_label_a_term(self) -> "Labels":
        seen: dict[str, Label] = {}
        for label, terms in self.by_label().items():
            for term in terms:
                if term in seen:
                    raise ValueError(f"“{term}” stands under {seen[term]} and again under {label}; keep one")
                seen[term] = label
        if not seen and self.rest is None:
            raise ValueError("says nothing; leave the dimension out to mean any, or name terms")
        return self

    def dimension(self) -> Dimension:
        """The same as a value of the core."""
        return Dimension.of(self.by_label(), None if self.rest is None else Label(self.rest))


class ScopeLabels(Part):
    """A scope: labels in each of six dimensions. A dimension that is left out is any; an actor left out: the company."""

    actor: Labels | None = Field(None, description="Who is bound; left out: the company is in, the rest unclear.")
    action: Labels | None = Field(None, description="What is promised to be done or not done.")
    subject: Labels | None = Field(None, description="The technology, product or matter.")
    counterparty: Labels | None = Field(None, description="The customer or recipient.")
    place: Labels | None = Field(None, description="Where; ISO 3166 codes.")
    purpose: Labels | None = Field(None, description="What for.")

    def of(self, dimension: str) -> Labels | None:
        """The labels in one dimension; None where it is left out."""
        labels: Labels | None = getattr(self, dimension)
        return labels

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
from tracker.core.scales import RANGE_FORM, RangeError, range_text
from tracker.core.scope import Dimension, Label
from tracker.records.ids import ID, LONGEST_ID
from tracker.records.invisible import without_invisible
from tracker.records.messages import refusal

ID_FORM = "lower-case letters, digits and hyphens, in one or two parts, such as microsoft or microsoft/police-sales"
TERM_FORM = "letters, digits and hyphens: local-police, US, US-CA"
_NUMBERS = re.compile(r"[<>≤≥=]|-?[0-9]")
_TERM_OR_RANGE_FORM = f"{TERM_FORM}; on a scale {RANGE_FORM}"
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
        # Each kind declares both, as a literal and with a pattern of its own.
        return self.kind, self.id  # type: ignore[attr-defined]


def _id(text: str) -> str:
    if not re.fullmatch(ID, text):
        raise refusal("not-id", given=text, allowed=ID_FORM)
    return text


def is_term_id(text: str) -> bool:
    """Whether a text can be the id of a vocabulary's term."""
    return len(text) <= LONGEST_ID and _TERM.fullmatch(text) is not None


@lru_cache(maxsize=10_000)
def _term(text: str) -> str:
    # Remembered: records name the same few terms again and again.
    if not _TERM.fullmatch(text):
        raise refusal("not-term-id", given=text, allowed=TERM_FORM)
    return text


@lru_cache(maxsize=10_000)
def _term_or_range(text: str) -> str:
    if _TERM.fullmatch(text):
        return text
    try:
        return range_text(text)
    except RangeError:
        if _NUMBERS.match(text):
            raise refusal("not-range", given=text, allowed=RANGE_FORM) from None
        raise refusal("not-term-id", given=text, allowed=_TERM_OR_RANGE_FORM) from None


def _visible(text: str) -> str:
    return text if text.isprintable() else without_invisible(text).strip()


def _plain(text: str) -> str:
    for sign in "" if text.isprintable() else text:
        if unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in "\n\t":
            raise refusal("control-character", given=f"U+{ord(sign):04X}")
    if not text:
        raise refusal("empty")
    return text


def _line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise refusal("several-lines")
    return text


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise refusal("not-address", given=text)
    return text


Id = Annotated[
    str,
    Field(max_length=120),
    AfterValidator(_id),
    WithJsonSchema({"type": "string", "pattern": f"^{ID}$", "maxLength": LONGEST_ID}),
]
TermId = Annotated[
    str,
    Field(max_length=80),
    AfterValidator(_term),
    WithJsonSchema({"type": "string", "pattern": f"^{_TERM.pattern}$", "maxLength": 80}),
]
TermOrRange = Annotated[
    str,
    Field(max_length=80),
    AfterValidator(_term_or_range),
    WithJsonSchema(
        {
            "type": "string",
            "description": f"The ID of a term; on a scale {RANGE_FORM}.",
            "examples": ["local-police", ">= 40"],
            "maxLength": 80,
        }
    ),
]
Line = Annotated[str, Field(max_length=300), AfterValidator(_visible), AfterValidator(_plain), AfterValidator(_line)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_plain)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(_address)]


def _read_as(kind: type[Any], forms: str) -> PlainValidator:
    """Read a value class from its text; the error says which forms there are."""

    def read(value: object) -> object:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            raise refusal("not-written", allowed=forms)
        try:
            return kind.parse(value.strip())
        except ValueError as error:
            raise refusal("unreadable", problem=str(error)) from None

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


def check_order(since: UncertainDate | None, until: UncertainDate | None) -> None:
    """Refuse what certainly ends before it begins."""
    if since and until and until.latest < since.earliest:
        raise refusal("ends-before-start", end=str(until), start=str(since))


class TakenDown(Part):
    """Marks a record that the site has taken down. It counts nowhere any more; its page gives date and reason."""

    date: Date = Field(description="The date it was taken down.", examples=["2026-11-01"])
    reason: Text = Field(
        description="Reason shown to readers: one or two sentences.", examples=["It was entered twice."]
    )


TAKEN_DOWN: Any = Field(
    None,
    description="Set this to take the record down. It then counts nowhere; its page says so, with date and reason.",
)
"""The last field of every kind of record."""

Commitment = Literal["refrain", "perform"]
Terms = Annotated[tuple[TermOrRange, ...], Field(min_length=1, max_length=500)]


class TermsByDimension(Part):
    """Terms of the topic's vocabularies, dimension by dimension."""

    actor: Terms | None = Field(None, description="Who acts. Default: the company itself.", examples=[["company"]])
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
    """The scope in one dimension. Each term has at most one label; labels also apply to more specific terms."""

    in_: tuple[TermOrRange, ...] = Field((), alias="in", description="Terms the pledge covers.")
    out: tuple[TermOrRange, ...] = Field((), description="Terms the pledge is known not to cover.")
    except_: tuple[TermOrRange, ...] = Field(
        (),
        alias="except",
        description="Terms for which the pledge itself makes an exception. Silence is not an exception.",
    )
    unclear: tuple[TermOrRange, ...] = Field(
        (), description="Terms for which the pledge does not say whether it covers them."
    )
    rest: Literal["in", "out", "unclear"] | None = Field(
        None, description="All other terms. Default: out if something is in, otherwise in."
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
                    raise refusal("two-marks", term=term, first=str(seen[term]), second=str(label))
                seen[term] = label
        if not seen and self.rest is None:
            raise refusal("no-marks")
        return self

    def dimension(self) -> Dimension:
        """The same as a value of the core."""
        return _dimension((self.in_, self.out, self.except_, self.unclear), self.rest)


@lru_cache(maxsize=5_000)
def _dimension(terms: tuple[tuple[str, ...], ...], rest: str | None) -> Dimension:
    """Made once for the same labels, which many pledges have."""
    by_label = zip((Label.IN, Label.OUT, Label.EXCEPT, Label.UNCLEAR), terms, strict=True)
    return Dimension.of(dict(by_label), None if rest is None else Label(rest))


class ScopeLabels(Part):
    """A scope: labels in up to six dimensions. A dimension you leave out means “any”; without an actor, it means the company."""  # noqa: E501

    actor: Labels | None = Field(
        None, description="Who must keep the pledge. Default: the company is in, everyone else unclear."
    )
    action: Labels | None = Field(None, description="What is promised to be done or not done.")
    subject: Labels | None = Field(None, description="The technology, product or matter.")
    counterparty: Labels | None = Field(None, description="The customer or recipient.")
    place: Labels | None = Field(None, description="Where; ISO 3166 codes.")
    purpose: Labels | None = Field(None, description="What for.")

    def of(self, dimension: str) -> Labels | None:
        """The labels in one dimension; None where it is left out."""
        labels: Labels | None = getattr(self, dimension)
        return labels

"""What a column of a spreadsheet can mean: a field of the records that its rows make."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from tracker.core.scope import DIMENSIONS

__all__ = ["FIELDS", "FIELD_KEYS", "GROUPS", "Form", "TableField", "dimension_of", "field_label"]

Form = Literal["line", "text", "day", "due", "number", "address", "country", "choice", "terms", "lines"]
"""How a cell is read. ``due`` is a day by which something is to be done; ``lines`` are several lines in one cell."""


class TableField(NamedTuple):
    """One field: its key, what people call it, how its cells are read, and the allowed values of a choice.

    ``heads`` are words by which a column's head is recognised, the most telling first.
    """

    key: str
    label: str
    form: Form
    heads: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The record that it belongs to."""
        return self.key.partition(".")[0]


GROUPS = {
    "company": "Company",
    "source": "Source of the row",
    "list": "The list as a source of all rows",
    "pledge": "Pledge",
    "scope": "Pledge: what it covers",
    "fulfilment": "Pledge: what was done",
    "assessment": "Rating by others",
    "evidence": "Evidence",
    "act": "Evidence: what was done (conduct)",
}
"""Headings of the fields."""

_COMPANY = (
    TableField(
        "company.name",
        "Company",
        "line",
        (
            "company",
            "company name",
            "organisation",
            "organization",
            "name of company",
            "entity",
            "corporation",
            "issuer",
            "donor",
            "firm",
            "brand",
            "parent company",
            "name",
        ),
    ),
    TableField("company.id", "Company: ID on this site", "line", ("company id", "tracker id")),
    TableField(
        "company.aliases", "Company: other names", "lines", ("aliases", "also known as", "other names", "trading name")
    ),
    TableField("company.lei", "Company: LEI", "line", ("lei", "legal entity identifier")),
    TableField("company.isin", "Company: ISIN", "lines", ("isin", "isins")),
    TableField("company.wikidata", "Company: Wikidata", "line", ("wikidata", "wikidata id", "qid")),
    TableField("company.register", "Company: register number", "line", ("register number", "registration number")),
    TableField(
        "company.country",
        "Company: country",
        "country",
        ("country", "hq country", "headquarters", "location", "country of headquarters", "hq"),
    ),
    TableField("company.sector", "Company: sector", "line", ("sector", "industry", "gics sector", "sector name")),
    TableField("company.website", "Company: website", "address", ("website", "company website", "homepage")),
    TableField("company.summary", "Company: summary", "text", ("company description", "about the company")),
)
_SOURCE = (
    TableField(
        "source.url",
        "Source: web address",
        "address",
        (
            "source url",
            "source",
            "link",
            "url",
            "sources",
            "source link",
            "links",
            "reference",
            "web address",
            "evidence link",
        ),
    ),
    TableField(
        "source.archive_url",
        "Source: archived copy",
        "address",
        ("archive", "archived", "archive link", "archive url", "archived copy", "wayback"),
    ),
    TableField("source.title", "Source: title", "line", ("source title", "document", "headline", "source name")),
    TableField("source.publisher", "Source: publisher", "line", ("publisher", "outlet", "source publisher")),
    TableField(
        "source.date", "Source: date", "day", ("source date", "date published", "publication date", "published")
    ),
    TableField(
        "source.retrieved",
        "Source: last read on",
        "day",
        ("retrieved", "accessed", "date accessed", "last checked", "last updated", "date checked"),
    ),
    TableField("source.author", "Source: author", "line", ("author", "byline")),
    TableField(
        "source.location",
        "Source: where to find it offline",
        "line",
        ("docket", "filing number", "page number", "filing id", "transaction id"),
    ),
    TableField("source.type", "Source: record or claim", "choice", ("source type",), ("record", "claim")),
    TableField("source.note", "Source: note for readers", "text"),
)
_LIST = tuple(
    field._replace(key=field.key.replace("source.", "list."), label=field.label.replace("Source", "List"), heads=())
    for field in _SOURCE
)
_PLEDGE = (
    TableField(
        "pledge.quote", "Pledge: the exact words", "text", ("quote", "verbatim", "exact words", "full target language")
    ),
    TableField(
        "pledge.reported",
        "Pledge: as reported",
        "text",
        (
            "promise",
            "pledge",
            "commitment",
            "target language",
            "target text",
            "policy",
            "action",
            "pledge text",
            "commitment text",
            "announcement",
            "statement",
            "target",
            "goal",
        ),
    ),
    TableField("pledge.title", "Pledge: short name", "line", ("pledge title", "promise title", "short name", "title")),
    TableField("pledge.id", "Pledge: ID on this site", "line", ("pledge id",)),
    TableField("pledge.short", "Pledge: in one line, after “has pledged”", "line", ("in one line",)),
    TableField("pledge.speaker", "Pledge: who said it", "line", ("speaker", "said by", "spokesperson", "who said it")),
    TableField("pledge.channel", "Pledge: where it was said", "line", ("channel", "where said", "medium")),
    TableField(
        "pledge.start",
        "Pledge: start date",
        "day",
        (
            "date",
            "date announced",
            "announced",
            "announcement date",
            "start",
            "start date",
            "date of announcement",
            "since",
            "date of pledge",
            "date set",
            "pledge date",
            "date promised",
        ),
    ),
    TableField("pledge.last_day", "Pledge: last day", "day", ("last day", "end date", "expires", "expiry", "ends")),
    TableField("pledge.withdrawn", "Pledge: withdrawn on", "day", ("withdrawn", "date withdrawn")),
    TableField(
        "pledge.deadline",
        "Pledge: deadline",
        "due",
        (
            "deadline",
            "target year",
            "end target year",
            "due",
            "due date",
            "year of target",
            "target date",
            "until",
            "by",
            "net zero year",
        ),
    ),
    TableField(
        "pledge.commitment", "Pledge: not to do, or to do", "choice", ("commitment type",), ("refrain", "perform")
    ),
    TableField(
        "pledge.measure",
        "Target: what is measured",
        "line",
        ("measure", "indicator", "metric", "scope", "target scope"),
    ),
    TableField(
        "pledge.at_least",
        "Target: at least",
        "number",
        (
            "at least",
            "target value",
            "target amount",
            "target percentage",
            "reduction",
            "target reduction",
            "percentage",
        ),
    ),
    TableField("pledge.at_most", "Target: at most", "number", ("at most", "cap", "limit")),
    TableField("pledge.unit", "Target: unit", "line", ("unit", "units")),
    TableField("pledge.baseline", "Target: where it started", "number", ("baseline", "base value", "baseline value")),
    TableField("pledge.baseline_on", "Target: base year", "day", ("base year", "baseline year")),
    TableField(
        "pledge.verification",
        "Pledge: who checks it",
        "choice",
        ("verification",),
        ("independent", "own report", "none"),
    ),
    TableField("pledge.note", "Pledge: note for readers", "text", ("note", "notes", "comment", "comments", "details")),
    TableField("pledge.topic", "Topic", "choice", ("topic",)),
)
_WORDS = {
    "actor": "who acts", "action": "what", "subject": "matter", "counterparty": "customer or recipient",
    "place": "where", "purpose": "what for",
}  # fmt: skip
_SCOPE = tuple(TableField(f"scope.{name}", f"Covers: {_WORDS[name]}", "terms") for name in DIMENSIONS)
_ACT = tuple(TableField(f"act.{name}", f"Act: {_WORDS[name]}", "terms") for name in DIMENSIONS)
_EVIDENCE = (
    TableField(
        "fulfilment.extent", "Done: in full, in part or not", "choice", (), ("full", "part", "part-only", "none")
    ),
    TableField(
        "fulfilment.amount", "Done: amount reached", "number", ("progress", "reached", "amount reached", "actual")
    ),
    TableField(
        "fulfilment.on",
        "Done: on which day",
        "day",
        ("progress date", "date of progress", "progress year", "reporting year"),
    ),
    TableField(
        "assessment.value",
        "Rating: what it says",
        "line",
        ("rating", "grade", "score", "status", "ranking", "assessment", "category", "target status"),
    ),
    TableField("assessment.by", "Rating: by whom", "line", ("rated by", "assessed by")),
    TableField("assessment.scale", "Rating: scale", "line", ("rating scale",)),
    TableField(
        "assessment.on",
        "Rating: of which day",
        "day",
        ("rating date", "status date", "date of rating", "date of last update"),
    ),
    TableField("evidence.title", "Evidence: title", "line", ("what happened", "event", "incident")),
    TableField("evidence.id", "Evidence: ID on this site", "line", ("evidence id",)),
    TableField(
        "evidence.period",
        "Evidence: when it happened",
        "day",
        ("date of event", "date of donation", "contribution date", "donation date", "transaction date", "receipt date"),
    ),
    TableField(
        "evidence.summary", "Evidence: summary", "text", ("summary", "description", "evidence summary", "explanation")
    ),
    TableField("act.note", "Act: short description", "line", ("donation amount", "contribution amount", "amount")),
)
FIELDS: tuple[TableField, ...] = (*_COMPANY, *_SOURCE, *_LIST, *_PLEDGE, *_SCOPE, *_EVIDENCE, *_ACT)
"""All fields, in the order in which they are offered."""
FIELD_KEYS: Mapping[str, TableField] = {field.key: field for field in FIELDS}


def dimension_of(key: str) -> str:
    """The dimension that a field of terms is about; empty for any other field."""
    group, _, name = key.partition(".")
    return name if group in ("scope", "act") and name in DIMENSIONS else ""


def field_label(key: str) -> str:
    """What people call a field."""
    return FIELD_KEYS[key].label

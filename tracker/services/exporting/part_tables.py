"""Tables of the parts of records: a row for each, numbered from 1, with foreign keys to what it names."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tracker.records.types.company import FormerName, Owner, Product
from tracker.records.types.condition import Development
from tracker.records.types.evidence import Act, Fulfilment, Outcome, QuotedWords
from tracker.records.types.initiative import Signatory
from tracker.records.types.parts.amounts import Milestone
from tracker.records.types.parts.captures import AddressState, Copy, Excerpt
from tracker.records.types.pledge import Turns, Version, VersionEvent
from tracker.records.types.vocabulary import Term
from tracker.services.exporting.columns import Column, columns_of, spread, value
from tracker.services.exporting.table import PLURALS, Data, ForeignKey, Row, Source, Table, content_of
from tracker.store.exporting import records_of

__all__ = ["PART_TABLES", "TABLED"]

_COMPANY, _TOPIC, _SOURCE = ("company", "companies"), ("topic", "topics"), ("source", "sources")
_VERSION = Column("version", "integer", "The number of the pledge’s version.")


class _Parts(NamedTuple):
    """What a table of parts has: the kind and field of records that they are in, and what its columns are.

    ``called`` names columns that would otherwise have the name of another one.
    """

    kind: str
    field: str
    name: str
    title: str
    columns: Sequence[Column]
    foreign: Sequence[tuple[str, str]] = ()
    searched: Sequence[str] = ()
    called: Sequence[tuple[str, str]] = ()


def _table(parts: _Parts) -> Table:
    kind, names = parts.kind, [column.name for column in parts.columns]
    called = dict(parts.called)
    columns = [column._replace(name=called.get(column.name, column.name)) for column in parts.columns]
    in_version = parts.field in _OF_VERSIONS
    number = Column("number", "integer", "Its place there, from 1.")
    key = (kind, *(["version"] if in_version else []), "number")

    def rows(source: Source) -> Iterator[Row]:
        for whose, content in _contents(source, kind, parts.field):
            wholes = enumerate(content.get("versions", ()), 1) if in_version else [(None, content)]
            for version, whole in wholes:
                for place, part in enumerate(_parts_of(whole, parts.field), 1):
                    own: Data = spread(part) if isinstance(part, dict) else {names[0]: part}
                    if "company" in own:
                        own = {**own, "company": source.company(own["company"])}
                    numbers = (version, place) if in_version else (place,)
                    yield [whose, *numbers, *(value(own.get(name)) for name in names)]

    owner = Column(kind, "string", f"ID of the {kind}.")
    foreign = [(kind, PLURALS[kind]), *parts.foreign]
    return Table(
        parts.name,
        parts.title,
        (owner, *([_VERSION] if in_version else []), number, *columns),
        key,
        tuple(ForeignKey(*it) for it in foreign),
        rows,
        tuple(parts.searched),
    )


def _contents(source: Source, kind: str, field: str) -> Iterator[tuple[str, Data]]:
    """The records that have such parts: those without are not read, only looked through."""
    marks = [f'"{it}":' for it in (field, *_EARLIER.get((kind, field), ()))]
    for record in records_of(source.session, kind, source.chosen):
        if any(mark in record.body for mark in marks):
            yield record.id, content_of(source, kind, record)


def _parts_of(whole: Data, field: str) -> Sequence[Any]:
    if field != "every":
        parts: Sequence[Any] = whole.get(field, ())
        return parts
    deadline = whole.get("deadline")
    return [deadline] if isinstance(deadline, dict) and "every" in deadline else ()


_EARLIER = {("company", "owners"): ("parent",)}
"""Fields of earlier forms of records that say the same."""
_OF_VERSIONS = ("milestones", "every", "events")
"""Parts of the versions of pledges; a deadline with ``every`` is a repeated duty."""
_PARTS = (
    _Parts("vocabulary", "terms", "terms", "The terms of vocabularies", columns_of(Term), (), ("name",)),
    _Parts(
        *("condition", "developments", "developments", "What happened towards conditions", columns_of(Development)),
        foreign=[_SOURCE],
    ),
    _Parts(
        *("company", "owners", "owners", "Which companies owned others, and when", columns_of(Owner)),
        foreign=[("owner", "companies"), _SOURCE],
        called=[("company", "owner")],
    ),
    _Parts("company", "names", "former_names", "Names that companies had at other times", columns_of(FormerName)),
    _Parts("company", "products", "products", "Products of companies, with their subjects", columns_of(Product)),
    _Parts(
        *("source", "derived_from", "derived_sources", "Sources that copy others, or are based on them"),
        (Column("origin", "string", "ID of the source that it copies or is based on."),),
        foreign=[("origin", "sources")],
    ),
    _Parts("source", "copies", "copies", "Copies that were kept of sources", columns_of(Copy)),
    _Parts("source", "states", "address_states", "What happened at sources’ addresses", columns_of(AddressState)),
    _Parts(
        *("initiative", "signatories", "signatories", "The companies that signed an initiative"),
        columns_of(Signatory),
        foreign=[_COMPANY, _SOURCE],
    ),
    _Parts(
        *("pledge", "versions", "versions", "The versions of pledges, with the quotes"),
        columns_of(Version, without=("milestones", "events")),
        foreign=[_SOURCE],
        searched=("quote", "reported", "speaker", "note"),
    ),
    _Parts("pledge", "milestones", "milestones", "Amounts to be reached on the way to a target", columns_of(Milestone)),
    _Parts("pledge", "every", "duties", "Duties that are repeated, with their days", columns_of(Turns)),
    _Parts(
        *("pledge", "events", "version_events", "What happened to the texts of pledges", columns_of(VersionEvent)),
        foreign=[_SOURCE],
    ),
    _Parts("evidence", "acts", "acts", "What was done", columns_of(Act)),
    _Parts(
        *("evidence", "fulfils", "statements", "What sources say was done by a day", columns_of(Fulfilment)),
        foreign=[("pledge", "pledges")],
    ),
    _Parts(
        *("evidence", "outcomes", "outcomes", "What happened in the matter, by day", columns_of(Outcome)),
        foreign=[_SOURCE],
        searched=("note",),
    ),
    _Parts(
        *("evidence", "quotes", "quotes", "Quotes about what happened", columns_of(QuotedWords)),
        foreign=[_SOURCE],
        searched=("text", "speaker"),
    ),
    _Parts(
        *("evidence", "excerpts", "excerpts", "Words found in kept copies of sources", columns_of(Excerpt)),
        foreign=[_SOURCE],
        searched=("quote",),
    ),
    _Parts(
        *("evidence", "topics", "evidence_topics", "The topics of evidence"),
        (Column("topic", "string", "ID of the topic."),),
        foreign=[_TOPIC],
    ),
    _Parts(
        *("evidence", "sources", "evidence_sources", "The documents that evidence is based on"),
        (Column("source", "string", "ID of the source."),),
        foreign=[_SOURCE],
    ),
    _Parts(
        *("evidence", "also_about", "evidence_companies", "Other companies that evidence is about"),
        (Column("company", "string", "ID of the company."),),
        foreign=[_COMPANY],
    ),
)
PART_TABLES: dict[str, tuple[Table, ...]] = {
    kind: tuple(_table(parts) for parts in _PARTS if parts.kind == kind) for kind in PLURALS
}
"""By kind of record the tables of its parts."""
TABLED: dict[str, tuple[str, ...]] = {
    kind: tuple(
        parts.field
        for parts in _PARTS
        if parts.kind == kind and parts.name != "derived_sources" and not parts.name.startswith("evidence_")
    )
    for kind in PLURALS
}
"""By kind the fields that stand in tables of their own alone; short lists of IDs stand in both."""

"""What files for everybody say of a record that was taken down: enough for others to name it, and nothing it said."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from tracker.records.kinds import ADAPTER, AnyRecord
from tracker.records.types.parts.captures import AddressState
from tracker.records.types.parts.fields import Address, Part, Text

__all__ = ["withheld"]

_WORDS = "Taken down"
_NAMING = ("kind", "id", "company", "initiative", "evidence", "pledge", "former_ids", "taken_down")
"""Who a record is about and what a decision is on: without these it would be about another, or on nothing."""
_WHOLE = ("vocabulary", "topic", "wording", "rules")
"""Kinds that tell of nobody, and in whose terms others are written."""
_TEXT, _ADDRESS = get_args(Text)[-1], get_args(Address)[-1]
"""How a field says that it holds a text, or an address: by what checks it."""


def withheld(record: AnyRecord, taker: AnyRecord | None = None) -> AnyRecord:
    """A record as it is; of one that was taken down, the same without any text, and without all that it need not have.

    So it is of one that goes with a company or topic, the ``taker``: it says when and why that was taken down. How many
    parts it has stays: decisions and responses name parts by their numbers. It is still read as a record of its kind,
    so that those that name it can be read too.
    """
    if record.taken_down is None and taker is not None:
        record = record.model_copy(update={"taken_down": taker.taken_down})
    if record.taken_down is None or record.kind in _WHOLE:
        return record
    return ADAPTER.validate_python({"kind": record.kind, **_least(record)})


def _least(part: Part) -> dict[str, Any]:
    """The fields that a part must have; where these are not enough, all that it has. Texts are replaced in both."""
    least, every = dict[str, Any](), dict[str, Any]()
    for name, field in type(part).model_fields.items():
        value, key = getattr(part, name), field.alias or name
        if name in _NAMING:
            least[key] = every[key] = value
        elif (content := _without_texts(value, field)) is not None:
            every[key] = content
            if field.is_required() or (isinstance(value, tuple) and any(isinstance(it, Part) for it in value)):
                least[key] = content
    try:
        type(part).model_validate(least)
    except ValidationError:
        return every
    return least


def _without_texts(value: Any, field: FieldInfo) -> Any:
    """A value of a field without what people wrote; None where nothing is left of it."""
    checks = {*_checks(field.metadata), *_checks(get_args(field.annotation))}
    if isinstance(value, Part):
        return _least(value)
    if isinstance(value, tuple):
        # What became of an address says where it led; nothing names these by number.
        kept = (it for it in value if not isinstance(it, AddressState))
        parts = [_least(it) if isinstance(it, Part) else it for it in kept]
        return None if checks & {_TEXT, _ADDRESS} else parts
    if isinstance(value, str) and _ADDRESS in checks:
        return None
    return _WORDS if isinstance(value, str) and _TEXT in checks else value


def _checks(notes: Any) -> Iterator[Any]:
    """All that is noted of a type, however deep it stands in it."""
    for note in notes:
        if note in (_TEXT, _ADDRESS):
            yield note
        yield from _checks((*getattr(note, "__metadata__", ()), *get_args(note)))

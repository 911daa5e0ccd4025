"""Numbers typed for a scale: from, to, and whether the ends belong to it, as one range."""

from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from tracker.core.scales import Scale

__all__ = ["TypedRange", "typed_range"]

_MARKS = ("in", "out", "except", "unclear")


class TypedRange(NamedTuple):
    """What was typed into the boxes of a scale, as one range with its mark."""

    text: str
    mark: str


def typed_range(formdata: MultiDict[str, str], prefix: str, scale: Scale) -> TypedRange | None:
    """The boxes of one scale as a range; None where nothing was typed.

    Numbers may have thousands separators and the unit, as people write them. What is no range of the scale is kept as
    it was typed, so that nothing is lost and the record's own check says what is wrong.
    """
    low, high = (_number(formdata.get(f"{prefix}-{end}", ""), scale.unit) for end in ("low", "high"))
    if not low and not high:
        return None
    text = _range(low, high, above=f"{prefix}-above" in formdata, below=f"{prefix}-below" in formdata)
    mark = formdata.get(f"{prefix}-mark", "in")
    return TypedRange(scale.range(text).text if scale.accepts(text) else text, mark if mark in _MARKS else "in")


def _range(low: str, high: str, *, above: bool, below: bool) -> str:
    if low and high:
        return low if low == high else f"{low}{'<' * above}..{'<' * below}{high}"
    return f"{'>' if above else '>='} {low}" if low else f"{'<' if below else '<='} {high}"


def _number(text: str, unit: str) -> str:
    """A number as records have it; what is none stays."""
    typed = " ".join(text.split())
    plain = typed.removesuffix(unit).removeprefix(unit).replace(",", "").replace(" ", "")
    return plain if plain.replace(".", "").removeprefix("-").isdigit() else typed

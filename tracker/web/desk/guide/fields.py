"""What the guide calls each field of the forms, by key: the names of its fields, or of what the page posts."""

from collections.abc import Iterator, Mapping

from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.layouts.layout import Layout

__all__ = ["labels_by_key"]

_TERMS = {
    "find": "find a term",
    "lines": "paste a list",
    "lines_under": "paste a list",
    "new_name": "add one term",
    "new_under": "add one term",
    "new_aliases": "add one term",
    "term_name": "edit a term",
    "term_under": "edit a term",
    "term_also": "edit a term",
    "term_aliases": "edit a term",
    "term_phrase": "edit a term",
    "term_note": "edit a term",
    "below_name": "edit a term",
    "merge_into": "edit a term",
    "scale_unit": "scale",
    "scale_from": "scale",
    "scale_to": "scale",
}
_PAGES: dict[str, Mapping[str, str]] = {
    "topic": {
        "start": "what do you want to start from?",
        "question": "the question that you ask of every company",
        "name": "name",
        "summary": "what it is about",
        "down_date": "take this topic down",
        "down_reason": "take this topic down",
        "commitment": "a complete pledge on this topic would be",
        "use": "dimension",
        "word": "readers’ word",
        "link": "joined by",
        "list": "terms from",
        **_TERMS,
        "names": "name of a row or column",
        "asked": "points",
        "cell-terms": "terms of a row or column",
        "add-rows": "rows",
        "add-columns": "columns",
        "core": "the same for every point",
        "goal": "amount and deadline",
        "promise": "the marks",
        "reason": "why this topic matters",
        "unasked": "points",
    },
    "vocabulary": {"name": "name of the list", "note": "where the terms come from", **_TERMS},
    "wording": {"find": "find a sentence", "sentence": "your sentence"},
    "take-down": {"date": "from", "reason": "reason"},
    "submit": {
        "together": "check the combinations",
        "along": "related drafts",
        "change": "type of change",
        "note": "note for readers",
        "private_note": "note to the reviewer",
    },
}


def labels_by_key(form: str) -> dict[str, tuple[str, ...]]:
    """What the guide may call each field of a form, the best first, in small letters.

    A field within another one may also be told of where that one is.
    """
    if form in LAYOUTS:
        return dict(_labels(LAYOUTS[form], "", (), _once(LAYOUTS[form])))
    return {key: (label,) for key, label in _PAGES.get(form, {}).items()}


def _labels(
    layout: Layout, above: str, outer: tuple[str, ...], once: set[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in layout.entries:
        label = entry.label.lower()
        own = (label,) if not above or label in once else ()
        yield f"{above}{entry.name}", (*own, *outer)
        if entry.holds:
            yield from _labels(entry.holds, f"{above}{entry.name}.", (label, *outer), once)


def _once(layout: Layout) -> set[str]:
    """The labels that only one field of a form has."""
    labels = [entry.label.lower() for part in _parts(layout) for entry in part.entries]
    return {label for label in labels if labels.count(label) == 1}


def _parts(layout: Layout) -> Iterator[Layout]:
    yield layout
    for entry in layout.entries:
        if entry.holds:
            yield from _parts(entry.holds)

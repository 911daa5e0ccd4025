"""A publication in words for feeds: a title that names the company, and a summary in sentences."""

from collections.abc import Mapping

from tracker.engine.text import capital, listing
from tracker.records.changing.diff import differences
from tracker.records.kinds import KIND_WORDS
from tracker.records.search_text import title
from tracker.store.history import Entry
from tracker.store.published import parsed

__all__ = ["change_summary", "change_title"]

_VERBS = {
    "new": "published",
    "update": "updated",
    "correction": "corrected",
    "clarification": "clarified",
    "method": "changed",
}
_WORDS = {
    "acts": "acts",
    "also_about": "companies",
    "announced": "date announced",
    "answered": "date of the answer",
    "archive_url": "archived copy",
    "checked_until": "dates of checks",
    "deadline": "deadline",
    "derived_from": "origin of the source",
    "ends": "end",
    "former_ids": "earlier IDs",
    "fulfils": "what was done for a pledge",
    "milestones": "milestones",
    "names": "earlier names",
    "not_asked": "points not asked about",
    "outcomes": "what happened next",
    "period": "dates",
    "quote": "quote",
    "reported": "reported wording",
    "same_text_as": "pledges in the same text",
    "second_yardstick": "what a complete pledge would cover",
    "seen_until": "date last confirmed",
    "short": "short wording",
    "start": "start date",
    "unclear_because": "what shows that it is unclear",
    "url": "web address",
    "versions": "version",
    "yardstick": "what a complete pledge would cover",
}
"""Fields in readers’ words; others are called by their names."""
_MOST = 5


def change_title(entry: Entry, companies: Mapping[str, str]) -> str:
    """Such as ``Acme: pledge corrected – “No sales to police”``; ``companies`` has names by id."""
    record = parsed(entry.body)
    id = getattr(record, "company_id", "")
    kind, verb = KIND_WORDS[entry.kind], "taken down" if record.taken_down else _VERBS[entry.change]
    change = f"new {kind}" if entry.change == "new" else f"{kind} {verb}"
    named = f"{companies.get(id, id)}: {change}" if id else capital(change)
    return f"{named} – “{title(record)}”"


def change_summary(entry: Entry, before: str | None) -> str:
    """The editor’s note, then what changed: ``Quote and sources corrected.``"""
    record = parsed(entry.body)
    if record.taken_down:
        said = f"Taken down: {record.taken_down.reason}"
    elif before is None:
        said = f"New {KIND_WORDS[entry.kind]} published."
    else:
        rows = differences(parsed(before), record)
        fields = list(dict.fromkeys(_word(row.new_path or row.old_path or ()) for row in rows))
        named = [*fields[:_MOST], *([f"{len(fields) - _MOST} more"] if len(fields) > _MOST else [])]
        said = f"{capital(listing(named))} {_VERBS[entry.change]}." if named else "Nothing else changed."
    return " ".join(part for part in (entry.note, said) if part)


def _word(path: tuple[str | int, ...]) -> str:
    """The part that people know: what stands in a version by its own name."""
    names = [part for part in path if isinstance(part, str)]
    name = names[1] if len(names) > 1 and names[0] == "versions" else names[0] if names else ""
    return _WORDS.get(name, name.replace("_", " "))

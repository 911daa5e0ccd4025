"""What readers can ask of lists of changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from tracker.records.ids import is_id
from tracker.records.kinds import KIND_WORDS
from tracker.store.history import Filter
from tracker.web.history.revisions import CLASSES
from tracker.web.http.clocks import BadParameterError, parse_instant_or_day
from tracker.web.site import site

__all__ = ["ChangesQuery", "before_position", "parse_changes_query"]

_LAST_POSITION = 2_000_000_000


def before_position(arguments: Mapping[str, str]) -> int | None:
    """The position of the ledger below which the next page starts; None on the first page. Raises BadParameterError."""
    text = arguments.get("before", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and 1 <= int(text) <= _LAST_POSITION):
        raise BadParameterError("before", text, f"a whole number from 1 to {_LAST_POSITION}")
    return int(text)


@dataclass(frozen=True)
class ChangesQuery:
    """Filters of the list of changes, as in the address; empty for all."""

    company: str
    kind: str
    change: str
    topic: str = ""
    changed_since: str = ""
    since: datetime | None = None

    def filter(self, ids: Sequence[str]) -> Filter:
        """The same for the query; ``ids`` are all of the company. Checks are no news: they are listed where chosen."""
        classes = (self.change,) if self.change else ()
        return Filter(classes, self.kind or None, tuple(ids), self.topic, self.since, news=not self.kind)

    @property
    def query(self) -> dict[str, str]:
        """The same for addresses."""
        given = {"company": self.company, "topic": self.topic, "kind": self.kind, "change": self.change}
        given["changed_since"] = self.changed_since
        return {name: value for name, value in given.items() if value}


def parse_changes_query(arguments: Mapping[str, str]) -> ChangesQuery:
    """Read the filters; raises BadParameter. Whether the company exists is checked later."""
    kind = _one_of("kind", arguments, KIND_WORDS)
    change = _one_of("change", arguments, CLASSES)
    topic = arguments.get("topic", "").strip()
    if topic and not is_id(topic):
        raise BadParameterError("topic", topic, "a topic’s ID, or leave it empty for all")
    since = parse_instant_or_day("changed_since", arguments)
    if since is not None and not isinstance(since, datetime):
        since = datetime.combine(since, time.min, site().settings.time_zone).astimezone(UTC)
    company, text = arguments.get("company", "").strip(), arguments.get("changed_since", "").strip()
    return ChangesQuery(company, kind, change, topic, text, since)


def _one_of(parameter: str, arguments: Mapping[str, str], allowed: Mapping[str, object]) -> str:
    text = arguments.get(parameter, "").strip()
    if text and text not in allowed:
        raise BadParameterError(parameter, text, f"{', '.join(allowed)}, or leave it empty for all")
    return text

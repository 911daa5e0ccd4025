"""What readers can ask of lists of companies."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.engine.summary import PLEDGE_STATES
from tracker.records.ids import is_id
from tracker.records.types.decision import FindingWord
from tracker.records.types.parts.fields import is_term_id
from tracker.records.types.parts.identifiers import COUNTRIES
from tracker.records.types.topic import Topic
from tracker.store.lists.companies import NO_FINDING, SORTS, CompanyFilter
from tracker.store.lists.paging import Window
from tracker.web.http.clocks import BadParameterError, NothingThereError

__all__ = [
    "A_COMPUTED_PAGE",
    "A_PAGE",
    "SAYS",
    "STRENGTHS",
    "CompaniesQuery",
    "parse_companies_query",
    "parse_company_fields",
    "parse_window",
    "window_query",
]

A_PAGE = 25
A_COMPUTED_PAGE = 10
"""Companies on a page of another moment than now: each is computed for it."""
STRENGTHS = ("full", "broad", "partial", "narrow", "none")
SAYS = {
    "covered": "covered in at least one point",
    "unclear": "unclear or partly covered",
    "lapsed": "no longer covered",
    "nothing": "never covered",
}
"""The choices of the filter for one row of a topic’s yardstick."""
_LONGEST_NAME = 200
_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,6000}", re.ASCII)
_NAMES = ("q", "topic", "row", "says", "strength", "finding", "state", "country", "sector", "sort")


@dataclass(frozen=True)
class CompaniesQuery:
    """The query of the list of companies; empty texts do not filter."""

    q: str = ""
    topic: str = ""
    row: str = ""
    says: str = ""
    strength: str = ""
    finding: str = ""
    state: str = ""
    country: str = ""
    sector: str = ""
    sort: str = "name"
    window: Window = field(default_factory=lambda: Window(size=A_PAGE))

    def query(self, **changed: str) -> dict[str, str]:
        """The same query with some values changed, without the page and without empty values."""
        pairs = {name: changed.get(name, getattr(self, name)) for name in _NAMES}
        return {name: value for name, value in pairs.items() if value and (name, value) != ("sort", "name")}

    def filter(self, topics: Sequence[Topic]) -> CompanyFilter:
        """The filter, once it is known which topics there are; raises BadParameter."""
        topic = self.chosen_topic(topics)
        if self.row or self.says:
            self._check_row(topic, topics)
        return CompanyFilter(
            topic=topic.id if topic else None,
            strength=self.strength or None,
            gravest=self.finding or None,
            pledge_state=self.state or None,
            text=self.q or None,
            row=self.row or None,
            says=self.says or None,
            country=self.country or None,
            sector=self.sector or None,
        )

    def chosen_topic(self, topics: Sequence[Topic]) -> Topic | None:
        """The requested topic, else the only one, else None; raises BadParameter."""
        if not self.topic:
            return topics[0] if len(topics) == 1 else None
        chosen = next((topic for topic in topics if topic.id == self.topic), None)
        if chosen is None:
            raise NothingThereError("topic", self.topic, _several([topic.id for topic in topics]))
        return chosen

    def _check_row(self, topic: Topic | None, topics: Sequence[Topic]) -> None:
        if topic is None:
            raise NothingThereError(
                "topic", "", f"{_several([topic.id for topic in topics])}, where row and says are asked"
            )
        rows = [row.id for row in topic.rows]
        if self.row not in rows:
            raise NothingThereError("row", self.row, _several(rows))
        if not self.says:
            raise NothingThereError("says", "", _several(SAYS))


def parse_companies_query(arguments: Mapping[str, str], window: Window | None = None) -> CompaniesQuery:
    """Read the query; raises BadParameter. What only the record can tell is checked by ``CompaniesQuery.filter``.

    ``window`` is the page where that was read already.
    """
    row, says = _id(arguments, "row"), _one_of(arguments, "says", SAYS)
    country, sector = parse_company_fields(arguments)
    return CompaniesQuery(
        q=_name(arguments),
        topic=_id(arguments, "topic"),
        # In the form, one of the two without the other does not filter.
        row=row if says else "",
        says=says if row else "",
        strength=_one_of(arguments, "strength", STRENGTHS),
        finding=_one_of(arguments, "finding", (*FindingWord, NO_FINDING)),
        state=_one_of(arguments, "state", PLEDGE_STATES),
        country=country,
        sector=sector,
        sort=_one_of(arguments, "sort", SORTS) or "name",
        window=window or parse_window(arguments),
    )


def parse_company_fields(arguments: Mapping[str, str]) -> tuple[str, str]:
    """The filters for country and sector; empty texts do not filter. Raises BadParameter."""
    country = arguments.get("country", "").strip().upper()
    if country and country not in COUNTRIES:
        raise BadParameterError("country", country, "a country’s two letters, such as DE")
    sector = " ".join(arguments.get("sector", "").split())
    if len(sector) > _LONGEST_NAME:
        raise BadParameterError("sector", sector, "a classification and a code, such as NACE 18.1")
    return country, sector


def parse_window(arguments: Mapping[str, str]) -> Window:
    """Which page; raises BadParameter."""
    after, before = (_cursor(arguments, name) for name in ("after", "before"))
    if after and before:
        raise BadParameterError("before", before, "nothing, where after is given")
    return Window(after or None, before or None, A_PAGE)


def window_query(window: Window) -> tuple[str, str]:
    """Which parameter of a page was given, and its value."""
    return ("after", window.after or "") if window.after else ("before", window.before or "")


def _cursor(arguments: Mapping[str, str], name: str) -> str:
    text = arguments.get(name, "").strip()
    if text and not _CURSOR.fullmatch(text):
        raise BadParameterError(name, text, "a page marker from a “next” or “previous” link")
    return text


def _name(arguments: Mapping[str, str]) -> str:
    text = " ".join(arguments.get("q", "").split())
    if len(text) > _LONGEST_NAME:
        raise BadParameterError("q", text, f"a name or part of a name, up to {_LONGEST_NAME} characters")
    return text


def _id(arguments: Mapping[str, str], name: str) -> str:
    text = arguments.get(name, "").strip()
    if text and not is_id(text) and not is_term_id(text):
        raise BadParameterError(name, text, "an ID such as federal-law-enforcement")
    return text


def _one_of(arguments: Mapping[str, str], name: str, allowed: Collection[str]) -> str:
    text = arguments.get(name, "").strip()
    if text and text not in allowed:
        raise BadParameterError(name, text, _several(allowed))
    return text


def _several(allowed: Collection[str]) -> str:
    return f"one of {', '.join(allowed)}" if allowed else "no value yet: there are no topics"

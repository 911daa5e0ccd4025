"""What changed of one scorecard between two days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.comparing.changes import Change, changes
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import announced
from tracker.engine.scorecard import Scorecard, compute
from tracker.engine.text import day
from tracker.engine.upcoming.next_change import next_change
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed, scorecard_at
from tracker.web.http.clocks import BadParameterError, parse_day
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.finding_locations import places
from tracker.web.presenting.links import page_path, with_query
from tracker.web.presenting.page import Link, Page

__all__ = ["BetweenPage", "Days", "between_page", "parse_days"]

_ABOUT = {
    "strength": "Strength",
    "version": "Pledges",
    "condition": "Conditions",
    "finding": "Findings",
    "cell": "Coverage",
    "reply": "Responses",
    "checked": "Our record",
    "reviewed": "Our record",
}
_PLACES = {
    "headline": "",
    "strength": "#strength",
    "cell": "#cell-{}-{}",
    "version": "#pledge-{}",
    "reply": "#reply-{}",
    "finding": "#pledge-{}",
}
_MOST_TURNS = 30
_YEAR = timedelta(days=365)


class Days(NamedTuple):
    """The two days of the query; None for one that is left out."""

    first: date | None
    last: date | None


def parse_days(arguments: Mapping[str, str]) -> Days:
    """Read ``from`` and ``to``; raises BadParameter."""
    first, last = parse_day("from", arguments), parse_day("to", arguments)
    if first and last and first > last:
        raise BadParameterError("from", first.isoformat(), f"a date no later than the “to” date ({last})")
    return Days(first, last)


_KINDS = {"new": "New", "gone": "Removed", "moved": "Changed"}


@dataclass(frozen=True)
class ChangeText:
    """A change in words, and where on the later scorecard its subject stands."""

    kind: str
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class BetweenPage(Page):
    """What a scorecard says on one day and did not on another."""

    template = "history/between.html"

    company: Annotated[Link, "The company."]
    topic: Annotated[Link, "The topic, leading to the scorecard."]
    path: Annotated[str, "The page itself."]
    known_at: Annotated[str, "The moment of the record that was asked for; empty for now."]
    first: Annotated[date, "The earlier day."]
    last: Annotated[date, "The later day."]
    same: Annotated[bool, "Whether the two days say the same, headlines included."]
    sides: Annotated[Sequence[tuple[str, str, Sequence[str]]], "Both days in words, with scorecard and headline."]
    groups: Annotated[Sequence[tuple[str, Sequence[ChangeText]]], "Changes by what they are about."]
    turns: Annotated[Sequence[Link], "Days from the one to the other on which something may have changed."]
    more_turns: Annotated[bool, "Whether there are more such days."]


def between_page(
    session: Session, snapshot: Snapshot, query: ScorecardQuery, company: str, topic: str, days: Days
) -> BetweenPage:
    """Compare the scorecards of two days, of one state of the record."""
    card = scorecard_at(session, snapshot, company, topic)
    dossier, snapshot = card.dossier, narrowed(session, snapshot)
    last = days.last or max(snapshot.as_of, days.first or snapshot.as_of)
    first = days.first or min(_before_all(dossier, last), last)
    before, after = (compute(dossier, on, snapshot.known_at, card.rules) for on in (first, last))
    moment = {key: value for key, value in clock_parameters(query).items() if key == "known_at"}
    path = url_for("history.between", company=company, topic=topic)
    all_changes = changes(before, after)
    turns = list(_turns(dossier, first, last))
    name, asked_of = dossier.company.name, dossier.topic.name
    return BetweenPage(
        title=f"{name}: what changed",
        subtitle=f"{day(first)} to {day(last)}",
        description=f"What changed for {name} on “{asked_of}” between {day(first)} and {day(last)}.",
        canonical=path,
        company=Link(name, url_for("scorecard.company", company=company), company),
        topic=Link(asked_of, page_path(company, topic, {"as_of": last.isoformat(), **moment}), topic),
        path=path,
        known_at=moment.get("known_at", ""),
        first=first,
        last=last,
        same=not all_changes,
        sides=[_side(side, moment) for side in (before, after)],
        groups=_groups(all_changes, before, after, moment),
        turns=[Link(day(on), _turn_path(path, on, moment)) for on in turns[:_MOST_TURNS]],
        more_turns=len(turns) > _MOST_TURNS,
    )


def _before_all(dossier: Dossier, last: date) -> date:
    """The day before the first pledge was announced; without any by then, a year earlier."""
    announcements = [announced(version).earliest for pledge in dossier.pledges for version in pledge.versions]
    begun = [on for on in announcements if date.min < on <= last]
    if begun:
        return min(begun) - timedelta(days=1)
    return last - _YEAR if last - date.min > _YEAR else date.min


def _turns(dossier: Dossier, first: date, last: date) -> Iterator[date]:
    """Days after the first, up to the last, on which the scorecard may have changed."""
    on: date | None = first
    for _ in range(_MOST_TURNS + 1):
        on = next_change(dossier, on) if on else None
        if on is None or on > last:
            return
        yield on


def _turn_path(path: str, on: date, moment: dict[str, str]) -> str:
    """The changes of one day: from the day before it."""
    return with_query(path, {"from": (on - timedelta(days=1)).isoformat(), "to": on.isoformat(), **moment})


def _side(card: Scorecard, moment: dict[str, str]) -> tuple[str, str, Sequence[str]]:
    path = page_path(card.dossier.company.id, card.dossier.topic.id, {"as_of": card.as_of.isoformat(), **moment})
    return day(card.as_of), path, card.headline


def _groups(
    all_changes: Sequence[Change], before: Scorecard, after: Scorecard, moment: dict[str, str]
) -> list[tuple[str, Sequence[ChangeText]]]:
    # Both headlines stand above in full.
    shown = [change for change in all_changes if change.about != "headline"]
    return [
        (heading, [_change_text(change, before, after, moment) for change in some])
        for heading, some in groupby(shown, key=lambda change: _ABOUT[change.about])
    ]


def _change_text(change: Change, before: Scorecard, after: Scorecard, moment: dict[str, str]) -> ChangeText:
    """What is gone stands on the earlier scorecard only."""
    card = before if change.kind == "gone" else after
    query = {"as_of": card.as_of.isoformat(), **moment}
    if change.about == "finding" and (evidence := change.key[2]):
        standing = (place for finding, place in places(card) if finding.evidence and finding.evidence.id == evidence)
        return ChangeText(_KINDS[change.kind], change.text, next(standing).path(card, query))
    path = page_path(card.dossier.company.id, card.dossier.topic.id, query)
    return ChangeText(_KINDS[change.kind], change.text, path + _PLACES.get(change.about, "").format(*change.key))

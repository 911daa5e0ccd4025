"""The page that asks what readers are told of the site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, NamedTuple
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from tracker.services.upkeep.site_details import ANSWERS, answers_of, may_begin_empty
from tracker.store.ledger import ledger_head
from tracker.store.site_details import site_details
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["LICENCES", "SitePage", "site_page"]

LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC0 1.0", "All rights reserved")
"""Offered in the box of the licence; any other text may be typed."""


class SiteField(NamedTuple):
    """A question: its text, what to know of it, what is answered. ``variable`` is set where the environment wins."""

    name: str
    label: str
    help: str
    value: str
    variable: str = ""


@dataclass(frozen=True, kw_only=True)
class SitePage(Page):
    """What readers are told of the site, and how its record begins."""

    template = "desk/site/site_details.html"

    first: Annotated[bool, "Whether these questions were never answered."]
    fields: Annotated[Mapping[str, SiteField], "The questions by name."]
    licences: Annotated[Sequence[str], "Licences to choose from."]
    zones: Annotated[Sequence[str], "Time zones."]
    problems: Annotated[Mapping[str, str], "What is wrong, by question."]
    notice: Annotated[str, "What was done just now."]
    may_begin_empty: Annotated[bool, "Whether nothing but the example is published."]
    entries: Annotated[int, "How many records the example has."]
    empty: Annotated[bool, "Whether nothing is published."]


_QUESTIONS = {
    "site_name": ("Name of the site", "Shown at the top of every page and in every widget."),
    "site_owner": (
        "Who runs it",
        "Readers see this under “About”. For example: The Harbour Times, a newspaper in Example Town.",
    ),
    "contact": (
        "Contact",
        "An email address or a web address, where companies and readers can respond or report an error.",
    ),
    "answer_days": ("Days within which you answer", "Leave it empty if you do not want to promise a time."),
    "data_licence": ("Licence of the records", "How others may reuse what you publish. Choose one or type your own."),
    "time_zone": ("Time zone", "Decides when a new day begins: for deadlines, for end dates and for “as of”."),
    "two_reviewers": (
        "Two reviewers for what goes against a pledge",
        "What would read as against a pledge, or as missed, is approved by one reviewer and published by another.",
    ),
}


def site_page(
    session: Session,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    notice: str = "",
) -> SitePage:
    """The page with what is set now, or with what was typed and could not be saved."""
    details = site_details(session)
    first = details is None or details.answered_at is None
    return SitePage(
        title="Set up your site" if first else "Site",
        description="Readers see these answers under “About” and at the top of each page. You can change them later."
        if first
        else "What readers are told about this site.",
        first=first,
        fields={name: _field(name, typed or {}, answers_of(details)) for name in ANSWERS},
        licences=LICENCES,
        zones=_zones(),
        problems={name: f"{_QUESTIONS[name][0]} {message}." for name, message in (wrong or {}).items()},
        notice=notice,
        may_begin_empty=may_begin_empty(session),
        entries=ledger_head(session).position,
        empty=ledger_head(session).position == 0,
    )


def _field(name: str, typed: Mapping[str, str], answers: Mapping[str, str | int | None]) -> SiteField:
    settings, environment = site().settings, site().environment
    label, about = _QUESTIONS[name]
    if name in environment.model_fields_set:
        return SiteField(name, label, about, _typed(getattr(environment, name)), name.upper())
    current = answers.get(name) or getattr(settings, name) or ""
    return SiteField(name, label, about, typed.get(name, _typed(current)))


def _typed(value: object) -> str:
    """A value as the form has it."""
    return ("yes" if value else "") if isinstance(value, bool) else str(value)


@cache
def _zones() -> list[str]:
    """Zones that are named by a place, and UTC."""
    return ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))]

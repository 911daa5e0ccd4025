"""The page of the method and the page about the site, with their variables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from flask import url_for

from tracker.engine.methodology.examples import Methodology, WorkedExample
from tracker.engine.methodology.examples import methodology as computed_methodology
from tracker.engine.text import catalog_of, day
from tracker.records.types.rules import Rules
from tracker.services.captures.requests import can_capture
from tracker.services.intake.reader_reports import KEPT_DAYS
from tracker.services.jobs import FAILED_KEPT
from tracker.services.notifications.following import CONFIRM_HOURS
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.about.method import (
    DateRow,
    FormatPart,
    NamedState,
    ScopeRow,
    cell_rows,
    date_rows,
    format_parts,
    scope_rows,
    strength_rows,
    weight_rows,
)
from tracker.web.presenting.addresses.clock_query import instant
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["AboutPage", "MethodologyPage", "about_page", "methodology_page"]


@dataclass(frozen=True, kw_only=True)
class MethodologyPage(Page):
    """How results are computed."""

    template = "about/methodology.html"

    method: Annotated[Methodology, "Rules, finding words, sentences and worked examples, as the engine has them."]
    by_rule: Annotated[Sequence[tuple[int, Sequence[WorkedExample]]], "Worked examples by rule."]
    dates: Annotated[Sequence[DateRow], "How dates are read."]
    scope: Annotated[Sequence[ScopeRow], "An invented scope, with every term decided."]
    strengths: Annotated[Sequence[NamedState], "Words of strength with the counts that they stand for."]
    weights: Annotated[Sequence[NamedState], "Weights of evidence with what each asks for."]
    labels: Annotated[Sequence[NamedState], "States of a cell by mark, with what each means."]
    formats: Annotated[Sequence[tuple[FormatPart, Sequence[FormatPart]]], "The record format: kinds with their parts."]
    known_at: Annotated[str, "The moment of the record that was asked for; empty for now."]
    adopted: Annotated[Rules | None, "What changed on this site with these rules; None where it never had others."]


def methodology_page(
    replaced: tuple[tuple[str, str], ...], query: ScorecardQuery, adopted: Rules | None = None
) -> MethodologyPage:
    """The page, in the site's own wording."""
    method, wording = _method(replaced), catalog_of(replaced)
    numbers = [rule.number for rule in method.rules]
    return MethodologyPage(
        title="How we work this out",
        description="The rules and labels behind every scorecard on this site, with worked examples.",
        canonical=url_for("about.methodology"),
        method=method,
        by_rule=[(number, method.examples_of(number)) for number in numbers],
        dates=date_rows(),
        scope=scope_rows(),
        strengths=strength_rows(wording),
        weights=weight_rows(wording),
        labels=cell_rows(wording),
        formats=format_parts(),
        known_at=instant(query.known_at) if query.known_at else "",
        adopted=adopted,
    )


@lru_cache(maxsize=8)
def _method(replaced: tuple[tuple[str, str], ...]) -> Methodology:
    return computed_methodology(catalog_of(replaced))


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """Who runs this site, how to reply or dispute, privacy, licence."""

    template = "about/about.html"

    owner: Annotated[str, "Who runs the site, in the operator's words; empty where not said."]
    contact: Annotated[str, "An e-mail address or a page; empty where not said."]
    contact_href: Annotated[str, "Where it leads."]
    answer_days: Annotated[int | None, "Days within which the operator answers; None where not said."]
    data_licence: Annotated[str, "The licence of the records; empty where not said."]
    one_person: Annotated[bool, "Whether one person may write and publish."]
    keeps_copies: Annotated[bool, "Whether the site keeps copies of sources."]
    mails: Annotated[bool, "Whether readers can follow by email."]
    confirm_hours: Annotated[int, "How long an address waits to be confirmed."]
    failed_days: Annotated[int, "How long a mail that could not be sent is kept."]
    tip_days: Annotated[int, "How long a report is kept after the decision."]
    position: Annotated[int, "How many publications the ledger holds."]
    changed: Annotated[str, "When the record last changed; empty where nothing is published."]


def about_page(snapshot: Snapshot) -> AboutPage:
    """The page, from what the operator has set."""
    settings = site().settings
    mail = settings.contact and not settings.contact.startswith(("http://", "https://"))
    return AboutPage(
        title="About this site",
        description=(
            "Who runs this site, how to respond or report an error, our privacy policy, and what you can reuse."
        ),
        canonical=url_for("about.about"),
        owner=settings.site_owner,
        contact=settings.contact,
        contact_href=f"mailto:{settings.contact}" if mail else settings.contact,
        answer_days=settings.answer_days,
        data_licence=settings.data_licence,
        one_person=settings.one_person_site,
        keeps_copies=can_capture(settings),
        mails=settings.sends_mail,
        confirm_hours=CONFIRM_HOURS,
        failed_days=FAILED_KEPT.days,
        tip_days=KEPT_DAYS,
        position=snapshot.position,
        changed=day(snapshot.pin.astimezone(settings.time_zone).date()) if snapshot.position else "",
    )

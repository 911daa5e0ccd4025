"""The command that computes scorecards from record files."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tracker.cli.progress import count
from tracker.cli.record_files import PATHS, checked
from tracker.clock import SystemClock
from tracker.core.dates import Period
from tracker.engine.findings import DueFinding, Finding
from tracker.engine.scorecard import Scorecard
from tracker.engine.scorecard_json import scorecard_json
from tracker.engine.text import capital, period
from tracker.records.bundle import Bundle
from tracker.records.reading.problems import did_you_mean, listed
from tracker.services.upkeep.assess import pairs, scorecards
from tracker.settings import Settings


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"“{value}” is not a date; use the form 2020-06-18", param, ctx)


class _TimeStamp(click.ParamType[datetime]):
    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.fail(f"“{value}” is not a time with a time zone; use the form 2026-11-22T10:00:00Z", param, ctx)
        return moment


@click.command()
@PATHS
@click.option(
    "--as-of", type=_Day(), help="Show results as of this date, such as 2020-06-18. Default: the date of --known-at."
)
@click.option(
    "--known-at",
    type=_TimeStamp(),
    help="Use only what was published by this time, such as 2026-11-22T10:00:00Z. Default: now.",
)
@click.option("--company", help="Only this company (ID).")
@click.option("--topic", help="Only this topic (ID).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def assess(
    paths: tuple[Path, ...],
    as_of: date | None,
    known_at: datetime | None,
    company: str | None,
    topic: str | None,
    form: str,
) -> None:
    """Work out scorecards from record files. Needs no database.

    With both --company and --topic, the JSON output is one object; otherwise it is a list.

    \b
    Example:
      tracker assess seeds --company microsoft --topic police-facial-recognition --as-of 2020-06-18 --format json
    """
    now = SystemClock().now()
    if known_at and known_at > now:
        raise click.BadParameter("is in the future", param_hint="--known-at")
    known_at = known_at or now
    as_of = as_of or known_at.astimezone(Settings.from_env().time_zone).date()
    records, problems = checked(paths)
    if problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(
            f"{count(len(problems), 'problem')} in these files, so no scorecards were worked out"
        )
    bundle = Bundle(records)
    for word, id, by_id in (("company", company, bundle.companies), ("topic", topic, bundle.topics)):
        if id is not None and id not in by_id:
            raise click.ClickException(
                f"there is no {word} “{id}” in these files{did_you_mean(id, by_id)}; available: {listed(by_id)}"
            )
    chosen = [(c, t) for c, t in pairs(bundle) if company in (None, c) and topic in (None, t)]
    if company and topic and not chosen:
        raise click.ClickException(
            f"“{company}” is not assessed on “{topic}”: these files have no pledge, evidence or check of it "
            "on that topic"
        )
    cards = scorecards(bundle, chosen, as_of, known_at)
    if form == "json":
        as_json = [scorecard_json(card) for card in cards]
        click.echo(json.dumps(as_json[0] if company and topic else as_json, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join(_as_text(card) for card in cards))


def _as_text(card: Scorecard) -> str:
    """What a reader needs first: headline, gaps, amendment, acts and promises with reasons, ratings by others."""
    data = scorecard_json(card)
    lines = [
        f"{data['company']['name']}: {data['topic']['name']} ({data['as_of']})",
        *(f"  {text}" for text in data["headline"]),
    ]
    if data["note"]:
        lines.append(f"  {data['note']}")
    for heading, texts in (
        ("Gaps", [f"{line.subject}: {line.text}" for line in card.gap_lines]),
        ("To close the gaps", card.amendment_lines),
        ("Acts", [_finding_line(card, finding) for finding in card.assessment.deeds]),
        ("Promises to act", [_finding_line(card, due) for due in card.assessment.dues]),
        ("What others say", [_assessment_line(item) for item in data["assessments"]]),
    ):
        if texts:
            lines += [f"  {heading}:", *(f"    - {text}" for text in texts)]
    return "\n".join(lines)


def _finding_line(card: Scorecard, finding: Finding) -> str:
    """One finding: its name and key, the record it is about, and why. Promises are named by the pledge."""
    heading = capital(card.dossier.wording(f"{finding.message_key}.heading"))
    about = finding.pledge if isinstance(finding, DueFinding) or not finding.evidence else finding.evidence
    reasons = " ".join(sentence for _, sentence in finding.reasons)
    part = f" ({finding.kind})" if isinstance(finding, DueFinding) and finding.kind != "deadline" else ""
    return f"{heading} ({finding.finding}): {about.id if about else ''}{part}. {reasons}"


def _assessment_line(item: dict[str, Any]) -> str:
    scale = f" (scale: {item['scale']})" if item["scale"] else ""
    return f"{item['by']}: {item['value']}{scale}, {period(Period.parse(item['period']))}. {item['evidence']}"

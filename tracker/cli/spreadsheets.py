"""Commands for spreadsheets: importing them, what their columns mean, and templates."""

from collections.abc import Sequence
from pathlib import Path

import click

from tracker.cli.opening import opened
from tracker.cli.progress import count, progress
from tracker.clock import SystemClock
from tracker.records.spreadsheet.mapping import MappingError, TableMapping, mapping_text, read_mapping
from tracker.records.spreadsheet.planning.plan import Plan
from tracker.records.spreadsheet.problems import grouped, row_list
from tracker.services.auth.roles import NotAllowedError
from tracker.services.intake.importing import Import
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.spreadsheets.effects import Effects, wording_of
from tracker.services.spreadsheets.plans import suggested_mapping
from tracker.services.spreadsheets.publishing import (
    AccountMissingError,
    DraftedTable,
    TableImportResult,
    draft_table,
    import_table,
    opened_table,
)
from tracker.services.spreadsheets.tables import SUFFIXES, Table, TableError
from tracker.services.spreadsheets.template import embedded_mapping, template_workbook
from tracker.services.upkeep.site_details import settings_now
from tracker.settings import Settings
from tracker.store.derived.scorecard_index import stale_companies

_MOST_LINES = 12


def is_spreadsheet(path: Path) -> bool:
    """Whether a file is a spreadsheet, by its ending."""
    return path.suffix.lower() in SUFFIXES and path.suffix.lower() != ".txt"


def import_spreadsheet(
    paths: Sequence[Path], mapping: Path | None, how: Import, *, publishing: bool, drafts_of: str | None = None
) -> None:
    """Show what a spreadsheet would change; publish it, or make drafts of an account, where asked.

    Raises ClickException.
    """
    if len(paths) > 1:
        raise click.UsageError("give one spreadsheet at a time")
    settings = Settings.from_env()
    try:
        table = opened_table(paths[0])
        meanings = _mapping(paths[0], mapping, table)
        with opened(settings) as database, progress("Reading", sum(1 for _ in table.rows(meanings.sheet))) as tick:
            if drafts_of:
                made = draft_table(database, SystemClock(), table, meanings, drafts_of, how.note or "", tick=tick)
            else:
                result = import_table(database, SystemClock(), table, meanings, how, publishing=publishing, tick=tick)
            if not drafts_of and result.published:
                _refresh(settings)
    except TableError as error:
        raise click.ClickException(f"{paths[0]} {error}") from None
    except (AccountMissingError, NotAllowedError) as error:
        raise click.ClickException(f"{error}; nothing was changed") from None
    if drafts_of:
        _tell_drafts(made)
    else:
        _tell(result, how, publishing=publishing)


def _tell_drafts(made: DraftedTable) -> None:
    _tell_problems(made.plan)
    click.echo(f"{count(made.drafts, 'draft')} of {made.author} in the bundle “{made.title}”: nothing is published")


def _mapping(path: Path, mapping: Path | None, table: Table) -> TableMapping:
    if mapping is None:
        own = embedded_mapping(table)
        if own is None:
            raise click.UsageError(
                f"a spreadsheet needs --mapping FILE, which says what its columns mean; see tracker mapping {path}"
            )
        return own
    try:
        return read_mapping(mapping.read_text("utf-8-sig"))
    except MappingError as error:
        for problem in error.problems:
            click.echo(f"{mapping}: {problem}", err=True)
        raise click.ClickException(f"{mapping} is not a mapping; nothing was changed") from None


def _refresh(settings: Settings) -> None:
    with opened(settings) as database:
        with database.reading() as session:
            companies = len(stale_companies(session))
        with progress("Computing", companies) as tick:
            refresh(database, SystemClock(), settings_now(database, settings).time_zone, tick=tick)


def _tell(result: TableImportResult, how: Import, *, publishing: bool) -> None:
    plan = result.plan
    _tell_problems(plan)
    if plan.blocking:
        raise click.ClickException(f"{count(len(plan.blocking), 'problem')}; nothing was changed")
    kinds: dict[str, int] = {}
    for planned in plan.writes:
        name = f"{planned.state} {planned.key[0]}"
        kinds[name] = kinds.get(name, 0) + 1
    click.echo(f"records: {', '.join(f'{number:,} {kind}' for kind, number in kinds.items()) or 'none'}")
    for line in effect_lines(result.effects):
        click.echo(line)
    if result.published:
        click.echo(f"published in the name of {how.author}: {count(len(result.published.positions), 'record')}")
    elif not publishing:
        click.echo(f"nothing was published; --publish would publish this in the name of {how.author}")


def _tell_problems(plan: Plan) -> None:
    for problem in plan.problems:
        click.echo(str(problem), err=True)
    for group in grouped(plan.problems):
        where = f", column “{group.column}”" if group.column else ""
        word = "notice" if group.problems[0].notice else "problem"
        click.echo(f"{word}: {group.heading}{where}: {count(len(group.rows), 'row')} ({row_list(group.rows)})")
    counts = [f"{plan.count(word):,} {word}" for word in ("new", "changed", "unchanged", "alike", "refused")]
    click.echo(f"rows: {', '.join(counts)}")


def effect_lines(effects: Effects) -> list[str]:
    """What readers would see change: scorecards, then each kind of finding that would rise or fall."""
    lines = [f"scorecards: {effects.new:,} new, {effects.changed:,} changed, {effects.unchanged:,} unchanged"]
    for kind, number in effects.added.items():
        where = effects.where[kind]
        names = f"{', '.join(where[:_MOST_LINES])}{' …' if len(where) > _MOST_LINES else ''}"
        lines.append(f"would add {wording_of(kind, number)} ({names})")
    return [*lines, *(f"would remove {wording_of(kind, number)}" for kind, number in effects.removed.items())]


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--topic", help="Topic of the pledges and evidence.")
@click.option("--sheet", default="", help="Sheet of a workbook. Default: the first.")
def mapping(path: Path, topic: str | None, sheet: str) -> None:
    """Guess what the columns of a spreadsheet mean. Look at it before you use it.

    \b
    Example:
      tracker mapping promises.xlsx --topic recycled-paper > promises.yaml
    """
    try:
        table = opened_table(path)
        with opened(Settings.from_env()) as database, database.reading() as session:
            guessed = embedded_mapping(table) or suggested_mapping(
                session, table, topic, SystemClock().now().date(), sheet
            )
    except TableError as error:
        raise click.ClickException(f"{path} {error}") from None
    click.echo(mapping_text(guessed).encode(), nl=False)


@click.command()
@click.argument("topic")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def template(topic: str, path: Path) -> None:
    """Write an empty workbook for a topic: its columns, allowed values and an example.

    What comes back in it needs no mapping.

    \b
    Example:
      tracker template recycled-paper pledges.xlsx
    """
    if path.exists():
        raise click.ClickException(f"{path} already exists; choose a new file")
    with opened(Settings.from_env()) as database, database.reading() as session:
        try:
            content = template_workbook(session, topic)
        except LookupError:
            raise click.ClickException(f"no topic has the ID “{topic}”") from None
    path.write_bytes(content)
    click.echo(f"{path} written")

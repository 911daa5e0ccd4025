"""Commands that read and write record files: check, import, export, schema."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from tracker.cli.opening import opened
from tracker.cli.progress import count, progress
from tracker.cli.spreadsheets import import_spreadsheet, is_spreadsheet
from tracker.clock import SystemClock
from tracker.engine.assessing.decisions import file_decision_faults
from tracker.models.revision import CHANGES
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check as check_records
from tracker.records.kinds import ADAPTER, KINDS, AnyRecord
from tracker.records.reading.problems import Problem
from tracker.services.exporting.choosing import ExportFilter, NotOnRecordError, chosen_for
from tracker.services.exporting.editions import about_now
from tracker.services.exporting.writing import FORMS, write_form
from tracker.services.intake.importing import Import, import_files
from tracker.services.intake.record_files import check_files, problems_of, read_files, size_of, warnings_of
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.upkeep.export import FORMATS, export_parts, export_tree, write_whole
from tracker.services.upkeep.site_details import settings_now
from tracker.settings import Settings
from tracker.store.derived.scorecard_index import stale_companies
from tracker.store.export_selection import Selection
from tracker.store.published import exported_records

_ENDINGS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".sqlite": "sqlite",
    ".xlsx": "xlsx",
    ".zip": "package",
}
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")


def checked(paths: tuple[Path, ...]) -> tuple[list[AnyRecord], list[Problem]]:
    """The records of files and all their problems, with a bar."""
    with progress("Reading", size_of(paths)) as tick:
        return check_files(paths, tick)


@click.command()
@PATHS
def check(paths: tuple[Path, ...]) -> None:
    """List every problem in record files, with file and line. Needs no database.

    PATH is a file or folder. Folders are searched for .yaml, .yml and .json files. Exits with code 1 if there are
    problems. Warnings, such as a date in the future, are listed too and change nothing.

    \b
    Example:
      tracker check seeds
    """
    with progress("Reading", size_of(paths)) as tick:
        files_read = read_files(paths, tick)
    records, bundle, today = files_read.records, Bundle(files_read.records), SystemClock().now().date()
    problems = problems_of(files_read, check_records(bundle) or file_decision_faults(bundle, today))
    for problem in problems:
        click.echo(str(problem))
    _warn(warnings_of(files_read, (), today))
    if problems:
        click.echo(f"{count(len(problems), 'problem')}; {count(len(records), 'record')} read")
        raise SystemExit(1)
    click.echo(f"{count(len(records), 'record')}, no problems")


def _warn(warnings: Iterable[Problem]) -> None:
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)


@click.command("import")
@PATHS
@click.option("--author", default="import", show_default=True, help="Who wrote the records (not who imports them).")
@click.option("--note", help="Reason, shown in the public history.")
@click.option(
    "--change",
    type=click.Choice(CHANGES[1:]),
    default="update",
    show_default=True,
    help="Type of change, for records that are already published.",
)
@click.option("--dry-run", is_flag=True, help="Show what would happen without changing anything.")
@click.option("--replace", is_flag=True, help="Replace published records whole: what a file leaves out is removed.")
@click.option("--mapping", type=click.Path(path_type=Path), help="For a spreadsheet: what its columns mean.")
@click.option(
    "--drafts", is_flag=True, help="For a spreadsheet: make drafts of it, as one bundle, in place of publishing."
)
@click.option("--as", "account", metavar="EMAIL", help="With --drafts: whose drafts they are; the email of an account.")
@click.option(
    "--publish", is_flag=True, help="For a spreadsheet: publish it. Otherwise it only shows what would happen."
)
def import_(
    paths: tuple[Path, ...],
    author: str,
    note: str | None,
    change: str,
    dry_run: bool,
    replace: bool,
    mapping: Path | None,
    publish: bool,
    drafts: bool,
    account: str | None,
) -> None:
    """Publish the records in files and folders, or one spreadsheet. If there is any problem, nothing is published.

    Published records that have not changed are left as they are. What a file leaves out of a published record stays;
    topics and vocabularies are only extended. A spreadsheet (.xlsx, .ods, .csv, .tsv) is published with --publish only.

    \b
    Examples:
      tracker import companies/acme.yaml --author "A. Writer" --note "Read the court's ruling"
      tracker import promises.xlsx --mapping promises.yaml --drafts --as ann@example.org
      tracker import promises.xlsx --mapping promises.yaml --publish --author "A. Writer"
    """
    settings = Settings.from_env()
    how = Import(author, change, note, settings.one_person_site, replace)
    if any(is_spreadsheet(path) for path in paths):
        if drafts != bool(account) or (drafts and publish):
            raise click.UsageError("--drafts needs --as EMAIL, and excludes --publish")
        import_spreadsheet(
            paths, mapping, how, publishing=publish and not dry_run, drafts_of="" if dry_run else account
        )
        return
    if drafts or account:
        raise click.UsageError("--drafts and --as are for spreadsheets")
    with opened(settings) as database:
        with progress("Reading", size_of(paths)) as tick:
            warned: list[Problem] = []
            published = import_files(
                database, SystemClock(), paths, how, dry_run=dry_run, tick=tick, warn=warned.append
            )
        _warn(warned)
        with database.reading() as session:
            companies = len(stale_companies(session))
        with progress("Computing", companies) as tick:
            refresh(database, SystemClock(), settings_now(database, settings).time_zone, tick=tick)
    added = len(published.positions)
    done = "would be published" if dry_run else "published"
    where = f" as ledger entries {published.positions[0]} to {published.positions[-1]}" if added and not dry_run else ""
    click.echo(f"{count(added, 'record')} {done}{where}, {published.unchanged:,} unchanged")


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice((*FORMATS, *FORMS)), help="Default: from the file name, otherwise yaml."
)
@click.option("--company", "companies", multiple=True, help="Only what is about this company, by ID; repeatable.")
@click.option("--topic", default="", help="Only what is on this topic, by ID.")
@click.option("--country", default="", help="Only companies there: a country’s two letters.")
@click.option("--sector", default="", help="Only companies of this sector, such as “NACE 18.1”.")
def export(
    path: Path | None, form: str | None, companies: tuple[str, ...], topic: str, country: str, sector: str
) -> None:
    """Export published records to PATH, or to the screen: all, or with options some and whatever these name.

    PATH is a new .yaml or .json file, or a new or empty folder, which is filled like seeds/. With csv it is a folder
    of tables with their description, with package the same as a .zip file; jsonl, sqlite and xlsx are one file each.

    \b
    Examples:
      tracker export everything.yaml
      tracker export folder --format json
      tracker export tables --format csv
      tracker export tracker.sqlite
      tracker export acme.xlsx --company acme
    """
    named = _ENDINGS.get(path.suffix.lower()) if path else None
    if form and named and form != named:
        raise click.UsageError(f"{path} has the ending of a {named} file, but --format is {form}")
    form, wanted = form or named or "yaml", ExportFilter(companies, topic, country.upper(), sector)
    if form in FORMS:
        _export_form(path, form, wanted)
        return
    if path and path.exists() and (named or not path.is_dir() or any(path.iterdir())):
        raise click.ClickException(f"{path} already exists; choose a new file, or a new or empty folder")
    with opened(Settings.from_env()) as database, database.reading() as session:
        chosen = _chosen(session, wanted)
        records = _Counted(exported_records(session, chosen.ids if chosen else None))
        if path is None:
            for part in export_parts(records, form):
                click.echo(part.encode(), nl=False)
            return
        files = 1 if named else export_tree(records, path, form)
        if named:
            write_whole(path, export_parts(records, form))
    click.echo(f"{count(records.number, 'record')} in {count(files, 'file')}: {path}")


class _Counted:
    """Records as they come, counted."""

    def __init__(self, records: Iterable[AnyRecord]):
        self.records, self.number = records, 0

    def __iter__(self) -> Iterator[AnyRecord]:
        for record in self.records:
            self.number += 1
            yield record


def _chosen(session: Session, wanted: ExportFilter) -> Selection | None:
    try:
        return chosen_for(session, wanted)
    except NotOnRecordError as error:
        raise click.ClickException(str(error)) from None


def _export_form(path: Path | None, form: str, wanted: ExportFilter) -> None:
    if path is None:
        raise click.UsageError(f"--format {form} needs a PATH to write to")
    if path.exists() and (form != "csv" or not path.is_dir() or any(path.iterdir())):
        raise click.ClickException(f"{path} already exists; choose a new file, or a new or empty folder")
    settings = Settings.from_env()
    with opened(settings) as database, database.reading() as session:
        chosen = _chosen(session, wanted)
        if form == "csv":
            path.mkdir(parents=True, exist_ok=True)
        about = about_now(session, settings_now(database, settings), SystemClock())
        write_form(session, about, form, path, chosen)
    click.echo(f"Exported: {path}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path) -> None:
    """Write the JSON Schemas for every type of record, and for record files, to FOLDER.

    \b
    Example:
      tracker schema docs/schema
    """
    schemas: dict[str, Any] = {kind: cls.model_json_schema(by_alias=True) for kind, cls in KINDS.items()}
    schemas["file"] = {"title": "A file of records", **TypeAdapter(list[AnyRecord]).json_schema(by_alias=True)}
    schemas["record"] = {"title": "A record of any kind", **ADAPTER.json_schema(by_alias=True)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schemas.items():
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **content}
        text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    click.echo(f"{count(len(schemas), 'schema')} in {folder}")

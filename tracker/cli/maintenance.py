"""Maintenance commands: migrate, verify, rebuild, refresh, backup, restore, doctor."""

import json
import sys
from contextlib import suppress
from datetime import tzinfo
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread

import click
from sqlalchemy.exc import OperationalError

from tracker.cli.job_handlers import job_doers, start_watching
from tracker.cli.opening import opened
from tracker.cli.progress import count, progress
from tracker.clock import SystemClock
from tracker.logs import set_up_logs
from tracker.services.auth.account_events import AccountEventKind, log_own
from tracker.services.exporting.editions import Editions
from tracker.services.intake.reader_reports import erase_old_reports
from tracker.services.jobs import do_jobs, jobs_loop
from tracker.services.notifications.digests import queue_digests
from tracker.services.notifications.follower_mails import queue_follower_mails
from tracker.services.notifications.following import erase_unconfirmed
from tracker.services.notifications.team import ensure_team_note
from tracker.services.publishing.derived.scorecard_index import refresh as refresh_index
from tracker.services.replies.deciding import erase_old_replies
from tracker.services.spreadsheets.table_imports import erase_old_imports
from tracker.services.upkeep.backup import back_up
from tracker.services.upkeep.backup import restore as restore_backup
from tracker.services.upkeep.captures.checks import store_of
from tracker.services.upkeep.captures.copying import Copied, back_up_captures, restore_captures
from tracker.services.upkeep.captures.fixity import RegularScrub
from tracker.services.upkeep.catching_up import refresh_loop, remake
from tracker.services.upkeep.doctor.installation import diagnose
from tracker.services.upkeep.rebuild import rebuild as rebuild_rows
from tracker.services.upkeep.site_details import settings_now
from tracker.services.upkeep.verifying.verify import verify as verify_ledger
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import head
from tracker.store.database.migrations import migrate as migrate_tables
from tracker.store.derived.scorecard_index import stale_companies
from tracker.store.ledger import ledger_head
from tracker.store.upkeep.refreshing import set_backed_up_at

_SECONDS_TO_JOB = 1
"""Somebody may wait for a job, with a form before them."""


def _entries(database: Database) -> int:
    with database.reading() as session:
        return ledger_head(session).position


@click.command()
def migrate() -> None:
    """Update the database tables to this release. Creates the database if there is none.

    \b
    Example:
      tracker migrate
    """
    with opened(Settings.from_env(), migrated=False) as database:
        done = migrate_tables(database)
        click.echo(f"{database}: {'updated to' if done else 'already at'} {head()}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--full", is_flag=True, help="Recheck the results of every company, not just a sample of 100.")
def verify(as_json: bool, full: bool) -> None:
    """Check that the ledger, revisions, reviews and everything built from them are intact.

    Reports the first entry that differs from what was published. Exits with code 1 if anything differs.

    \b
    Example:
      tracker verify
    """
    settings = Settings.from_env()
    with (
        opened(settings) as database,
        progress("Verifying", _entries(database)) as tick,
        database.reading() as session,
    ):
        one_person, captures = settings.one_person_site, store_of(settings)
        result = verify_ledger(session, tick, full=full, one_person=one_person, captures=captures)
    if as_json:
        click.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        for discrepancy in result.discrepancies:
            click.echo(str(discrepancy))
        extent = (
            count(len(result.discrepancies), "discrepancy", "discrepancies") if result.discrepancies else "all intact"
        )
        click.echo(
            f"{count(result.entries, 'entry', 'entries')} in the ledger, latest hash {result.head[:16]}…: {extent}"
        )
    if not result.ok:
        raise SystemExit(1)


@click.command()
def rebuild() -> None:
    """Rebuild lists and links from the ledger in one step, without interrupting visitors.

    \b
    Example:
      tracker rebuild
    """
    settings = Settings.from_env()
    with opened(settings) as database:
        with progress("Rebuilding", _entries(database)) as tick, database.writing() as session:
            records = rebuild_rows(session, tick)
            companies = len(stale_companies(session))
        with progress("Computing", companies) as tick:
            refresh_index(database, SystemClock(), settings_now(database, settings).time_zone, tick=tick)
    click.echo(f"{count(records, 'record')} rebuilt from the ledger")


@click.command()
@click.option(
    "--every", type=click.IntRange(1), metavar="SECONDS", help="Keep running, and repeat every SECONDS seconds."
)
def work(every: int | None) -> None:
    """Do the work that waits: update lists and the overview to match what was published and today's date.

    "tracker run" does this by itself. If you use another server, run this alongside it with --every. It may run any
    number of times at once, and be stopped at any moment.

    \b
    Example:
      tracker work
    """
    settings = Settings.from_env()
    set_up_logs(settings.log_format)
    with opened(settings) as database:
        if every:
            _work_for_ever(database, settings, every)
            return
        remake(database)
        erase_old_reports(database, SystemClock())
        erase_old_replies(database, SystemClock())
        _queue_mails(database, settings)
        erase_old_imports(database, SystemClock())
        companies = refresh_index(database, SystemClock(), settings_now(database, settings).time_zone)
        click.echo(f"{count(companies, 'company', 'companies')} computed")
        if jobs := do_jobs(database, SystemClock(), job_doers(database, SystemClock(), settings)):
            click.echo(f"{count(jobs, 'job')} done")
        editions = Editions(database, SystemClock(), settings)
        if editions.is_due():
            click.echo(f"Files of all data: {editions.folder / editions.make().name}")


def _work_for_ever(database: Database, settings: Settings, every: int) -> None:
    """Also make stored answers anew, which takes the whole site, and files of all data."""
    # Last, so that no file that lies there is imported in place of a library.
    sys.path.append(str(ROOT))
    zone = partial(_zone_now, database, settings)
    renewal, editions = import_module("app").renewal, Editions(database, SystemClock(), settings)

    def also() -> None:
        renewal()
        editions.look()
        _queue_mails(database, settings)

    start_watching(database, settings)
    # In a thread of its own: most jobs wait for the network, and lists do not wait for them.
    clock = SystemClock()
    jobs = (database, clock, job_doers(database, clock, settings), _SECONDS_TO_JOB)
    store = store_of(settings)
    scrubbing = {"also": RegularScrub(database, store, clock)} if store else {}
    Thread(target=jobs_loop, args=jobs, kwargs=scrubbing, name="jobs", daemon=True).start()
    refresh_loop(database, clock, zone, every, also=also)


def _queue_mails(database: Database, settings: Settings) -> None:
    """Have the mails of today sent, and forget who did not confirm that they want any."""
    now = settings_now(database, settings)
    queue_digests(database, SystemClock(), now)
    queue_follower_mails(database, SystemClock(), now)
    ensure_team_note(database, now)
    erase_unconfirmed(database, SystemClock())


def _zone_now(database: Database, settings: Settings) -> tzinfo:
    return settings_now(database, settings).time_zone


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--captures", type=click.Path(path_type=Path), metavar="FOLDER", help="Also copy kept copies to FOLDER.")
def backup(path: Path, captures: Path | None) -> None:
    """Copy the whole database to a new file PATH while the site is running.

    Writes a checksum beside it, PATH.sha256, which "tracker restore" checks. Keep both. Into the folder of --captures,
    which is always the same one, only files that it lacks are copied.

    \b
    Example:
      tracker backup tracker-2026-11-22.backup --captures backup-of-captures
    """
    settings = Settings.from_env()
    done = 0

    def tick_pages(left: int, pages: int) -> None:
        nonlocal done
        tick((pages - left) * 100 // max(pages, 1) - done)
        done = (pages - left) * 100 // max(pages, 1)

    with opened(settings) as database, progress("Copying", 100) as tick:
        begun = SystemClock().now()
        size = back_up(database, path, tick_pages)
        with suppress(OperationalError), database.changing() as session:  # a note less is no reason to fail
            set_backed_up_at(session, begun)
            log_own(session, SystemClock(), None, AccountEventKind.EXPORTED, "backup")
    click.echo(f"{path}: {size:,} bytes")
    if captures and (store := store_of(settings)):
        with opened(settings) as database:
            _say_copied(captures, back_up_captures(database, store, captures))


def _say_copied(folder: Path | str, copied: Copied) -> None:
    click.echo(f"{folder}: {count(copied.copied, 'file')} of copies copied, {copied.there:,} there already")
    if copied.damaged:
        raise click.ClickException(f"damaged or missing, and not copied: {', '.join(copied.damaged)}")


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--captures", type=click.Path(path_type=Path), metavar="FOLDER", help="Also bring back kept copies.")
def restore(path: Path, captures: Path | None) -> None:
    """Restore the backup PATH, if its checksum holds, to where DATABASE_URL points.

    For SQLite, stop the site and move the old database file away first. For PostgreSQL, create an empty database.
    Afterwards run "tracker migrate" and "tracker verify". What was erased since is not brought back by --captures.

    \b
    Example:
      tracker restore tracker-2026-11-22.backup
    """
    settings = Settings.from_env()
    with opened(settings, migrated=False) as database:
        restore_backup(database, path)
        click.echo(f"{database}: restored from {path}")
        if captures and (store := store_of(settings)):
            migrate_tables(database)
            _say_copied(store.place, restore_captures(database, store, captures, SystemClock()))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check the installation: database, tables, settings, disk and clock. Exits with code 1 if there is a problem.

    \b
    Example:
      tracker doctor
    """
    findings = diagnose(Settings.from_env(), SystemClock())
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            advice = f" — {finding.advice}" if finding.advice else ""
            click.echo(f"{finding.state:8} {finding.subject}: {finding.message}{advice}")
    if any(finding.state == "problem" for finding in findings):
        raise SystemExit(1)

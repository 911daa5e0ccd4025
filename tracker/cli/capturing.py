"""The command that keeps a copy of an address or a file."""

import time
from importlib import import_module
from pathlib import Path

import click

from tracker.capture.stores.blobs import BlobStore
from tracker.cli.opening import opened
from tracker.cli.progress import count
from tracker.clock import Clock, SystemClock
from tracker.services.captures.requests import (
    ADDRESS_JOB,
    FILE_JOB,
    Asker,
    CaptureRefusedError,
    Progress,
    ask_for_address,
    ask_for_file,
    progress,
)
from tracker.services.intake.importing import OPERATOR
from tracker.services.jobs import do_jobs
from tracker.services.upkeep.captures.checks import store_of
from tracker.services.upkeep.captures.erasing import NoCaptureError, erase_capture, quoting_sources
from tracker.services.upkeep.captures.fixity import scrub as scrub_files
from tracker.settings import Settings
from tracker.store.database.connecting import Database

_SECONDS_TO_LOOK = 0.5


@click.command()
@click.argument("what", metavar="ADDRESS|FILE")
@click.option("--from", "supplier", metavar="WORDS", default="", help="Where a file came from, in words.")
@click.option("--address", default="", help="The address at which a file is said to have been.")
def capture(what: str, supplier: str, address: str) -> None:
    """Keep a copy of a page, or of a PDF, PNG, JPEG, text or WACZ file.

    Prints the ID of the copy, its hash, and what is doubtful about it. Exits with code 1 if none was kept.

    \b
    Example:
      tracker capture https://acme.example/pledge
    """
    settings, clock = Settings.from_env(), SystemClock()
    with opened(settings) as database:
        try:
            key = _ask(database, settings, clock, what, supplier, address)
        except CaptureRefusedError as error:
            raise click.ClickException(_explained(error.reason)) from None
        outcome = _run_job(database, settings, clock, key)
    kept = outcome.capture
    if outcome.state == "failed" or kept is None:
        raise click.ClickException(_explained(outcome.why))
    doubts = f"; check by eye: {', '.join(kept.doubts)}" if kept.doubts else ""
    click.echo(f"{kept.state} {kept.id}{doubts}")
    click.echo(f"hash {kept.sha256}")
    for file in kept.files:
        click.echo(f"{file.role} {file.sha256} {file.bytes:,} bytes, {file.type}")


def _ask(database: Database, settings: Settings, clock: Clock, what: str, supplier: str, address: str) -> str:
    asker, path = Asker(None, OPERATOR), Path(what)
    with database.changing() as session:
        if what.startswith(("http://", "https://")):
            return ask_for_address(session, settings, clock.now(), asker, what)
        if not path.is_file():
            raise click.ClickException(f"{what} is neither a file nor an address that starts with https://")
        if not supplier:
            raise click.ClickException("say where the file came from, such as --from “the company’s press office”")
        content = path.read_bytes()
        return ask_for_file(
            session, settings, clock.now(), asker, path.name, content, supplier=supplier, address=address
        )


def _run_job(database: Database, settings: Settings, clock: Clock, key: str) -> Progress:
    """Work at the queue, as “tracker work” does, until this request has come to an end or has to wait for long."""
    maker = import_module("tracker.services.captures.making").CaptureMaker(database, clock, settings)
    while True:
        do_jobs(database, clock, {ADDRESS_JOB: maker.do_address, FILE_JOB: maker.do_file})
        with database.reading() as session:
            outcome = progress(session, key, clock.now())
        assert outcome
        if outcome.state == "queued" and outcome.why:
            again = f"; “tracker work” tries again at {outcome.again:%H:%M} UTC" if outcome.again else ""
            raise click.ClickException(f"no copy yet: {outcome.why}{again}")
        if outcome.state not in ("queued", "running"):
            return outcome
        time.sleep(_SECONDS_TO_LOOK)


def _explained(reason: str) -> str:
    if reason == "off":
        return "this site keeps no copies: install the extra “capture”, and do not set CAPTURES to off"
    if reason == "disk full":
        return "no room: make room on the disk, or raise CAPTURE_SPACE"
    return f"no copy was kept: {reason}"


@click.command()
@click.option("--all", "everything", is_flag=True, help="Hash every file, not only those unchecked for twenty hours.")
@click.option(
    "--from", "second", type=click.Path(path_type=Path, exists=True), metavar="FOLDER", help="Repair from it."
)
def scrub(everything: bool, second: Path | None) -> None:
    """Hash the files of kept copies again. Exits with code 1 if any is damaged.

    "tracker work" does this by itself, every file once a day. FOLDER is one that "tracker backup --captures" fills.

    \b
    Example:
      tracker scrub --all --from backup-of-captures
    """
    settings = Settings.from_env()
    store = _store(settings)
    with opened(settings) as database:
        done = scrub_files(
            database, store, SystemClock(), second=BlobStore(second) if second else None, everything=everything
        )
    for sha256 in done.repaired:
        click.echo(f"repaired {sha256}")
    for sha256 in done.damaged:
        click.echo(f"damaged {sha256}")
    removed = f", {count(done.removed, 'file')} of no copy removed" if done.removed else ""
    click.echo(f"{count(done.files, 'file')} hashed, {done.bytes:,} bytes{removed}")
    if done.damaged:
        raise SystemExit(1)


@click.command("erase-copy")
@click.argument("capture")
@click.option(
    "--asked-by", required=True, metavar="WORDS", help="Who asked for it: a court, a person, a company. Readers see it."
)
@click.option("--why", required=True, metavar="WORDS", help="On what ground. Readers see it.")
@click.option("--yes", is_flag=True, help="Erase it although published sources name it.")
def erase_copy(capture: str, asked_by: str, why: str, yes: bool) -> None:
    """Erase the kept copy CAPTURE for good: its files that no other copy needs, and its words.

    Its hash, its day and who asked stay on record. No backup brings it back. To hide a copy, withhold it at the desk.

    \b
    Example:
      tracker erase-copy kqwmzrtyuiop --asked-by "Regional court" --why "judgment of 3 May"
    """
    settings = Settings.from_env()
    store = _store(settings)
    with opened(settings) as database:
        if (naming := quoting_sources(database, capture)) and not yes:
            raise click.ClickException(
                f"published sources name it: {', '.join(naming)}. Withhold it there first, or add --yes"
            )
        try:
            gone = erase_capture(database, store, SystemClock(), capture, by=OPERATOR, why=f"{asked_by}: {why}")
        except NoCaptureError:
            raise click.ClickException(f"there is no copy {capture} here, or it is erased already") from None
    click.echo(f"{capture}: erased, {count(len(gone), 'file')} removed")


def _store(settings: Settings) -> BlobStore:
    if store := store_of(settings):
        return store
    raise click.ClickException(_explained("off"))

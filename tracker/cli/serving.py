"""The command that serves the site."""

import ctypes
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module

import click

from tracker.cli.progress import count
from tracker.cli.users import link_address
from tracker.clock import SystemClock
from tracker.services.auth.people import new_setup_link
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.upkeep.catching_up import catch_up
from tracker.services.upkeep.site_details import settings_now
from tracker.services.upkeep.startup import SEEDS, start
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database

_log = logging.getLogger(__name__)

_KEEP_UP_SECONDS = 5
_FIRST_WAIT, _LONGEST_WAIT = 1, 60
"""Seconds before a work process that has ended is started again."""
_SECONDS_BETWEEN_SIGNALS = 0.2
_COMPANIES_FIRST = 500
"""So many companies are computed before serving, a matter of seconds; the rest while it goes on."""
_NICENESS_OF_WORK = 5
"""Readers and the desk come first where processors are busy: a third of their share is left to the work process."""
_PR_SET_PDEATHSIG = 1  # prctl(2)
_SECONDS_TO_FINISH = 10
_REASONS = {
    errno.EADDRINUSE: "port {port} on {host} is already in use; stop the other program, or set PORT",
    errno.EACCES: "this user may not use port {port}; set PORT to 1024 or higher",
    errno.EADDRNOTAVAIL: "{host} is not an address of this machine; set HOST",
}


@click.command()
def run() -> None:
    """Start the site. On first start, create the database and load the records in seeds/ (SEEDS=none: load none).

    Listens on HOST and PORT (127.0.0.1 and 8000). PUBLIC_URL is the address readers use. Stop with Ctrl+C; requests
    that are already running will finish.

    \b
    Example:
      PORT=9000 tracker run
    """
    settings = Settings.from_env()
    _check_address(settings)
    setup_token = _prepare(settings)
    with _shared_metrics(settings):
        _load_site()
        if setup_token:
            link = link_address(settings, setup_token)
            click.echo(
                f"This site has no accounts yet. To create the admin account, open: {link}\n"
                "The link works once. To get a new one, restart the site or run “tracker user setup-link”."
            )
        _serve(settings)


@contextmanager
def _shared_metrics(settings: Settings) -> Iterator[None]:
    """A folder in which all processes of this server keep their metrics, where somebody may read them."""
    if not settings.metrics_token:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="tracker-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # the library reads it when the site is imported
        yield


def _check_address(settings: Settings) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise click.ClickException(f"HOST is “{settings.host}”, which is not a valid address") from None
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "cannot use port {port} on {host}: " + str(error.strerror))
        raise click.ClickException(reason.format(host=settings.host, port=settings.port)) from None


def _prepare(settings: Settings) -> str | None:
    """Make everything ready, and give the token of the link to the first account, where there is none."""
    database = Database(settings.database_url)
    try:
        started = start(database, SystemClock(), SEEDS if settings.seeds == "example" else None)
        zone = settings_now(database, settings).time_zone
        catch_up(database, SystemClock(), zone, most=_COMPANIES_FIRST)
        keys = ready_keys(settings.secrets_folder, database)
        with database.changing() as session:
            setup_token = new_setup_link(session, SystemClock(), keys)
    finally:
        database.close()  # workers open connections of their own
    if started.migrated:
        click.echo(f"Database ready: {database}")
    if started.loaded:
        click.echo(f"{count(started.loaded, 'record')} loaded from seeds/ (to start empty: SEEDS=none)")
    return setup_token


@contextmanager
def _keeping_up() -> Iterator[None]:
    """A process beside the workers that brings lists in step with publications and with the day, begun anew if it ends.

    One of its own: in a thread of each worker it would compute everything twice and slow answers down.
    """
    process = _RefreshProcess()
    process.start()
    try:
        yield
    finally:
        process.end()


class _RefreshProcess(threading.Thread):
    """Runs ``tracker work`` and starts it again whenever it ends, after a wait that grows while it ends at once."""

    def __init__(self) -> None:
        super().__init__(name="work process")
        self.ending = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        wait = _FIRST_WAIT
        while not self.ending.is_set():
            begun = time.monotonic()
            # In a session of its own: Ctrl+C is for the server, which ends it when all requests are answered.
            with subprocess.Popen(  # noqa: S603 - the program's own command line
                _refresh_command(), cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
            ) as self.process:
                code = self.process.wait()
            if not self.ending.is_set():
                wait = _FIRST_WAIT if time.monotonic() - begun > _LONGEST_WAIT else min(wait * 2, _LONGEST_WAIT)
                _log.warning("the work process ended with code %s; it starts again in %s s", code, wait)
                self.ending.wait(wait)

    def end(self) -> None:
        """End the process, and this thread with it."""
        self.ending.set()
        while self.is_alive():
            if self.process:
                self.process.terminate()
            self.join(_SECONDS_BETWEEN_SIGNALS)


def _refresh_command() -> list[str]:
    ends = f"from tracker.cli.serving import end_with_server; end_with_server({os.getpid()})"
    code = f"{ends}; import os; os.nice({_NICENESS_OF_WORK}); from tracker.cli import main; main()"
    # -P: a file that happens to lie in the working directory is never imported in place of a module.
    return [sys.executable, "-P", "-c", code, "work", "--every", str(_KEEP_UP_SECONDS)]


def end_with_server(server: int) -> None:
    """In a process that the server made: have Linux end it when the server is killed, so that none is left."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != server:  # it was killed before this was asked
            os._exit(0)


def _load_site() -> None:
    """Import the site once here, so that a fault is said plainly and workers, being copies, start at once."""
    # Last, so that no file that lies there is imported in place of a library.
    sys.path.append(str(ROOT))
    try:
        import_module("app")
    except Exception as error:
        logging.getLogger(__name__).debug("the site cannot start", exc_info=error)
        raise click.ClickException(f"the site cannot start: {type(error).__name__}: {error}") from None


def _serve(settings: Settings) -> None:
    from granian import Granian  # noqa: PLC0415 - not before the address is known to be free
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.register_at_fork(after_in_child=partial(end_with_server, os.getpid()))
    server = Granian(
        "app:front_end",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGINL,
        workers=settings.processes,
        websockets=False,
        workers_kill_timeout=_SECONDS_TO_FINISH,
        working_dir=ROOT,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )

    with ExitStack() as ended_with_server:

        def started() -> None:
            click.echo(f"Pledge Tracker is running at {settings.public_url} (press Ctrl+C to stop)")
            ended_with_server.enter_context(_keeping_up())

        server.on_startup(started)
        server.serve()

"""Which part of the program does which kind of job."""

from importlib import import_module

from tracker.clock import Clock
from tracker.services.captures.quotes.quote_places import PLACE_JOB, QuotePlacer
from tracker.services.captures.requests import ADDRESS_JOB, FILE_JOB, can_capture
from tracker.services.captures.watching.watches import WATCH_JOB, Watcher, begin_watches
from tracker.services.desk.bundle_jobs import bundle_doers
from tracker.services.jobs import Doer
from tracker.services.notifications.following import FOLLOW, FollowDoer
from tracker.services.notifications.outbox import MAIL, MailDoer
from tracker.services.notifications.team import NOTIFY, TeamDoer
from tracker.services.spreadsheets.import_jobs import import_doers
from tracker.settings import Settings
from tracker.store.database.connecting import Database

__all__ = ["job_doers", "start_watching"]


def job_doers(database: Database, clock: Clock, settings: Settings) -> dict[str, Doer]:
    """The kinds of job that somebody can ask for, with who does them."""
    doers: dict[str, Doer] = {**import_doers(database, clock), **bundle_doers(database, clock)}
    doers |= {MAIL: MailDoer(database, clock, settings), FOLLOW: FollowDoer(database, clock, settings)}
    doers |= {NOTIFY: TeamDoer(database, clock, settings), PLACE_JOB: QuotePlacer(database, clock).do}
    if can_capture(settings):
        # By name, as it brings what fetches and opens: only the process that works may.
        maker = import_module("tracker.services.captures.making").CaptureMaker(database, clock, settings)
        ask = import_module("tracker.services.captures.watching.looks").LookThroughMaker(database, clock, maker)
        doers |= {ADDRESS_JOB: maker.do_address, FILE_JOB: maker.do_file}
        doers[WATCH_JOB] = Watcher(database, clock, ask).do
    return doers


def start_watching(database: Database, settings: Settings) -> None:
    """Have the addresses of published sources watched, on a site that keeps copies."""
    if can_capture(settings):
        begin_watches(database)

"""A note a day to the channel of the newsroom (Slack, Teams, Matrix, Signal …), where an operator set its address.

It is one job that is put off from day to day. It has numbers and a link, and nothing of any draft.
"""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.services.notifications.digests import FROM_HOUR
from tracker.settings import Settings
from tracker.store.correspondence.reply_requests import count_reply_requests
from tracker.store.database.connecting import Database
from tracker.store.desk.bundling import waiting_leads
from tracker.store.reader_reports import count_reports
from tracker.store.upkeep.asked_jobs import TakenJob, ask_for, fail, put_off

__all__ = ["NOTIFY", "TeamDoer", "ensure_team_note", "team_note"]

NOTIFY = "notify"
_KEY = "team"
_AGAIN = timedelta(hours=1)
_MOST = 1000


def ensure_team_note(database: Database, settings: Settings) -> None:
    """Have the note of each day sent, where there is an address."""
    if settings.notify_url:
        with database.changing() as session:
            ask_for(session, NOTIFY, _KEY, {})


def team_note(session: Session, settings: Settings) -> str:
    """What is open, in numbers; empty where nothing is."""
    counted = (
        (len(waiting_leads(session, most=_MOST)), "to review"),
        (count_reports(session, _MOST, undecided=True), "from readers to decide"),
        (count_reply_requests(session, "answered"), "from companies to check"),
    )
    lines = [f"{number} {words}" for number, words in counted if number]
    return "\n".join((*lines, f"{settings.public_url}/desk/")) if lines else ""


class TeamDoer:
    """Sends the note from seven in the morning on the site’s clock, once a day."""

    def __init__(self, database: Database, clock: Clock, settings: Settings):
        self.database, self.clock, self.settings = database, clock, settings

    def __call__(self, job: TakenJob) -> None:
        """Send it, and put the job off to tomorrow; after a failure to the next hour."""
        now = self.clock.now()
        local = now.astimezone(self.settings.time_zone)
        morning = datetime.combine(local.date(), time(FROM_HOUR), local.tzinfo)
        if not self.settings.notify_url:
            with self.database.changing() as session:
                fail(session, job, now, "NOTIFY_URL is not set")
            return
        due, why = (morning if local < morning else morning + timedelta(days=1)), ""
        if local >= morning:
            with self.database.reading() as session:
                note = team_note(session, self.settings)
            if note and not _sent(self.settings, note):
                due, why = now + _AGAIN, "it could not be sent"
        with self.database.changing() as session:
            put_off(session, job, now, due, why, tries=0)


def _sent(settings: Settings, note: str) -> bool:
    # Needed by few sites, and slow to load.
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415

    channel = Apprise(asset=AppriseAsset(async_mode=False))
    return bool(channel.add(settings.notify_url) and channel.notify(title=f"{settings.site_name}: open", body=note))

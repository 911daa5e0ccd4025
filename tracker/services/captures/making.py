"""Making copies, in the worker: fetch or take, open, judge, store, read back; then one transaction keeps it.

A process that is killed at any moment leaves a job that another takes up, and at most files that no row names.
"""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
from sqlalchemy.orm import Session

from tracker.capture.archives.manifest import Hop, Manifest, new_id
from tracker.capture.archives.warc import check_warc, warc_of
from tracker.capture.headless_browser.browser_pages import Shown
from tracker.capture.headless_browser.enclosing import BrowserHere, browser_here
from tracker.capture.network.addresses import read_networks
from tracker.capture.network.fetching import Fetched, Fetcher, FetchError
from tracker.capture.opening_files import CannotOpenError, Opened, open_file, picture
from tracker.capture.scanning import ScannerError, is_infected
from tracker.capture.sniffing import sniff
from tracker.capture.stores.blobs import BlobDamagedError, DiskFullError, StoreUnreachableError
from tracker.capture.stores.choosing import store_at
from tracker.clock import Clock
from tracker.core.captures.captures import RETRIED, CapturedText, CaptureFile
from tracker.core.captures.page_doubts import FetchedPage, failure_of_status, page_doubts
from tracker.services.captures.browser_view import files_of, see
from tracker.services.captures.host_turns import HostTurns
from tracker.services.jobs import fail_job, retry_job
from tracker.settings import Settings
from tracker.store.captures.blobs import blob_states, hold_files, note_blob, set_blob_state
from tracker.store.captures.captures import add_capture, add_event, put_text
from tracker.store.database.connecting import Database
from tracker.store.upkeep.asked_jobs import TakenJob, finish, hold

__all__ = ["AGENT", "Came", "CaptureFailedError", "CaptureMaker"]

AGENT = "PledgeTracker"
"""Our name in requests, by which a robots.txt can address us."""
_NEVER_AGAIN = {"erased": "erased here", "quarantined": "infected"}
_LONGEST_WAIT = timedelta(days=1)


class CaptureFailedError(Exception):
    """No copy came of it; ``reason`` is one of those of captures. ``after`` is when the server may be asked again."""

    def __init__(self, reason: str, after: timedelta | None = None):
        super().__init__(reason)
        self.reason, self.after = reason, after


class Came(NamedTuple):
    """What came of an address or a file, before it is kept: nothing of it is stored yet, except a file that was sent.

    ``doubts`` are reasons to ask a person whether this is the page. ``failure`` is why an answer is no copy, where it
    was asked for all the same: “not there” is evidence, too. ``shown`` is what a browser made of a page, ``remark`` why
    it did not, or not of all of it.
    """

    requested: str
    fetched: Fetched | None
    content: bytes
    type: str
    at: datetime
    opened: Opened | None
    pictures: tuple[bytes, ...]
    doubts: tuple[str, ...]
    failure: str | None = None
    name: str = ""
    supplier: str = ""
    shown: Shown | None = None
    remark: str = ""


class CaptureMaker:
    """Makes captures for one database and folder. ``fetcher`` is the internet; tests hand in another."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        fetcher: Fetcher | None = None,
        browser: BrowserHere | None = None,
    ):
        assert settings.captures_place
        self._database, self._clock, self._settings = database, clock, settings
        self.store = store_at(settings.captures_place)
        self._fetcher = fetcher or Fetcher(
            f"{AGENT}/{_version()} (+{settings.public_url}/about)",
            clock.now,
            refused=read_networks(settings.capture_refuse),
        )
        self._browser = browser or browser_here(settings.capture_browser)

    def do_address(self, job: TakenJob) -> None:
        """The job of a request for an address."""
        task = job.task

        def get() -> Came:
            came = self.look_at(task["address"], job.host)
            with self._database.changing() as session:
                # What follows may take as long again.
                hold(session, job, self._clock.now())
            return self.shown(came)

        self._do(job, get, task.get("previous"))

    def do_file(self, job: TakenJob) -> None:
        """The job of a file that was sent."""
        self._do(job, lambda: self.open_sent(job.task), None)

    def _do(self, job: TakenJob, get: Callable[[], Came], previous: str | None) -> None:
        try:
            self.keep(get(), request=job.key, account_id=job.asked_by, by=job.task["by"], previous=previous, job=job)
        except CaptureFailedError as error:
            if error.reason in RETRIED or error.after:
                retry_job(self._database, self._clock, job, error.reason, error.after)
            else:
                fail_job(self._database, self._clock, job, error.reason)

    def look_at(self, address: str, host: str | None = None, *, missing_too: bool = False) -> Came:
        """Fetch an address, open what came and judge it. Raises CaptureFailedError, and LaterError where it leads to
        a host that is visited now. ``host`` is the one that the job has for itself.

        ``missing_too``: an answer that the document is not there, or withheld, is given back with its failure.
        """
        at = self._clock.now()
        fetched = self.fetch(address, host)
        failure = failure_of_status(fetched.final.status)
        if failure and not (missing_too and failure in ("not there", "withheld there")):
            raise CaptureFailedError(failure, _retry_after(fetched, failure, at))
        media_type = _media_type(fetched)
        if media_type is None and not failure:
            raise CaptureFailedError("type not kept" if fetched.body else "cannot be opened")
        came = Came(address, fetched, fetched.body, media_type or "", at, None, (), (), failure)
        if media_type:
            came = self._opened(came, fetched.final.url, fetched.headers.get("content-type", ""))
        return came._replace(doubts=(*came.doubts, *_doubts(came)))

    def fetch(self, address: str, host: str | None) -> Fetched:
        """Fetch an address, each host in its turn. Raises as ``look_at`` does."""
        with HostTurns(self._database, self._clock, host).visits() as turns:
            try:
                return self._fetcher.fetch(address, enter=turns.enter)
            except FetchError as error:
                raise CaptureFailedError(error.reason) from None

    def shown(self, came: Came) -> Came:
        """The same with what a browser makes of it, if it is a page and this machine has a browser.

        The copy stands by itself: whatever a browser does with it, it is kept.
        """
        if came.type != "text/html" or came.failure or not (came.fetched and came.opened):
            return came
        if self._browser.program is None:
            return came._replace(remark="" if self._browser.lacks == "off" else f"no picture: {self._browser.lacks}")
        unconfined = self._settings.open_without_sandbox
        seen = see(came.fetched, came.opened, self._fetcher, self._browser.program, unconfined=unconfined)
        came = came._replace(shown=seen.shown, opened=seen.opened, pictures=seen.pictures, remark=seen.remark)
        return came._replace(doubts=(*_doubts(came), *seen.doubts))

    def open_sent(self, task: dict[str, Any]) -> Came:
        """Open a file that somebody sent. Raises CaptureFailedError."""
        try:
            content = self.store.read(task["sha256"])
        except BlobDamagedError:
            raise CaptureFailedError("cannot be opened") from None
        came = Came(task["address"], None, content, sniff(content) or "", self._clock.now(), None, (), ())
        return self._opened(came._replace(name=task["name"], supplier=task["supplier"]), task["address"], "")

    def _opened(self, came: Came, address: str, content_type: str) -> Came:
        self._scan(came)
        with tempfile.TemporaryDirectory(prefix="tracker-open-") as name:
            folder = Path(name)
            path = folder / "file"
            path.write_bytes(came.content)
            (folder / "out").mkdir()
            unconfined = self._settings.open_without_sandbox
            charset = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
            try:
                opened = open_file(
                    path, came.type, folder / "out", address=address, charset=charset, unconfined=unconfined
                )
            except CannotOpenError as error:
                if str(error) == "not opened":
                    return came._replace(doubts=("not opened",))
                raise CaptureFailedError(str(error)) from None
            pictures = tuple(picture(folder / "out", number + 1) for number in range(opened.pictures))
        return came._replace(opened=opened, pictures=pictures)

    def _scan(self, came: Came) -> None:
        """Ask the operator's scanner, if there is one. What it names is not opened, not kept, and never served."""
        if not self._settings.clamd:
            return
        host, _, port = self._settings.clamd.rpartition(":")
        try:
            infected = is_infected(came.content, host, int(port))
        except ScannerError:
            raise CaptureFailedError("store unreachable") from None
        if infected:
            sha256 = hashlib.sha256(came.content).hexdigest()
            with self._database.changing() as session:
                note_blob(session, sha256, len(came.content), self._clock.now())
                set_blob_state(session, sha256, "quarantined", self._clock.now())
            raise CaptureFailedError("infected")

    def keep(
        self,
        came: Came,
        *,
        request: str,
        account_id: int | None,
        by: str,
        previous: str | None = None,
        job: TakenJob | None = None,
        also: Callable[[Session, str], object] = lambda *_: None,
    ) -> str:
        """Store what came, read it back, and keep it as a capture; its id. The job is finished with it.

        ``also`` is done in the same transaction, with the id: what belongs to the copy is kept with it, or neither is.

        Raises CaptureFailedError, and LeaseLostError where another process has done the job.
        """
        try:
            files = self._stored(came)
            pictures = [
                CaptureFile("page picture", self.store.put(one), len(one), "image/jpeg") for one in came.pictures
            ]
        except DiskFullError:
            raise CaptureFailedError("disk full") from None
        except (StoreUnreachableError, BlobDamagedError):
            raise CaptureFailedError("store unreachable") from None
        manifest = self._manifest(came, files, by, previous)
        text, now = manifest.text(), self._clock.now()
        doubtful = came.doubts and not came.failure
        with self._database.changing() as session:
            hold_files(session)
            if any(self.store.size(file.sha256) != file.bytes for file in (*files, *pictures)):
                # A scrub took one away that was there already, of a copy that never came to be.
                raise CaptureFailedError("store unreachable")
            for before in blob_states(session, [file.sha256 for file in files]).values():
                if before in _NEVER_AGAIN:
                    raise CaptureFailedError(_NEVER_AGAIN[before])
            for file in (*files, *pictures):
                note_blob(session, file.sha256, file.bytes, now)
            state, digest = "doubtful" if doubtful else "captured", Manifest.digest(text)
            add_capture(session, manifest.id, request, account_id, state, text, digest, pictures)
            add_event(session, manifest.id, "made", now, by, came.remark)
            if came.opened:
                put_text(session, _words(manifest.id, came, came.opened))
            if job:
                finish(session, job, now)
            also(session, manifest.id)
        return manifest.id

    def _stored(self, came: Came) -> list[CaptureFile]:
        files = []
        if came.fetched:
            exchanges = came.fetched.exchanges + (came.shown.exchanges if came.shown else ())
            archive = warc_of(exchanges, f"PledgeTracker {_version()}", came.at)
            check_warc(archive, len(exchanges))
            files.append(CaptureFile("warc", self.store.put(archive), len(archive), "application/warc"))
        if came.type not in ("", "text/html"):
            files.append(CaptureFile("file", self.store.put(came.content), len(came.content), came.type))
        for role, content, media_type in files_of(came.shown) if came.shown else ():
            files.append(CaptureFile(role, self.store.put(content), len(content), media_type))
        return files

    def _manifest(self, came: Came, files: list[CaptureFile], by: str, previous: str | None) -> Manifest:
        fetched = came.fetched
        final = fetched.final if fetched else None
        return Manifest(
            id=new_id(),
            requested=came.requested,
            final=final.url if final else "",
            hops=tuple(Hop(one.url, one.status, one.at, one.address) for one in fetched.exchanges) if fetched else (),
            status=final.status if final else None,
            at=came.at,
            server_date=_date(fetched) if fetched else None,
            by=by,
            method="browser" if came.shown else "http" if fetched else "upload",
            tools=_tools(came),
            origin="captured" if fetched else "supplied",
            supplier=came.supplier,
            certificate=(final.certificate, final.tls) if final and final.certificate else None,
            files=tuple(files),
            doubts=came.doubts,
            previous=previous,
        )


def _version() -> str:
    try:
        return version("pledge-tracker")
    except PackageNotFoundError:
        return "0"


def _tools(came: Came) -> dict[str, str]:
    tools = {"pledge-tracker": _version()}
    tools |= {"httpx2": httpx2.__version__} if came.fetched else {}
    return tools | ({"browser": came.shown.tool} if came.shown else {})


def _words(id: str, came: Came, opened: Opened) -> CapturedText:
    details = {**opened.details, "flags": opened.flags, "name": came.name, "type": came.type}
    pages = tuple(map(_storable, opened.texts))
    return CapturedText(id, opened.readable, pages, _storable(opened.main), details, opened.tool)


def _storable(text: str) -> str:
    """Without what no database takes for text."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _media_type(fetched: Fetched) -> str | None:
    """What came, by its bytes; whether marked-up text is a page, its sender says."""
    said = fetched.headers.get("content-type", "").partition(";")[0].strip().lower()
    by_bytes = sniff(fetched.body)
    if by_bytes in ("text/html", "text/plain", None) and said in ("text/html", "application/xhtml+xml"):
        return "text/html" if fetched.body.strip() else None
    if by_bytes == "text/html" and said == "text/plain":
        return "text/plain"
    return None if by_bytes == "application/wacz" else by_bytes


def _date(fetched: Fetched) -> datetime | None:
    try:
        date = parsedate_to_datetime(fetched.headers.get("date", ""))
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _doubts(came: Came) -> tuple[str, ...]:
    assert came.fetched
    opened = came.opened
    details = opened.details if opened else {}
    title = " ".join(details.get("headings", [])[:3])
    text = "\n".join(opened.texts) if opened else ""
    is_text = opened is not None and came.type in ("text/html", "text/plain")
    final, date = came.fetched.final.url, _date(came.fetched)
    return page_doubts(FetchedPage(came.requested, final, text, title, came.at, date, is_text))


def _retry_after(fetched: Fetched, failure: str, now: datetime) -> timedelta | None:
    """When a server that has had enough wants to be asked again, within a day."""
    if fetched.final.status not in (429, 503):
        return None
    said = fetched.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        wait = timedelta(seconds=min(int(said), _LONGEST_WAIT.total_seconds()))
    else:
        try:
            wait = parsedate_to_datetime(said) - now
        except (ValueError, TypeError):
            return timedelta(minutes=1) if failure == "blocked" else None
    return max(timedelta(minutes=1), min(wait, _LONGEST_WAIT))

"""Doctor's checks of kept copies, and what monitoring wants to know of them."""

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.capture.headless_browser.enclosing import browser_here
from tracker.capture.libraries import missing_libraries
from tracker.capture.sandbox import Confinement, run
from tracker.capture.stores.blobs import BlobStore, StoreUnreachableError
from tracker.capture.stores.choosing import store_at
from tracker.clock import Clock
from tracker.settings import Settings
from tracker.store.captures.blobs import damaged_blobs, kept_bytes, longest_unchecked
from tracker.store.captures.captures import capture_count

__all__ = ["CaptureCheck", "capture_checks", "capture_numbers", "store_of"]

_SCRUB_LATE = timedelta(days=1)
_NEARLY_FULL = 0.8
_GIGABYTE = 1_000_000_000
_BROWSER_LACKS = {
    "no browser": ("ok", "for pictures, install Debian’s chromium-headless-shell"),
    "no driver": ("ok", "for pictures, install the extra “browser”"),
    "no closed-in place": ("warning", "allow user namespaces to the worker, or set CAPTURE_BROWSER=off"),
}


class CaptureCheck(NamedTuple):
    """Subject, state (ok, warning or problem), message and advice."""

    subject: str
    state: str
    message: str
    advice: str = ""


def capture_checks(session: Session, settings: Settings, clock: Clock) -> Iterator[CaptureCheck]:
    """Whether copies can be made, opened and trusted."""
    place = settings.captures_place
    if place is None:
        yield CaptureCheck("copies", "ok", "this site keeps none (CAPTURES=off)")
        return
    if missing := missing_libraries(place):
        message = f"none can be made: {', '.join(missing)} not installed"
        yield CaptureCheck("copies", "warning", message, "install the extra “capture”, or set CAPTURES=off")
    else:
        yield _folder(place) if isinstance(place, Path) else _bucket(place)
        yield _sandbox(settings)
        yield _browser(settings)
    yield _space(session, settings)
    hashed_every = timedelta() if missing else store_at(place).hashed_every
    yield from _fixity(session, clock, hashed_every)


def _folder(folder: Path) -> CaptureCheck:
    nearest = folder
    while not nearest.exists():
        nearest = nearest.parent
    if os.access(nearest, os.W_OK | os.X_OK):
        return CaptureCheck("copies", "ok", f"kept in {folder}")
    advice = "give the user that runs the site write access to it, or set CAPTURES"
    return CaptureCheck("copies", "problem", f"{folder} is not writable", advice)


def _bucket(place: str) -> CaptureCheck:
    try:
        store_at(place).size("0" * 64)
    except StoreUnreachableError as error:
        advice = "check AWS_ENDPOINT_URL, AWS_REGION and the keys, and that the bucket is there"
        return CaptureCheck("copies", "problem", f"{place} does not answer ({error})", advice)
    return CaptureCheck("copies", "ok", f"kept in {place}")


def _sandbox(settings: Settings) -> CaptureCheck:
    closed = _confinement()
    names = {"network": closed.network, "files": closed.files, "system calls": closed.calls}
    message = "closed to a process that opens files: " + ", ".join(name for name, holds in names.items() if holds)
    if closed.holds:
        return CaptureCheck("sandbox", "ok", message)
    if settings.open_without_sandbox:
        return CaptureCheck("sandbox", "warning", "files are opened without one (OPEN_WITHOUT_SANDBOX)")
    advice = "use Linux 5.13 or later with Landlock; copies are kept but doubtful until then"
    return CaptureCheck("sandbox", "warning", "this system has none, so files are not opened", advice)


def _browser(settings: Settings) -> CaptureCheck:
    here = browser_here(settings.capture_browser)
    if here.program:
        return CaptureCheck("browser", "ok", f"pictures of pages by {here.program}, which has no network of its own")
    if here.lacks == "off":
        return CaptureCheck("browser", "ok", "not used (CAPTURE_BROWSER=off)")
    state, advice = _BROWSER_LACKS[here.lacks]
    return CaptureCheck("browser", state, f"{here.lacks}: copies of pages have no pictures", advice)


@cache
def _confinement() -> Confinement:
    """What closes a process in here, tried by one."""
    with tempfile.TemporaryDirectory(prefix="tracker-doctor-") as name:
        try:
            run("tracker.capture.trying", [], Path(name))
            return Confinement(*json.loads((Path(name) / "result.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return Confinement(network=False, files=False, calls=False)


def _space(session: Session, settings: Settings) -> CaptureCheck:
    used, limit = kept_bytes(session), settings.capture_space * _GIGABYTE
    message = f"{used / _GIGABYTE:.1f} of {settings.capture_space} GB"
    if used >= _NEARLY_FULL * limit:
        return CaptureCheck("space for copies", "warning", message, "raise CAPTURE_SPACE before copies are refused")
    return CaptureCheck("space for copies", "ok", message)


def _fixity(session: Session, clock: Clock, hashed_every: timedelta) -> Iterator[CaptureCheck]:
    if damaged := damaged_blobs(session):
        message = f"{len(damaged)} damaged: {', '.join(f'{sha256[:16]}…' for sha256 in damaged[:3])}"
        yield CaptureCheck("files of copies", "problem", message, "run “tracker scrub --from FOLDER” with a backup")
    checked = longest_unchecked(session)
    if checked is None:
        return
    message = f"every file hashed again since {checked:%Y-%m-%d %H:%M} UTC"
    if clock.now() - checked > hashed_every + _SCRUB_LATE:
        yield CaptureCheck("files of copies", "warning", message, "run “tracker work”, or “tracker scrub”")
    elif not damaged:
        yield CaptureCheck("files of copies", "ok", message)


def capture_numbers(session: Session) -> dict[str, tuple[str, float]]:
    """Numbers for monitoring by name, each with what it means."""
    return {
        "tracker_captures": ("Copies that were kept.", capture_count(session)),
        "tracker_capture_bytes": ("Bytes of kept copies.", kept_bytes(session)),
        "tracker_damaged_files": ("Files of copies that are damaged.", len(damaged_blobs(session))),
    }


def store_of(settings: Settings) -> BlobStore | None:
    """The store of copies, if this site has one."""
    return store_at(settings.captures_place) if settings.captures_place else None

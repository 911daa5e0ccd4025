"""Of all processes on a machine one makes an answer; others wait for it.

Each answer has a file that its maker locks, which the system unlocks where the maker is killed. Files are empty, and
some answers share one: then one may be waited for in vain.
"""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["OneMaker"]

_FILES = 4096
_SECONDS, _SECONDS_BETWEEN = 5.0, 0.01


class OneMaker:
    """The locks of one site: ``site`` says which, the same in all its processes."""

    def __init__(self, site: str):
        name = hashlib.sha256(site.encode()).hexdigest()[:16]
        self.folder = Path(tempfile.gettempdir()) / f"tracker-{os.getuid()}-{name}"

    @contextmanager
    def making(self, key: str) -> Iterator[bool]:
        """Nobody else makes the answer of this key meanwhile; gives whether somebody did, until now.

        Who has waited for too long, or cannot have a lock, makes it all the same.
        """
        file = self._opened(int(key[:8], 16) % _FILES)
        if file is None:
            yield False
            return
        try:
            yield _waited(file)
        finally:
            os.close(file)

    def _opened(self, number: int) -> int | None:
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            return os.open(self.folder / f"{number}", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError:
            return None


def _waited(file: int) -> bool:
    """Lock a file, or wait until its lock was free or the time is over; whether it was locked before."""
    end = time.monotonic() + _SECONDS
    waited = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return True
            waited = True
            time.sleep(_SECONDS_BETWEEN)
        else:
            return waited

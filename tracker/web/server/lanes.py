"""Lanes: threads of their own for each kind of work, with a bounded queue, so that no kind can hold up another."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

__all__ = ["LANES", "Lane", "LaneFullError", "LaneName", "is_computed", "lane_of", "lane_sizes"]

T = TypeVar("T")
LaneName = Literal["plain", "probe", "held", "pages", "queries", "downloads", "desk", "saving", "accounts", "reports"]


@dataclass(frozen=True)
class _Size:
    """``threads`` work at once, ``waiting`` more may wait for one of them, none for longer than ``seconds``."""

    threads: int
    waiting: int
    seconds: float


LANES: dict[LaneName, _Size] = {
    # Health checks, static files, and the answer that another lane is full: no database is used here.
    "plain": _Size(2, 500, 30),
    # /readyz and /metrics ask the database, however long that takes.
    "probe": _Size(1, 20, 10),
    # Public answers that were made before: one question to the database, whether they still hold.
    "held": _Size(3, 500, 10),
    # Public pages that are computed, at addresses of which there are as many as records and lists.
    "pages": _Size(3, 60, 10),
    # The same at addresses without end: other days, filters, searches, comparisons. One thread of a process computes as
    # much as several do, and leaves more of the processor to all other lanes.
    "queries": _Size(1, 60, 10),
    "downloads": _Size(3, 3, 10),
    "desk": _Size(3, 60, 10),
    # What may wait for the write lock.
    "saving": _Size(3, 30, 10),
    # What may hash a password: sign-in, links, new passwords, second factors.
    "accounts": _Size(3, 30, 10),
    # What readers send, so that a flood of it holds up nobody else.
    "reports": _Size(1, 10, 10),
}


_COPY_FILE = re.compile(r"/captures/[^/]+/(all\.zip|files/[0-9]+)")
"""Files of kept copies, each up to 25 MB, which are hashed and packed for every answer."""
_BY_THREADS: tuple[LaneName, ...] = ("held", "pages", "desk", "saving", "accounts")


def lane_sizes(threads: int) -> dict[LaneName, _Size]:
    """The sizes of all lanes, with so many threads for each kind of work that takes the processor or the database."""
    return {name: replace(size, threads=threads) if name in _BY_THREADS else size for name, size in LANES.items()}


def is_computed(lane: LaneName) -> bool:
    """Whether answers of a lane are public pages, which may have been made before."""
    return lane in ("pages", "queries")


class LaneFullError(Exception):
    """A request did not get a thread of its lane: too many wait already, or it has waited too long."""


class Lane:
    """A few threads and a bounded queue. All methods are for the event loop's own thread."""

    def __init__(self, name: LaneName, size: _Size):
        self.size = size
        self._threads = ThreadPoolExecutor(size.threads, thread_name_prefix=name)
        self._inside = 0

    async def run(self, work: Callable[[], T], give_up: float | None = None) -> T:
        """What ``work`` gives, done in a thread of the lane. Raises LaneFullError.

        ``give_up`` is for work that changes nothing: after so many seconds nobody waits for it any longer, begun or
        not. Any other work that was begun is waited for to its end.
        """
        if self._inside >= self.size.threads + self.size.waiting:
            raise LaneFullError
        loop = asyncio.get_running_loop()
        self._inside += 1

        def left(_: Future[T]) -> None:
            # While the server ends, a job may outlive its loop: nobody counts any more then.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._left)

        job = self._threads.submit(work)
        job.add_done_callback(left)
        return await self._end_of(job, give_up)

    async def _end_of(self, job: Future[T], give_up: float | None) -> T:
        waiting = asyncio.wrap_future(job)
        done, _ = await asyncio.wait((waiting,), timeout=give_up or self.size.seconds)
        # A job that has begun cannot be cancelled.
        if not done and (job.cancel() or give_up is not None):
            waiting.cancel()
            raise LaneFullError
        return await waiting

    def _left(self) -> None:
        self._inside -= 1


def lane_of(method: str, path: str, query: str = "") -> LaneName:
    """The lane of a request; ``query`` holds only what its answer depends on."""
    if path == "/healthz" or path.startswith("/static/"):
        return "plain"
    if path in ("/readyz", "/metrics"):
        return "probe"
    if path == "/ledger.jsonl" or _COPY_FILE.fullmatch(path):
        return "downloads"
    if path.startswith("/account/") or path == "/account":
        return "desk" if method in ("GET", "HEAD") else "accounts"
    if path.startswith("/desk/") or path == "/desk":
        return "desk" if method in ("GET", "HEAD") else "saving"
    if (path.rstrip("/") in ("/report", "/follow") or path.startswith(("/reply/", "/follow/"))) and method not in (
        "GET",
        "HEAD",
    ):
        return "reports"
    # A topic alone names one of few answers, as a path does.
    endless = query and (not query.startswith("topic=") or "&" in query)
    return "queries" if endless else "pages"

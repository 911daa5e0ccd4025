"""What each request was and how long it took, for the log and for metrics. It says nothing of who asked."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tracker.logs import FIELDS, current_request
from tracker.web.http.parameters import place_of
from tracker.web.server.asgi import Environ
from tracker.web.server.metrics import Source, note_queue, note_request

__all__ = ["Observation", "observation_of"]

T = TypeVar("T")
_log = logging.getLogger("tracker.requests")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
_WITH_TOKENS = ("reply", "follow")
"""Places whose addresses hold what only one person has."""
_INSIDE = {"/desk": "desk", "/account": "account"}


@dataclass
class Observation:
    """A request that is being answered. ``path`` is empty where it may say something of a person.

    ``measured`` says whether anybody reads metrics: to keep them takes a tenth of the time of a held answer.
    """

    id: str
    method: str
    place: str
    path: str
    measured: bool = False
    begun: float = field(default_factory=time.perf_counter)
    lane: str = ""
    source: Source = "made"
    queued: float = 0.0

    def in_lane(self, lane: str, work: Callable[[], T]) -> Callable[[], T]:
        """The work with its wait for a thread noted, and logs in it marked with the request."""
        queued_at = time.perf_counter()
        self.lane = lane

        def begun() -> T:
            self.queued = time.perf_counter() - queued_at
            if self.measured:
                note_queue(lane, self.queued)
            current_request.set(self.id)
            return work()

        return begun

    def done(self, status: int, size: int | None) -> None:
        """The answer has been sent; its size is not known where it was sent in parts."""
        seconds = time.perf_counter() - self.begun
        if self.measured:
            note_request(self.place, status, self.source, seconds)
        if _log.isEnabledFor(logging.INFO):
            fields = {
                "request": self.id,
                "method": self.method,
                "place": self.place,
                "path": self.path,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "queued_ms": round(self.queued * 1000, 1),
                "lane": self.lane,
                "source": self.source,
                "bytes": size,
            }
            _log.info("request", extra={FIELDS: fields})


def observation_of(environ: Environ, *, behind_proxy: bool, measured: bool) -> Observation:
    """A request that has just come. Its id is the proxy's where there is one of ours."""
    given = environ.get("HTTP_X_REQUEST_ID", "") if behind_proxy else ""
    id = given if _ID.fullmatch(given) else secrets.token_hex(8)
    path = environ["PATH_INFO"]
    if place := place_of(path):
        shown = "" if place.name in _WITH_TOKENS else path
        return Observation(id, environ["REQUEST_METHOD"], place.name, shown, measured)
    inside = _INSIDE.get(f"/{path.split('/')[1]}" if path.startswith("/") else path, "none")
    return Observation(id, environ["REQUEST_METHOD"], inside, "", measured)

"""Looking at a watched address with what makes captures. Only the worker imports this: it brings what fetches."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures.quote_text import QuotableText
from tracker.core.captures.robots import may_look, own_rules
from tracker.services.captures.making import AGENT, Came, CaptureFailedError, CaptureMaker
from tracker.services.captures.watching.watches import Answered
from tracker.services.jobs import LaterError
from tracker.store.database.connecting import Database
from tracker.store.upkeep.hosts import HOST_PAUSE, put_robots, robots_of

__all__ = ["LookThroughMaker"]

_ROBOTS_HOLD = timedelta(days=1)
_MOST_ROBOTS = 500_000
_BY = "watch"
"""Who made the captures of looks, as their manifests have it."""


class LookThroughMaker:
    """Asks an address as a capture does, where its host lets us, and keeps what came only where it is wanted."""

    def __init__(self, database: Database, clock: Clock, maker: CaptureMaker):
        self._database, self._clock, self._maker = database, clock, maker

    def __call__(self, address: str, request: str) -> Answered:
        """What the address gives now. Raises LaterError where its host has to be asked something else first."""
        parts = urlsplit(address)
        try:
            if not may_look(self._rules(parts), f"{parts.path}?{parts.query}" if parts.query else parts.path):
                return Answered("kept out by robots.txt", None, "", (), None, None)
            came = self._maker.look_at(address, parts.hostname, missing_too=True)
        except CaptureFailedError as error:
            return Answered(error.reason, None, "", (), None, None)
        final = came.fetched.final if came.fetched else None

        def keep(also: Callable[[Session, str], object]) -> None:
            self._maker.keep(came, request=request, account_id=None, by=_BY, also=also)

        return Answered(
            came.failure, final.status if final else None, final.url if final else "", came.doubts, _text(came), keep
        )

    def _rules(self, parts: SplitResult) -> str:
        """What the host says to us, asked once a day: a visit of its own, after which the address has to wait."""
        host, now = (parts.hostname or "")[:253], self._clock.now()
        with self._database.reading() as session:
            robots = robots_of(session, host)
        if robots and now - robots.at < _ROBOTS_HOLD:
            return robots.lines
        try:
            fetched = self._maker.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", parts.hostname)
            text = fetched.body[:_MOST_ROBOTS].decode("utf-8", "replace") if fetched.final.status == 200 else ""
        except CaptureFailedError:
            # Where nothing can be asked, the look itself will say so.
            text = ""
        with self._database.changing() as session:
            put_robots(session, host, own_rules(text.replace("\0", ""), AGENT), self._clock.now())
        raise LaterError(self._clock.now() + HOST_PAUSE)


def _text(came: Came) -> QuotableText | None:
    opened = came.opened
    if opened is None or opened.readable != "text":
        return None
    texts = list(opened.texts)
    return QuotableText.of(texts[0]) if len(texts) == 1 else QuotableText.of_pages(texts)

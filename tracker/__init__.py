"""Pledge Tracker: what companies promised, what they did, and what the promise leaves out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from tracker.clock import Clock
    from tracker.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings", clock: "Clock | None" = None) -> "Flask":
    """The site for these settings, by the machine’s clock unless another is given. Nothing is connected yet."""
    # The framework is imported only here: commands do without it.
    from tracker.clock import SystemClock  # noqa: PLC0415
    from tracker.store.database.connecting import REQUEST_WAITS, Database  # noqa: PLC0415
    from tracker.web.application import build  # noqa: PLC0415

    return build(settings, clock or SystemClock(), Database(settings.database_url, REQUEST_WAITS))

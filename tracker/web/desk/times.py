"""Moments as pages of the desk tell them."""

from datetime import datetime

from tracker.engine.text import day
from tracker.web.site import site

__all__ = ["day_words", "moment_words"]


def moment_words(at: datetime) -> str:
    """A moment in the site's time zone."""
    local = at.astimezone(site().settings.time_zone)
    return f"{day(local.date())}, {local:%H:%M}"


def day_words(at: datetime) -> str:
    """The day of a moment in the site's time zone."""
    return day(at.astimezone(site().settings.time_zone).date())

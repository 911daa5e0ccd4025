"""Kept copies that published sources name: what was received when, and how to check it without us."""

from tracker.web.captures.views import blueprint

__all__ = ["blueprint"]

"""Where readers report an error or send a tip, and what became of such reports."""

from tracker.web.reports.views import blueprint

__all__ = ["blueprint"]

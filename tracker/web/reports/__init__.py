"""Where readers report an error or send a tip, and where outcomes are shown."""

from tracker.web.reports.views import blueprint

__all__ = ["blueprint"]

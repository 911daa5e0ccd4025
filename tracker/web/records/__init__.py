"""A page for each record: its content, its links, and its history."""

from tracker.web.records.views import blueprint

__all__ = ["blueprint"]

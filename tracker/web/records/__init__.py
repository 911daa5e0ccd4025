"""A page for each record: what it says, where it leads, and how it came to say so."""

from tracker.web.records.views import blueprint

__all__ = ["blueprint"]

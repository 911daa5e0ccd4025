"""Every list as a table, for spreadsheets and programs."""

from tracker.web.tables.views import blueprint

__all__ = ["blueprint"]

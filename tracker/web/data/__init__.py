"""All data as files, and the page that leads to every form of it."""

from tracker.web.data.views import blueprint

__all__ = ["blueprint"]

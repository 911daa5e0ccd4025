"""The whole field at a glance: start page, companies, topics."""

from tracker.web.browse.views import blueprint

__all__ = ["blueprint"]

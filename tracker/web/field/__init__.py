"""The whole field at a glance: start page, companies, topics."""

from tracker.web.field.views import blueprint

__all__ = ["blueprint"]

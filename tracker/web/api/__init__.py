"""The same for programs: read-only JSON."""

from tracker.web.api.views import blueprint

__all__ = ["blueprint"]

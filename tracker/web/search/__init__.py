"""Search over everything that is published now."""

from tracker.web.search.views import blueprint

__all__ = ["blueprint"]

"""Companies side by side."""

from tracker.web.compare.views import blueprint

__all__ = ["blueprint"]

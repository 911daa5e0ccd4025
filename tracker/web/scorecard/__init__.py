"""What readers see."""

from tracker.web.scorecard.views import blueprint

__all__ = ["blueprint"]

"""What was published when, and what changed between two days."""

from tracker.web.history.views import blueprint

__all__ = ["blueprint"]

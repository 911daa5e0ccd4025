"""What ends next, as a page and as a calendar."""

from tracker.web.upcoming.views import blueprint

__all__ = ["blueprint"]

"""What ends next, as a page and as a calendar."""

from tracker.web.lapsing.views import blueprint

__all__ = ["blueprint"]

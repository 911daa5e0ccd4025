"""Public pages as they would be with a draft published, for people who are signed in."""

from tracker.web.previewing.views import blueprint

__all__ = ["blueprint"]

"""Public pages as they would be with a draft published, for people who are signed in."""

from tracker.web.page_preview.views import blueprint

__all__ = ["blueprint"]

"""How to cite a page."""

from tracker.web.cite.views import blueprint

__all__ = ["blueprint"]

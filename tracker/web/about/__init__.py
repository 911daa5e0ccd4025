"""How results are computed, and who runs this site."""

from tracker.web.about.views import blueprint

__all__ = ["blueprint"]

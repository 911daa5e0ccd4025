"""What readers see."""

from tracker.web.public.views import blueprint

__all__ = ["blueprint"]

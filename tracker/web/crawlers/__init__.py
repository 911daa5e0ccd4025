"""For search engines and other robots: what they may fetch, and the list of all pages."""

from tracker.web.crawlers.views import blueprint

__all__ = ["blueprint"]

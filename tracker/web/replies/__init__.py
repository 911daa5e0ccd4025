"""The form where a company answers what it was asked, by the one-time link in the request."""

from tracker.web.replies.views import blueprint

__all__ = ["blueprint"]

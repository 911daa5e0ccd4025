"""Where readers follow a company or topic by email, confirm it, and leave."""

from tracker.web.follow.views import blueprint

__all__ = ["blueprint"]

"""What others set into their pages: widgets, oEmbed, badges and cards."""

from tracker.web.embed.views import blueprint

__all__ = ["blueprint"]

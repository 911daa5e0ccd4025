"""The ledger in the open: a page about it, all of it to download, and the program that checks a copy."""

from tracker.web.ledger.views import blueprint

__all__ = ["blueprint"]

"""In which language a quote is: readers' software speaks it by that, and offers to translate it."""

from tracker.records.types.source import Source

__all__ = ["quote_language"]


def quote_language(own: str | None, source: Source | None) -> str:
    """The language that the quote itself has, else that of the document; empty for the site's own."""
    return own or (source.language if source else None) or ""

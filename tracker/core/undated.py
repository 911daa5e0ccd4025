"""Words that say that there is no date."""

__all__ = ["is_undated"]

_WORDS = frozenset({"undated", "no date", "n.d", "nd", "date unknown"})


def is_undated(text: str) -> bool:
    """Whether a text says that there is no date: ``undated``, ``n.d.``"""
    return " ".join(text.casefold().split()).rstrip(".") in _WORDS

"""Quotes user input in messages: shortened, on one line, without unprintable characters."""

import unicodedata

__all__ = ["quoted"]

_LONGEST = 80


def quoted(text: str) -> str:
    """The text in quotation marks."""
    shown = "".join("\ufffd" if unicodedata.category(sign).startswith("C") else sign for sign in text[:_LONGEST])
    return f"“{shown}{'…' if len(text) > _LONGEST else ''}”"

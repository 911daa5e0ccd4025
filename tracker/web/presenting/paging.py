"""Pagination links of lists."""

from dataclasses import dataclass

__all__ = ["PageLinks"]


@dataclass(frozen=True)
class PageLinks:
    """Where the pages before and after this one stand; empty where there is none."""

    first: str
    previous: str
    next: str

"""Dates as they stand on web pages: with a word before and the time of day after them."""

import re

__all__ = ["without_time_of_day"]

_BEFORE = re.compile(
    r"(?:(?:first|last) )?(?:published|updated|posted|modified|issued|released|dated?)(?: on| at)?:? (?=\D{0,12}\d)"
)
_ZONE = r"z|utc|gmt|[a-z]{1,2}s?t|[+-]\d\d:?\d\d|(?:utc|gmt) ?[+-]\d{1,2}(?::?\d\d)?"
_CLOCK = r"\d{1,2}(?::\d\d){1,2}(?:\.\d{1,9})?"
_AFTER = re.compile(
    rf"(?:,|;| at| \||-| -)? ?t?(?:\d{{1,2}} ?[ap]\.?m|{_CLOCK}(?: ?[ap]\.?m)?)\.?(?: ?\(?(?:{_ZONE})\)?)?", re.ASCII
)
_DAY = re.compile(r"\d{4}|\d[/.-]\d")
_LONGEST = 41


def without_time_of_day(said: str) -> str:
    """A date in small letters without “published” and the like before it, and without the time of day after it.

    A text that is no such date is given back as it is. The day stays the one that was printed, whatever the zone.
    """
    bare = _BEFORE.sub("", said, count=1) if _BEFORE.match(said) else said
    for first in range(max(0, len(bare) - _LONGEST), len(bare)):
        if _AFTER.fullmatch(bare, first):
            return bare[:first] if _DAY.search(bare, 0, first) else bare
    return bare

"""Whether two records may be the same thing, entered twice: a guess with its reasons in words, for editors to judge.

Works on bodies, as far as they are filled in: of a draft, not all of it is there yet, or right. Two records are called
alike for what they say, never for their ids.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from tracker.core.dates import DateError, Period
from tracker.core.search.words import fold, words
from tracker.records.checking.web_addresses import address_keys, host_of
from tracker.records.identifiers import identifiers_of

__all__ = [
    "NEAR_DAYS",
    "Similarity",
    "bare_name",
    "company_of",
    "is_short_for",
    "joined",
    "names",
    "similar_titles",
    "similarity",
]

NEAR_DAYS = 7
"""Evidence this many days apart may still be of one event."""
_SIMILAR_TITLE = 80
_EQUAL_TITLE = 92
_SIMILAR_NAME = 0.85
_EQUAL_QUOTE = 90
_LONG_QUOTE = 40
_SHOWN = 80
_SHORTEST, _LONGEST_SHORT = 2, 5
_VOWELS = frozenset("aeiouy")
_LEGAL = frozenset(
    [
        "ab",
        "ag",
        "aps",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "group",
        "holding",
        "holdings",
        "inc",
        "incorporated",
        "kg",
        "kk",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "the",
    ]
)
"""Words of names that tell no company from another."""


_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "it",
        "its",
        "of",
        "on",
        "or",
        "s",
        "than",
        "that",
        "the",
        "to",
        "under",
        "was",
        "were",
        "which",
        "with",
    ]
)
"""Words of titles that say nothing of what happened."""


class Similarity(NamedTuple):
    """Why two records may be the same, the strongest reason first; ``weight`` orders several that may be."""

    weight: int
    reasons: tuple[str, ...]


def similarity(draft: Mapping[str, Any], other: Mapping[str, Any]) -> Similarity | None:
    """Why a draft may be the same as another record of its kind; None where nothing says so."""
    kind = draft.get("kind")
    compare = _COMPARED.get(kind) if isinstance(kind, str) and kind == other.get("kind") else None
    reasons = [reason for reason in compare(draft, other) if reason] if compare else []
    if not reasons:
        return None
    return Similarity(max(weight for weight, _ in reasons), tuple(text for _, text in sorted(reasons, reverse=True)))


Reason = tuple[int, str]


def _of_sources(draft: Mapping[str, Any], other: Mapping[str, Any]) -> list[Reason]:
    reasons: list[Reason] = []
    if both := _addresses(draft) & _addresses(other):
        same = min(both)
        reasons.append((100, f"Same web address: {_shown(same)}"))
    similar = _similar(_text(draft, "title"), _text(other, "title"))
    apart = _apart(draft.get("date"), other.get("date"))
    if similar >= _EQUAL_TITLE and apart is not None and _same_words(draft, other, "publisher"):
        reasons.append((80, f"The title is {_as(similar)}, same publisher, and {_days(apart)}"))
    elif similar >= _EQUAL_TITLE and not reasons and _elsewhere(draft, other):
        advice = f"The title is {_as(similar)}. If one copies the other, name that one under “Based on”"
        reasons.append((50, advice))
    if similar >= _SIMILAR_TITLE and _same_words(draft, other, "location"):
        reasons.append((70, f"Same location, and the title is {_as(similar)}: {_shown(_text(other, 'location'))}"))
    return reasons


def _elsewhere(draft: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sources are of two publishers, and neither is said to copy the other yet."""
    linked = other.get("id") in _words_of(draft, "derived_from") or draft.get("id") in _words_of(other, "derived_from")
    named = _text(draft, "publisher") and _text(other, "publisher")
    return bool(named) and not linked and not _same_words(draft, other, "publisher")


def _addresses(data: Mapping[str, Any]) -> set[str]:
    return address_keys(_text(data, "url"), _text(data, "archive_url"))


def _of_evidence(draft: Mapping[str, Any], other: Mapping[str, Any]) -> list[Reason]:
    apart = _apart(draft.get("period"), other.get("period"))
    company = company_of(draft)
    if apart is None or company is None or company != company_of(other):
        return []
    similar = _similar(_text(draft, "title"), _text(other, "title"))
    if similar < _SIMILAR_TITLE:
        return []
    reasons = [(int(similar), f"Same company, {_days(apart)}, and the title is {_as(similar)}")]
    if _words_of(draft, "sources") & _words_of(other, "sources"):
        reasons.append((90, "Both use the same source"))
    return reasons


def _of_companies(draft: Mapping[str, Any], other: Mapping[str, Any]) -> list[Reason]:
    reasons: list[Reason] = []
    ours, same = {it.key for it in identifiers_of(draft)}, identifiers_of(other)
    reasons += [(100, f"Same {it.scheme}: {_shown(it.text)}") for it in same if it.key in ours]
    host = host_of(_text(draft, "website"))
    if host and host == host_of(_text(other, "website")):
        reasons.append((80, f"Same website: {host}"))
    theirs = {bare_name(name): name for name in names(other)}
    likes = [(_name_likeness(mine, name), theirs[name]) for mine in map(bare_name, names(draft)) for name in theirs]
    best, name = max(likes, default=(0, ""))
    if best:
        reasons.append((best, f"The name is {'the same' if best > 80 else 'similar'}: {_shown(name)}"))
    return reasons


def _name_likeness(one: str, other: str) -> int:
    """How alike two bare names are.

    90 the same, 85 the same but for spaces, 60 similar, 55 where one is short for the other, 50 where one begins with
    the other, else 0.
    """
    if one == other:
        return 90 if one else 0
    if joined(one) == joined(other):
        return 85
    if is_short_for(one, other) or is_short_for(other, one):
        return 55
    numbers = [[sign for sign in name if sign.isdecimal()] for name in (one, other)]
    if numbers[0] == numbers[1] and OSA.normalized_similarity(one, other) >= _SIMILAR_NAME:
        return 60
    first, second = sorted((one, other), key=len)
    return 50 if len(first) > 3 and second.startswith(f"{first} ") else 0


def joined(name: str) -> str:
    """A bare name without its spaces: ``micro soft`` and ``i b m`` as others write them."""
    return name.replace(" ", "")


def is_short_for(short: str, long: str) -> bool:
    """Whether a bare name may be short for another: its initials (``ibm``), or its consonants (``msft``).

    Of consonants there are three at least, the first is that of the name, and the last the last of one of its words.
    """
    letters, parts = joined(short), long.split()
    if not _SHORTEST <= len(letters) <= _LONGEST_SHORT or not letters.isalpha() or len(letters) >= len(joined(long)):
        return False
    if len(parts) > 1 and letters == "".join(part[0] for part in parts):
        return True
    if len(letters) == _SHORTEST or set(letters) & _VOWELS or " " in short:
        return False
    signs = iter(parts[0])
    return parts[0][0] == letters[0] and parts[0][-1] == letters[-1] and all(letter in signs for letter in letters)


def _of_pledges(draft: Mapping[str, Any], other: Mapping[str, Any]) -> list[Reason]:
    """Promises of one company in the same words, unless they are said to stand in one text."""
    company = company_of(draft)
    if company is None or company != company_of(other) or _linked(draft, other) or _linked(other, draft):
        return []
    for mine in _quotes(draft):
        for theirs in _quotes(other):
            if likeness := _quote_likeness(mine, theirs):
                advice = "if one text makes several promises, link them under “Other pledges in the same text”"
                return [(90, f"{likeness}: “{_shown(theirs)}”; {advice}")]
    return []


def _quote_likeness(mine: str, theirs: str) -> str:
    one, other = (" ".join(word.folded for word in words(quote)) for quote in (mine, theirs))
    if not one or not other:
        return ""
    if one == other:
        return "Same quote"
    if fuzz.ratio(one, other) >= _EQUAL_QUOTE:
        return "Almost the same quote"
    shorter, longer = sorted((one, other), key=len)
    return "One quote contains the other" if len(shorter) >= _LONG_QUOTE and shorter in longer else ""


def _linked(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    id = other.get("id")
    return isinstance(id, str) and (id in _words_of(one, "same_text_as") or one.get("restates") == id)


_COMPARED = {
    "source": _of_sources,
    "evidence": _of_evidence,
    "company": _of_companies,
    "pledge": _of_pledges,
}


def company_of(data: Mapping[str, Any]) -> str | None:
    """The company that a record is about, as far as it is filled in."""
    company, id = _text(data, "company"), _text(data, "id")
    company_id = company or (id.partition("/")[0] if "/" in id else "")
    return company_id if company_id.isascii() and company_id.isprintable() and company_id else None


def names(data: Mapping[str, Any]) -> list[str]:
    """The names that a company is known by."""
    once = data.get("names")
    earlier = [_text(part, "name") for part in once if isinstance(part, dict)] if isinstance(once, list) else []
    return [name for name in (_text(data, "name"), *sorted(_words_of(data, "aliases")), *earlier) if name]


def bare_name(name: str) -> str:
    """A name as it is compared: without case, accents, signs and words such as Inc."""
    folded = [word.folded for word in words(name)]
    return " ".join([word for word in folded if word not in _LEGAL] or folded)


def _quotes(data: Mapping[str, Any]) -> list[str]:
    versions = data.get("versions")
    parts = [version for version in versions if isinstance(version, dict)] if isinstance(versions, list) else []
    return [text for part in parts for name in ("quote", "reported") if (text := _text(part, name))]


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""


def _words_of(data: Mapping[str, Any], name: str) -> set[str]:
    value = data.get(name)
    return {word for word in value if isinstance(word, str) and word} if isinstance(value, list) else set()


def _same_words(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    text = " ".join(fold(_text(one, name)).split())
    return bool(text) and text == " ".join(fold(_text(other, name)).split())


def similar_titles(one: str, other: str) -> bool:
    """Whether two titles may be of one thing."""
    return _similar(one, other) >= _SIMILAR_TITLE


def _similar(one: str, other: str) -> float:
    """How alike two titles are, from 0 to 100, whatever the order of their words."""
    left, right = (
        " ".join(sorted(word.stem for word in words(title) if word.folded not in _SMALL)) for title in (one, other)
    )
    return fuzz.ratio(left, right) if left and right else 0


def _apart(one: object, other: object) -> int | None:
    """Days between two times, 0 where they may overlap; None where they lie further apart, or are no dates."""
    bounds = [_bounds(side) for side in (one, other)]
    if bounds[0] is None or bounds[1] is None:
        return None
    (first, last), (other_first, other_last) = bounds[0], bounds[1]
    days = max((other_first - last).days, (first - other_last).days, 0)
    return days if days <= NEAR_DAYS else None


def _bounds(text: object) -> tuple[date, date] | None:
    if not isinstance(text, str):
        return None
    try:
        period = Period.parse(text.strip())
    except DateError:
        return None
    return period.start.earliest if period.start else date.min, period.end.latest if period.end else date.max


def _days(apart: int) -> str:
    return f"the dates are {apart} day{'' if apart == 1 else 's'} apart" if apart else "the dates overlap"


def _as(similar: float) -> str:
    return "the same" if similar == 100 else "nearly the same" if similar >= _EQUAL_TITLE else "similar"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"

"""A first guess at what the columns of a sheet mean, from their heads and values; a person looks at it (IMPORT-2).

Never guessed is what could accuse: that something was done (acts), how far a pledge was carried out, who owns a company
or what it signed, and that a source is a record. For such a column the field is only suggested.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rapidfuzz import fuzz

from tracker.core.search.words import fold
from tracker.records.spreadsheet.cells import (
    CellError,
    clean_cell,
    day_of,
    day_orders,
    is_blank,
    length_of,
    number_of,
    read_addresses,
    read_country,
)
from tracker.records.spreadsheet.fields import FIELD_KEYS, FIELDS, TableField
from tracker.records.spreadsheet.mapping import ColumnMapping, DateOrder, TableMapping
from tracker.records.spreadsheet.row_values import TermWords

__all__ = ["NEVER_GUESSED", "date_order", "guessed_mapping", "suggested_field", "year_of_head"]

NEVER_GUESSED = (
    "act.", "fulfilment.", "source.type", "list.", "pledge.withdrawn", "owner.", "initiative.", "outcome.", "check.",
    "response.",
)  # fmt: skip
"""Fields that a person alone chooses."""
_SEVERAL = frozenset(("source.url", "assessment.value", "pledge.note", "company.aliases", "company.isin"))
_ENOUGH = 0.8
_LIKE_HEAD = 90
_TERMS = 0.6
_MOST_LOOKED_AT = 300
_WORDS_OF_PLEDGES = frozenset(("pledge.quote", "pledge.reported", "pledge.title", "pledge.short"))
_GOES_ON = re.compile(
    r"\b(?:still|continu(?:es|ed|ing)|remain(?:s|ed|ing)|digging in|buying time|holding off|scaling back|"
    r"has not|no (?:exit|change|action|response))\b",
    re.I,
)
_WAS_DONE = re.compile(r"\b(?:suspended|withdr[ae]w\w*|exited|left|sold|stopped|reduced|donated|gave)\b", re.I)
_PROMISED = re.compile(
    r"\b(?:will|shall|commit\w*|pledg\w*|promis\w*|aims?|plans? to|intends?|by 20\d\d|goal|target)\b", re.I
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SPEAKS = 55
_HALF = 0.5
_FEW, _MOST = 0.15, 0.6
_STAGES = (
    ("net zero", r"net[ -]?zero|carbon neutral"), ("long", r"long[ -]?term|end|final|second|2nd"),
    ("near", r"near[ -]?term|short[ -]?term|interim|intermediate|first|1st"),
)  # fmt: skip
_NUMBERED = ("pledge", "source")
_ANSWER = re.compile(
    r"(?:yes|no|y|n|true|false|x|✓|✗|partial|partially|partly|full|fully|none|unknown|not specified|not sure|"
    r"i don[’']t know|ja|nein|teilweise|oui|non|partiellement|sí|si|parcial)\.?",
    re.I,
)
"""What answers a question: it is nobody’s words, and no name."""
_A_YEAR = re.compile(r"(?:FY ?)?(?:19|20)\d\d(?:\.0)?", re.I)
_PICTURE = re.compile(r"\b(?:logo|image|icon|photo|picture|avatar|thumbnail)s?\b", re.I)
_PERHAPS = re.compile(r"\b(?:if possible|where possible|if known|paraphrase|or summary|roughly)\b", re.I)


def guessed_mapping(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    words: Mapping[str, TermWords],
    today: date,
    topic: str | None = None,
    sheet: str | None = None,
    header_row: int = 1,
) -> TableMapping:
    """What the columns probably mean. ``rows`` are the first rows under the heads, some hundreds at most."""
    samples = [_sample(rows, place) for place in range(len(heads))]
    chosen, numbers = _chosen(heads, samples, words, today)
    columns = [_column(heads[place], chosen[place], samples[place], numbers.get(place, 1)) for place in sorted(chosen)]
    return TableMapping.model_validate(
        {
            "sheet": sheet,
            "header_row": header_row,
            "topic": topic,
            "columns": [column.model_dump(exclude_defaults=True) for column in columns],
        }
    )


def _chosen(
    heads: Sequence[str], samples: Sequence[Sequence[str]], words: Mapping[str, TermWords], today: date
) -> tuple[dict[int, TableField], dict[int, int]]:
    """By column the field that fits best, and which of several pledges or sources it is about."""
    scored = sorted(
        (
            (-score, order, place)
            for place, head in enumerate(heads)
            for order, field in enumerate(FIELDS)
            if (score := _score(field, head, samples[place], today))
        ),
    )
    better = {place: _best_never_guessed(head, samples[place], today)[0] for place, head in enumerate(heads)}
    chosen: dict[int, TableField] = {}
    numbers: dict[int, int] = {}
    used: set[tuple[str, int]] = set()
    stages = _stages(heads)
    for score, order, place in scored:
        field = FIELDS[order]
        if place in better and better[place] > -score:
            continue
        if field.key in _WORDS_OF_PLEDGES and _tells_what_was_done(samples[place]):
            field = FIELD_KEYS["evidence.title"]
        number = stages.get(place, 1) if field.group in _NUMBERED else 1
        if field.key == "pledge.at_least":  # two amounts to reach are two pledges
            others = {stage for other, stage in stages.items() if other != place}
            free = (n for n in range(number, 10) if (field.key, n) not in used and (n == number or n not in others))
            number = next(free, 1)
        if place not in chosen and ((field.key, number) not in used or field.key in _SEVERAL):
            chosen[place] = field
            numbers[place] = number
            used.add((field.key, number))
    for place in range(len(heads)):
        pictures = _PICTURE.search(heads[place])
        if place not in chosen and not pictures and (valued := _by_values(samples[place], words, used)):
            chosen[place] = valued
            used.add((valued.key, 1))
    _without_a_source(chosen, numbers)
    _number_from_1(chosen, numbers)
    return chosen, numbers


def _without_a_source(chosen: dict[int, TableField], numbers: dict[int, int]) -> None:
    """The day of a source that no column names is that of what the row promises."""
    keys = {field.key for field in chosen.values()}
    of_sources = {"source.url", "source.title", "source.archive_url", "source.location"}
    if not keys & (of_sources | {"pledge.start"}) and keys & _WORDS_OF_PLEDGES:
        for place, field in chosen.items():
            if field.key == "source.date":
                chosen[place] = FIELD_KEYS["pledge.start"]
                numbers[place] = min(numbers[other] for other, it in chosen.items() if it.key in _WORDS_OF_PLEDGES)


def _tells_what_was_done(sample: Sequence[str]) -> bool:
    """Whether a column that may be of promises tells, in some rows at least, what companies did or go on doing."""
    without_promise = [cell for cell in sample if not _PROMISED.search(cell)]
    goes_on = sum(bool(_GOES_ON.search(cell)) for cell in without_promise)
    was_done = sum(bool(_WAS_DONE.search(cell)) for cell in without_promise)
    return 0 < goes_on >= _FEW * len(sample) or 0 < was_done >= _MOST * len(sample)


def _stages(heads: Sequence[str]) -> dict[int, int]:
    """Which of several pledges or sources a column is about, by words such as “near term”, or numbers, in heads."""
    named: dict[int, str] = {}
    for place, head in enumerate(heads):
        bare = fold(" ".join(re.sub(r"[_\-–/():.]", " ", head).split()))
        stage = next((name for name, words in _STAGES if re.search(rf"\b(?:{words})\b", bare)), "")
        counted = re.search(r"\b([2-9])$|\b(?:target|pledge|commitment|goal|source|link) ([2-9])\b", bare)
        if stage or counted:
            named[place] = stage or (counted[1] or counted[2] if counted else "")
    order = {"near": 2, "long": 3, "net zero": 4}
    return {place: order.get(stage) or int(stage) for place, stage in named.items()}


def _number_from_1(chosen: Mapping[int, TableField], numbers: dict[int, int]) -> None:
    """Number pledges and sources on from 1, whatever the heads call them."""
    for group in _NUMBERED:
        own = [place for place, field in chosen.items() if field.group == group]
        order = {number: i for i, number in enumerate(sorted({numbers.get(place, 1) for place in own}), 1)}
        numbers |= {place: order[numbers.get(place, 1)] for place in own}


def suggested_field(head: str, sample: Sequence[str], today: date) -> TableField | None:
    """A field that is never guessed, for a column whose head speaks for it: a person may choose it."""
    score, field = _best_never_guessed(head, sample, today)
    if score >= _SPEAKS:
        return field
    numbers = bool(sample) and _share(number_of, sample) >= _HALF
    return FIELD_KEYS["fulfilment.amount"] if year_of_head(head) and numbers else None


def year_of_head(head: str) -> str:
    """The one year that a head names, such as that of an amount; empty for none or several."""
    years = set(_YEAR.findall(head))
    return years.pop() if len(years) == 1 else ""


def _best_never_guessed(head: str, sample: Sequence[str], today: date) -> tuple[int, TableField]:
    fields = [field for field in FIELDS if _is_never_guessed(field)]
    scores = [_fit(field, head, sample, today) for field in fields]
    best = max(scores)
    return best, fields[scores.index(best)]


def _is_never_guessed(field: TableField) -> bool:
    return field.key.startswith(NEVER_GUESSED)


def _sample(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    cells = (clean_cell(row[place]) for row in rows[:_MOST_LOOKED_AT] if place < len(row))
    return [cell for cell in cells if not is_blank(cell)]


def _score(field: TableField, head: str, sample: Sequence[str], today: date) -> int:
    """How well a head fits a field, from 0 to 100; 0 where the values cannot be read as it asks."""
    return 0 if _is_never_guessed(field) else _fit(field, head, sample, today)


def _fit(field: TableField, head: str, sample: Sequence[str], today: date) -> int:
    if _cannot_be(field, head, sample):
        return 0
    best = max((_likeness(head, word, place) for place, word in enumerate(field.heads)), default=0)
    if best and sample and not _fits(field, sample, today, _HALF if best >= _LIKE_HEAD else _ENOUGH):
        return 0
    return best


def _cannot_be(field: TableField, head: str, sample: Sequence[str]) -> bool:
    """Whether the values of a column, or its head, speak against a field whatever its name is."""
    if field.form == "address" and _PICTURE.search(head):
        return True
    if field.key == "pledge.quote" and _PERHAPS.search(head):
        return True
    if not sample:
        return False
    if field.key in _WORDS_OF_PLEDGES and _share(number_of, sample) >= _ENOUGH:
        return True  # numbers are no words
    if field.key in (*_WORDS_OF_PLEDGES, "pledge.measure", "evidence.title"):
        return _all_are(_ANSWER, sample)
    return field.form == "number" and _all_are(_A_YEAR, sample)


def _all_are(form: re.Pattern[str], sample: Sequence[str]) -> bool:
    return sum(form.fullmatch(cell) is not None for cell in sample) >= _ENOUGH * len(sample)


def _likeness(head: str, word: str, place: int) -> int:
    above, between, last = head.rpartition(" – ")
    if between and (own := _likeness(last, word, place)):
        return own - 2
    return max(_likeness_of_line(above, word, place) - 10, 0) if between else _likeness_of_line(head, word, place)


def _likeness_of_line(head: str, word: str, place: int) -> int:
    bare = " ".join(re.sub(r"[_\-–/():.?]", " ", head).split())
    folded = fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare))
    if folded == word:
        return 100 - place // 4
    if len(word) > 5 and fuzz.ratio(folded, word) >= _LIKE_HEAD:
        return 90
    if len(word) > 3 and re.search(rf"\b{re.escape(word)}\b", folded):
        # “Near term target year” says more by “target year” than by “target”.
        return min(85, 40 + 2 * len(word))
    return 0


def _fits(field: TableField, sample: Sequence[str], today: date, enough: float) -> bool:
    """Whether so many of the values can be read as the field asks; the others are problems that a person sees."""
    readers: dict[str, Callable[[str], object]] = {
        "day": lambda text: bool(day_orders(text)) or day_of(text, "day first", today),
        "due": lambda text: bool(day_orders(text)) or day_of(text, "day first", today, due=True),
        "number": number_of,
        "address": read_addresses,
        "country": read_country,
        "length": length_of,
    }
    read = readers.get(field.form)
    if read is None:
        return field.form != "line" or sum(len(cell) <= 300 for cell in sample) >= _ENOUGH * len(sample)
    return _share(read, sample) >= (enough if field.form != "country" else min(enough, _TERMS))


def _share(read: Callable[[str], object], sample: Sequence[str]) -> float:
    good = 0
    for cell in sample:
        try:
            read(cell)
            good += 1
        except CellError:
            continue
    return good / len(sample) if sample else 0


def _by_values(sample: Sequence[str], words: Mapping[str, TermWords], used: set[tuple[str, int]]) -> TableField | None:
    """A column whose values are web addresses, or the terms of a dimension."""
    if not sample:
        return None
    if _share(read_addresses, sample) >= _ENOUGH:
        return next(field for field in FIELDS if field.key == "source.url")
    for dimension, terms in words.items():
        key = f"scope.{dimension}"
        meant = {fold(cell) for cell in sample if fold(cell) in terms.by_word}
        # One word in all rows, such as “Company”, tells nothing apart.
        several = len(meant) > 1 or (len(meant) == 1 and len(sample) == 1)
        if (key, 1) not in used and several and _share_of(meant, sample) >= _TERMS:
            return next(field for field in FIELDS if field.key == key)
    return None


def _share_of(meant: set[str], sample: Sequence[str]) -> float:
    return sum(fold(cell) in meant for cell in sample) / len(sample)


def _column(head: str, field: TableField, sample: Sequence[str], number: int) -> ColumnMapping:
    dates = date_order(sample) if field.form in ("day", "due") else None
    fraction = field.form == "number" and field.group in ("pledge", "fulfilment") and _fractions(head, sample)
    said = {"column": head, "field": field.key, "number": number, "dates": dates, "fraction": fraction}
    if field.key in ("pledge.at_least", "pledge.at_most") and (year := year_of_head(head)):
        said["on"] = year
    if field.key == "company.name" and any(";" in cell for cell in sample):
        said["separator"] = ";"
    return ColumnMapping.model_validate(said)


def date_order(sample: Sequence[str]) -> DateOrder | None:
    """The order of day and month in a column, where some of its dates can be read in one order only."""
    orders = [possible for cell in sample if (possible := day_orders(cell))]
    if orders and all(cell.count(".") == 2 for cell in sample if day_orders(cell)):
        return "day first"  # 03.05.2019 is written so only where days come first
    certain = {next(iter(possible)) for possible in orders if len(possible) == 1}
    return next(iter(certain)) if len(certain) == 1 else None


def _fractions(head: str, sample: Sequence[str]) -> bool:
    """Whether numbers are shares of one: those without a sign all between 0 and 1, in a column about percentages."""
    bare = [cell for cell in sample if not cell.rstrip().endswith("%")]
    about = len(bare) < len(sample) or re.search(r"%|percent|share|reduction|rate|progress|value", head, re.IGNORECASE)
    shares = [cell for cell in bare if re.fullmatch(r"[01](?:[.,]\d+)?", cell)]
    decimals = len(bare) < len(sample) or any(len(cell) > 1 for cell in shares)
    return bool(about and shares) and len(shares) == len(bare) and decimals

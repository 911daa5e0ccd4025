"""The records that one row makes, as plain data: what the row names, and what a new record needs besides (IMPORT-2).

``named`` is what the file says; it alone changes a record that is published. ``assumed`` stands in for what a new
record must have and the file leaves out. It accuses nobody: a day that is not known is that day or earlier, a scope
that no column tells is unclear, a document is a claim.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tracker.core.dates import UncertainDate
from tracker.records.ids import site_of
from tracker.records.spreadsheet.row_values import LABELS, MarkedTerm, Rating, RowValues
from tracker.records.types.topic import Topic

__all__ = [
    "RowRecord", "assessment_of", "commitment_of", "company_of_row", "conduct_of", "is_of_another_year", "pledge_of",
    "said_by", "source_of",
    "texts_of", "who_rates",
]  # fmt: skip

_YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SAYING_MORE = ("quote", "reported", "short", "title", "id", "at_least", "at_most", "last_day", "withdrawn")
_PRESET = ("actor",)
_LONGEST_TITLE = 160
_RATERS = (("assessment", "by"), ("list", "publisher"), ("source", "publisher"), ("list", "title"))
_COMPANY_SPEAKS = "company statement"


class RowRecord(NamedTuple):
    """One record of a row: its kind, what the row names, what is assumed of a new one, and the fields it came from."""

    kind: str
    named: dict[str, Any]
    assumed: dict[str, Any]

    @property
    def whole(self) -> dict[str, Any]:
        """The body of a new record, without its id."""
        return {"kind": self.kind, **_over(self.assumed, self.named)}


def _over(assumed: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """What is named, over what is assumed; parts at the same place are brought together."""
    result = dict(assumed)
    for name, value in named.items():
        base = assumed.get(name)
        if isinstance(base, dict) and isinstance(value, dict):
            result[name] = _over(base, value)
        elif name == "versions" and isinstance(base, list) and isinstance(value, list):
            result[name] = [_over(base[0], value[0]), *value[1:]]
        else:
            result[name] = value
    return result


def texts_of(row: RowValues, group: str, names: Sequence[str]) -> dict[str, Any]:
    """The fields of a group that the row fills, by their names in records."""
    return {name: text for name in names if (text := row.values.get(f"{group}.{name}"))}


def company_of_row(row: RowValues) -> RowRecord:
    """The company that a row names."""
    named = texts_of(row, "company", ("name", "aliases", "country", "website", "summary"))
    if former := row.values.get("company.former_names"):
        named["names"] = [{"name": name} for name in former]
    identifiers = texts_of(row, "company", ("lei", "isin", "wikidata", "register"))
    if identifiers:
        named["identifiers"] = identifiers
    if sector := row.text("company.sector"):
        # A classification of the list’s own: its words are its codes.
        scheme = row.text("list.publisher") or row.text("list.title") or "as listed"
        named["sector"] = {"scheme": scheme, "code": sector}
    return RowRecord("company", named, {})


def source_of(row: RowValues, group: str, today: date, url: str = "") -> RowRecord | None:
    """The source of the row (``source``), or the list itself (``list``); None where nothing of one is said."""
    names = ("title", "publisher", "date", "author", "archive_url", "retrieved", "location", "type", "language", "note")
    named = texts_of(row, group, names)
    address = url or row.values.get(f"{group}.url", "")
    if address:
        named["url"] = address if isinstance(address, str) else address[0]
    if not (named.keys() & {"url", "archive_url", "title", "location"}):
        return None
    assumed: dict[str, Any] = {"type": "claim"}
    if not named.keys() & {"date", "retrieved"}:
        assumed["date"] = f"[..{today.isoformat()}]"
    if not named.keys() & {"url", "archive_url", "location"}:
        assumed["location"] = named["title"]
    return RowRecord("source", named, assumed)


def commitment_of(row: RowValues, topic: Topic) -> str:
    """Not to do something, or to do something: as the row says, else as the topic asks; a deadline is of doing."""
    if said := row.text("pledge.commitment"):
        return said
    if row.values.keys() & {"pledge.deadline", "pledge.at_least", "pledge.at_most", "duty.every"}:
        return "perform"
    return topic.yardstick.commitment


def pledge_of(row: RowValues, company: str, sources: Sequence[str], topic: Topic, today: date) -> RowRecord:
    """The pledge of a row, with one version."""
    version = _version(row, sources)
    named: dict[str, Any] = {"topic": topic.id, "versions": [version]}
    if title := row.text("pledge.title"):
        named["title"] = title
    if said := row.text("pledge.commitment"):
        named["commitment"] = said
    by_today = f"[..{today.isoformat()}]"
    assumed_version: dict[str, Any] = {"source": sources[0], "scope": _open_scope(topic, row)}
    if not version.keys() & {"start", "announced"}:
        assumed_version["start"] = said_by(row, by_today)
    if "quote" in version:
        assumed_version["speaker"] = _COMPANY_SPEAKS
    assumed = {"company": company, "commitment": commitment_of(row, topic), "versions": [assumed_version]}
    return RowRecord("pledge", named, assumed)


def _version(row: RowValues, sources: Sequence[str]) -> dict[str, Any]:
    version: dict[str, Any] = texts_of(row, "pledge", ("announced", "start", "speaker", "channel", "language", "short"))
    quote, reported, note = (row.text(f"pledge.{name}") for name in ("quote", "reported", "note"))
    words = quote or reported or row.text("pledge.short") or row.text("pledge.title") or _words_of_target(row)
    if words:
        version["quote" if quote else "reported"] = words
    if sources[1:]:
        version["also_in"] = list(sources[1:])
    version |= texts_of(row, "pledge", ("deadline", "verification"))
    if row.text("duty.every") and row.text("duty.first"):
        version["deadline"] = texts_of(row, "duty", ("every", "first", "last"))
    if ends := _ends(row):
        version["ends"] = ends
    if target := _target(row):
        version["target"] = target
        if milestones := _milestones(row):
            version["milestones"] = milestones
    if scope := _scope(row):
        version["scope"] = scope
    extra = f"As reported: {reported}" if quote and reported and reported != quote else ""
    summary = row.text("evidence.summary") if _summary_is_of_pledge(row) else ""
    if note_text := "\n".join(text for text in (note, extra, summary) if text):
        version["note"] = note_text
    return version


def is_of_another_year(row: RowValues) -> bool:
    """Whether a later pledge of a row would be the words of the first one with a deadline that they contradict.

    “To halve it by 2032” says nothing of the 2050 in a column for another target.
    """
    own = row.columns.keys() & {f"pledge.{name}" for name in _SAYING_MORE}
    if own or not row.text("pledge.deadline"):
        return False
    named = set(_YEARS.findall(row.text("pledge.quote") or row.text("pledge.reported")))
    return bool(named) and not named & set(_YEARS.findall(row.text("pledge.deadline")))


def _words_of_target(row: RowValues) -> str:
    """What was promised, as far as the columns of a target say it by themselves: their heads with what stands below."""
    unit = f" {unit}" if (unit := row.text("pledge.unit")) else ""
    goals = [
        f"{row.columns[key]}: {row.text(key)}{'' if key == 'pledge.deadline' else unit}"
        for key in ("pledge.at_least", "pledge.at_most", "pledge.deadline")
        if key in row.columns and row.text(key)
    ]
    return "; ".join(goals) if row.values.keys() & {"pledge.at_least", "pledge.at_most"} else ""


def _ends(row: RowValues) -> Any:
    stated = row.text("pledge.stated_end")
    ends = texts_of(row, "pledge", ("last_day", "after", "withdrawn"))
    return {**ends, **({"stated": stated} if stated else {})} if ends else stated


def _milestones(row: RowValues) -> list[dict[str, Any]]:
    given = [row.numbered(number, ("milestone",)) for number in row.numbers("milestone")]
    milestones = [texts_of(one, "milestone", ("at_least", "at_most", "by")) for one in given]
    # Listed in the order of their days, as records have them.
    return sorted((it for it in milestones if "by" in it and len(it) > 1), key=lambda it: str(it["by"]))


def _summary_is_of_pledge(row: RowValues) -> bool:
    return not row.ratings and not any(key.startswith(("act.", "fulfilment.", "evidence.title")) for key in row.columns)


def _target(row: RowValues) -> dict[str, Any]:
    bounds = texts_of(row, "pledge", ("at_least", "at_most"))
    if not bounds:
        return {}
    measure = row.text("pledge.measure") or row.column("pledge.at_least", "pledge.at_most") or "target"
    target = {"measure": measure, **texts_of(row, "pledge", ("unit",)), **bounds}
    if amount := row.text("pledge.baseline"):
        on = row.text("pledge.baseline_on")
        target["baseline"] = {"amount": amount, **({"on": on} if on else {})}
    return target


def _scope(row: RowValues) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    for key, terms in row.values.items():
        group, _, dimension = key.partition(".")
        if group == "scope" and "#" not in key:
            labels = _labels(terms)
            if labels:
                scope[dimension] = labels
    return scope


def _labels(terms: Sequence[MarkedTerm]) -> dict[str, Any]:
    labels: dict[str, Any] = {
        label: ids for label in LABELS if (ids := [term.term for term in terms if term.label == label])
    }
    if rest := next((term.term for term in terms if term.label == "rest"), ""):
        labels["rest"] = rest
    return labels


def _open_scope(topic: Topic, row: RowValues) -> dict[str, Any]:
    """What no column tells of a pledge’s scope is unclear: never “covers all”, never “leaves it out”."""
    names = [name for name in topic.dimensions.used() if name not in _PRESET]
    return {name: {"rest": "unclear"} for name in names if not row.values.get(f"scope.{name}")}


def said_by(row: RowValues, today: str) -> str:
    """“That day or earlier”, of the day on which the source spoke; of the day of the import where it has none."""
    for key in ("source.date", "list.date", "source.retrieved", "list.retrieved"):
        if day := row.text(key):
            latest = UncertainDate.parse(day).latest
            return f"[..{latest.isoformat()}]" if latest else today
    return today


def conduct_of(
    row: RowValues, company: str, sources: Sequence[str], topic: Topic, pledge: str, today: date
) -> RowRecord | None:
    """What the company did: acts, a statement of how far the row’s pledge was carried out, or what others said.

    None where the row says nothing of the kind.
    """
    acts = _acts(row)
    statement = texts_of(row, "fulfilment", ("extent", "amount", "on", "version", "due", "instance"))
    title = row.text("evidence.title")
    if not acts and not statement and not title:
        return None
    named: dict[str, Any] = {"topics": [topic.id], "sources": list(sources)}
    named |= {"title": title} if title else {}
    if summary := _summary(row, with_note=not pledge):
        named["summary"] = summary
    nature = row.text("evidence.nature") or "statement"
    if acts:
        named["acts"] = acts
        nature = "conduct"
    if statement and pledge:
        named["fulfils"] = [{"pledge": pledge, **statement}]
        nature = "conduct"
    when = row.text("evidence.period") or statement.get("on", "") or ("" if pledge else row.text("pledge.start"))
    if when:
        named["period"] = when
    named |= texts_of(row, "evidence", ("seen_until",))
    if (words := row.text("evidence.quote")) and (speaker := row.text("evidence.speaker")):
        named["quotes"] = [{"text": words, "speaker": speaker, "source": sources[0]}]
    if outcomes := _outcomes(row, sources[0], today):
        named["outcomes"] = outcomes
    words = (
        row.text("pledge.title") or row.text("pledge.short") or row.text("pledge.reported") or row.text("pledge.quote")
    )
    fallback = f"Progress: {words}" if statement else row.text("act.note") or row.text("evidence.summary")
    assumed = {
        "company": company,
        "nature": nature,
        "title": _title(fallback),
        "period": said_by(row, f"[..{today.isoformat()}]"),
    }
    return RowRecord("evidence", named, assumed)


def _acts(row: RowValues) -> list[dict[str, Any]]:
    """One act for each number of its columns that names terms."""
    acts = []
    for number in row.numbers("act"):
        own = row.numbered(number, ("act",))
        terms = {
            key.partition(".")[2]: [it.term for it in value]
            for key, value in own.values.items()
            if "#" not in key and key.startswith("act.") and isinstance(value, list)
        }
        if terms:
            acts.append({**terms, **texts_of(own, "act", ("period", "seen_until", "note"))})
    return acts


def _summary(row: RowValues, *, with_note: bool) -> str:
    """What the row tells in words; a note of a row without a pledge is about what happened."""
    quote = row.text("evidence.quote")
    texts = [row.text("evidence.summary"), row.text("pledge.note") if with_note else ""]
    texts += [f"Quoted: “{quote}”"] if quote and not row.text("evidence.speaker") else []
    return "\n".join(text for text in texts if text)


def _outcomes(row: RowValues, source: str, today: date) -> list[dict[str, Any]]:
    outcomes = []
    for number in row.numbers("outcome"):
        own = row.numbered(number, ("outcome",))
        if own.text("outcome.outcome"):
            given = texts_of(own, "outcome", ("date", "outcome", "by", "independent", "note"))
            outcomes.append({"date": said_by(row, f"[..{today.isoformat()}]"), **given, "source": source})
    return outcomes


def who_rates(row: RowValues) -> str:
    """Whose ratings those of the row are; empty where neither the row nor the list says it."""
    said = (row.text(f"{group}.{name}") for group, name in _RATERS)
    return next(filter(None, said), "") or site_of(_first(row.values.get("list.url")))


def assessment_of(
    row: RowValues, rating: Rating, company: str, sources: Sequence[str], topic: Topic, today: date
) -> RowRecord:
    """What others say about the company on a scale of their own: never a finding."""
    by = who_rates(row)
    scale = row.text("assessment.scale") or f"“{rating.column}” as listed"
    named: dict[str, Any] = {"topics": [topic.id], "sources": list(sources)}
    named["assessment"] = {"by": by, "value": rating.value, "scale": scale}
    if summary := row.text("evidence.summary"):
        named["summary"] = summary
    period = row.text("assessment.on") or row.text("list.date") or row.text("evidence.period")
    if period:
        named["period"] = period
    assumed = {
        "company": company,
        "nature": "assessment",
        "title": _title(f"{by}: {rating.column}"),
        "period": said_by(row, f"[..{today.isoformat()}]"),
    }
    return RowRecord("evidence", named, assumed)


def _first(value: Any) -> str:
    return value if isinstance(value, str) else (value[0] if value else "")


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE].rstrip()}…"

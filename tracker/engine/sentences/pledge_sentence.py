"""The promise in one sentence: what a company has pledged, from any words that an editor typed."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.core.amounts import amount_text
from tracker.core.recurring import Recurrence
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import Deadline, InForcePeriod, deadline
from tracker.engine.sentences.turn_sentences import recurs_in_words
from tracker.engine.text import bounds, capital, day, isolated, listing, when
from tracker.records.types.initiative import SignedPledge
from tracker.records.types.pledge import OnCondition, Pledge

__all__ = [
    "PledgePhrase",
    "due_ending",
    "pledge_phrase",
    "pledge_sentences",
    "short",
    "suggested_short",
    "turns_ending",
]

_QUOTATION_MARKS = "“”\"„«»‘’'"
# Tried in this order: what comes first is the longer wording of what comes later.
_FORMS = (
    (re.compile(r"(?:will|shall) no longer\s+(.+)", re.IGNORECASE), "no longer to {}"),
    (re.compile(r"(?:will|shall) stop\s+(\w+ing\b.*)", re.IGNORECASE), "to stop {}"),
    (
        re.compile(r"(?:will not|won[’']t|will never|shall not|shall never|not to|never to)\s+(.+)", re.IGNORECASE),
        "not to {}",
    ),
    (re.compile(r"no longer to\s+(.+)", re.IGNORECASE), "no longer to {}"),
    (re.compile(r"(?:will|shall|to)\s+(.+)", re.IGNORECASE), "to {}"),
)


_RECURRING = re.compile(r"\b(?:every|each|yearly|annual(?:ly)?|monthly|quarterly|weekly)\b")
"""Words by which a promise says already that it is done again and again."""


_LENGTH = re.compile(r"\bwithin\b|\b(?:over|in|during|for) (?:\S+ ){1,3}(?:days|weeks|months|years)\b")
"""Words by which a promise says already how long it may take."""


_GERUND = re.compile(r"\w+ing\b")


class PledgePhrase(NamedTuple):
    """A promise as a part of a sentence.

    ``text`` completes “has pledged …” and starts with “to”, “not to” or “no longer to”. Where ``quoted``, the words
    could not be turned into that without changing what was promised: they are shown as they are, between quotation
    marks.
    """

    text: str
    quoted: bool


def pledge_phrase(short: str, names: Iterable[str] = ()) -> PledgePhrase:
    """Turn an editor's line into a phrase. Only its words decide “not”, never the kind of the pledge.

    Quotation marks around it, a full stop at its end and a leading company name (one of ``names``), “we” or “it” are
    taken off first. Weaker verbs (“aims to”) stay quoted, so that no more is promised than the company did.
    """
    line = re.sub(r"[ \t\r\n]+", " ", short).strip()  # a thin space before a unit stays
    if len(line) > 1 and line[0] in _QUOTATION_MARKS and line[-1] in _QUOTATION_MARKS:
        line = line[1:-1].strip()
    line = re.sub(r"\.{2,}", "…", line).removesuffix(".").rstrip()
    for who in (*sorted(names, key=len, reverse=True), "we", "it"):
        start = line[: len(who)]
        if who and start.casefold() == who.casefold() and line[len(who) : len(who) + 1] == " ":
            without = line[len(who) :].lstrip()
            if _to_form(without):
                line = without
            break
    turned = _to_form(line)
    return PledgePhrase(turned, False) if turned else PledgePhrase(line, True)


def _to_form(line: str) -> str:
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(line):
            return form.format(match[1])
    return ""


def short(dossier: Dossier, pledge: Pledge, force: InForcePeriod) -> str:
    """The promise in a few words: the editor's own as a phrase, else made from the terms that the scope covers.

    Made once for each version, and kept with the dossier.
    """
    kept = dossier.said.get(id(force.version))
    if kept is None:
        kept = dossier.said[id(force.version)] = force.version, _short(dossier, pledge, force)
    text: str = kept[1]
    return text


def _short(dossier: Dossier, pledge: Pledge, force: InForcePeriod) -> str:
    names = (dossier.company.name, *dossier.company.aliases)
    if force.version.short:
        return pledge_phrase(force.version.short, names).text
    words, wording = _from_scope(dossier, pledge, force), dossier.wording
    if "action" in words:
        form = "" if _names_verbs(dossier, force) else "-noun"
        return pledge_phrase(wording(f"short.{pledge.commitment}{form}", what=" ".join(words.values())), names).text
    where = wording("short.where", terms=" ".join(words.values())) if words else ""
    return wording(f"short.{pledge.commitment}-on", topic=isolated(dossier.topic.name), where=where)


def suggested_short(dossier: Dossier, pledge: Pledge, force: InForcePeriod) -> str:
    """What an editor could write: the promise made from a version’s target, else from the terms that it covers.

    Empty where it has neither, or no term that is a verb; its day is told beside it.
    """
    target = force.version.target
    if target is not None:
        amount, measure = amount_text(target.bound, target.unit or ""), _with_article(target.measure)
        if target.at_least is not None:
            return f"to bring {measure} to at least {amount}"
        return f"to bring {measure} down to {amount} at most"
    words = _from_scope(dossier, pledge, force) if _names_verbs(dossier, force) else {}
    action = " ".join(words.values())
    return pledge_phrase(dossier.wording(f"short.{pledge.commitment}", what=action)).text if "action" in words else ""


def _names_verbs(dossier: Dossier, force: InForcePeriod) -> bool:
    """Whether all actions that a version covers read as verbs: by a phrase of their own, else by a name such as “sell”.

    A name such as “Sale” or “selling” is a noun.
    """
    labels = force.version.scope.of("action")
    if labels is None or "action" not in dossier.dimensions or dossier.scale("action"):
        return True
    entries = [dossier.terms["action"][term] for term in labels.in_]
    return all(entry.phrase or (entry.name[:1].islower() and not _GERUND.match(entry.name)) for entry in entries)


def _with_article(measure: str) -> str:
    first = measure.partition(" ")[0].lower()
    return measure if first in ("the", "its", "their", "a", "an", "all") else f"the {measure}"


def _from_scope(dossier: Dossier, pledge: Pledge, force: InForcePeriod) -> dict[str, str]:
    """The terms that a version covers, as parts of a sentence by dimension; those of the action are verbs."""
    words: dict[str, str] = {}
    for name in ("action", "subject", "actor", "counterparty", "place", "purpose"):
        labels = force.version.scope.of(name)
        if labels is None or name not in dossier.dimensions or name == "actor":
            continue
        named = [
            dossier.phrase(name, term) for term in sorted(labels.in_, key=dossier.dimensions[name].index.__getitem__)
        ]
        if named:
            link = dossier.topic.dimensions.used()[name].link
            joined = listing(named, "or" if pledge.commitment == "refrain" else "and")
            words[name] = f"{link} {joined}" if link else joined
    return words


def pledge_sentences(
    dossier: Dossier, main: tuple[Pledge, InForcePeriod] | None, line: str, pledges: int, as_of: date
) -> list[str]:
    """One or two sentences on the pledge that the scorecard is about.

    ``line`` is its words, ``pledges`` how many there are.

    “Has pledged” while it is in force and no deadline has passed, “pledged” otherwise.
    """
    company = dossier.company.name
    if main is None:
        return [dossier.wording("promise.none", company=company)]
    pledge, force = main
    aliases = (company, *dossier.company.aliases)
    phrase = pledge_phrase(line, aliases)
    due = deadline(force, dossier.conditions, as_of) if pledge.commitment == "perform" else None
    key, notes = _state(force, due, as_of), _notes(dossier, force, due, pledges, as_of)
    if isinstance(pledge, SignedPledge):
        notes = [dossier.wording("promise.note-signed", initiative=pledge.initiative_name), *notes]
    values = {
        "company": company,
        "to": dossier.wording("promise.quoted", short=phrase.text) if phrase.quoted else phrase.text,
        "until": _until(dossier, phrase.text, force, due),
        "notes": dossier.wording("promise.notes", notes="; ".join(notes)) if notes else "",
        "start": when(force.start) if force.start else "",
        "condition": _start_condition(dossier, force),
        "last_day": bounds(*force.last_day) if force.last_day else "",
        "left": when(pledge.signatory.until) if isinstance(pledge, SignedPledge) and pledge.signatory.until else "",
    }
    form = ".quoted" if phrase.quoted else ""
    first = dossier.wording(f"promise.{_FIRST[key]}{form}", **values)
    after = dossier.wording(f"promise.{key}.after", **values) if key in _SECOND else ""
    return [capital(sentence) for sentence in (first, after) if sentence]


def _start_condition(dossier: Dossier, force: InForcePeriod) -> str:
    start = force.version.start
    return dossier.conditions[start.condition].name if isinstance(start, OnCondition) else ""


_FIRST = {
    "announced": "announced",
    "announced-on-condition": "announced-on-condition",
    "never": "never",
    "in-force": "in-force",
    "self-judged": "past",
    "due-passed": "past",
    "ended": "past",
    "ended-by-condition": "past",
    "withdrawn": "past",
    "left": "past",
    "left-about": "past",
    "replaced": "past",
}
_SECOND = frozenset({"self-judged", "ended", "ended-by-condition", "withdrawn", "left", "left-about", "replaced"})


def _state(force: InForcePeriod, due: Deadline | None, as_of: date) -> str:
    if force.start is None:
        return "announced-on-condition"
    if not force.begun(as_of):
        return "announced"
    if not force.ever:
        return "never"
    if force.over(as_of):
        if force.ended_by == "left" and force.last_day and force.last_day[0] < force.last_day[1]:
            return "left-about"
        ended = {"condition": "ended-by-condition", **{key: key for key in ("withdrawn", "left", "replaced")}}
        return ended.get(force.ended_by or "", "ended")
    duty = force.version.recurrence
    if (due and due.latest and due.latest < as_of) or (duty and duty.ended(as_of)):
        return "due-passed"
    return "self-judged" if force.self_judged else "in-force"


def turns_ending(dossier: Dossier, phrase: str, duty: Recurrence) -> str:
    """How often a promise is due, to follow the phrase; nothing where the phrase says so already."""
    said = _RECURRING.search(phrase.casefold())
    return "" if said else recurs_in_words(dossier.wording, duty, "until.turns")


def due_ending(dossier: Dossier, phrase: str, due: Deadline) -> str:
    """By when a promise is due, to follow the phrase; nothing where the phrase says so already."""
    wording, text = dossier.wording, phrase.casefold()
    if due.condition and not due.latest:
        name = due.condition.name
        return "" if name.casefold() in text else wording("until.due-condition", condition=name)
    if due.latest is None or re.search(rf"\b{due.latest.year}\b", text):
        return ""
    # Of one day among several the latest counts (TIME-7).
    written = when(due.text) if due.text and not due.text.among else bounds(due.latest, due.latest)
    return wording("until.due-within" if _LENGTH.search(text) else "until.due", deadline=written)


def _until(dossier: Dossier, phrase: str, force: InForcePeriod, due: Deadline | None) -> str:
    """How it ends or by when it is due, to follow the phrase; nothing where the phrase says so already."""
    wording, text, duty = dossier.wording, phrase.casefold(), force.version.recurrence
    if duty:
        return turns_ending(dossier, phrase, duty)
    if due:
        return due_ending(dossier, phrase, due)
    if force.condition and force.terms == "condition":
        said = force.condition.name.casefold() in text or " until " in text
        return "" if said else wording("until.condition", condition=force.condition.name)
    return ""


def _notes(dossier: Dossier, force: InForcePeriod, due: Deadline | None, pledges: int, as_of: date) -> list[str]:
    """What goes into the one bracket after the promise."""
    notes: list[str] = []
    if force.begun_by and as_of < force.begun_by:
        notes.append(dossier.wording("promise.note-begun-by", by=day(force.begun_by)))
    if due is None and not force.version.recurrence and force.begun(as_of) and not force.over(as_of):
        if force.last_day:
            notes.append(dossier.wording("promise.note-last-day", last_day=bounds(*force.last_day)))
        elif force.terms in ("open", "unstated") and not force.self_judged:
            notes.append(dossier.wording(f"promise.note-{force.terms}"))
    if pledges > 1:
        notes.append(dossier.wording("promise.note-one-of", pledges=pledges))
    return notes

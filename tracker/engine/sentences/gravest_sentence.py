"""The most serious finding in one sentence that says which pledge it is about (words of the headline)."""

import re
from datetime import date

from tracker.engine.dossier import Dossier
from tracker.engine.evidence.outcomes import THE_COMPANY_ITSELF
from tracker.engine.evidence.weight import Weight
from tracker.engine.findings import DISMISSED, Assessment, DueFinding, Finding
from tracker.engine.in_force import InForcePeriod
from tracker.engine.sentences.pledge_sentence import pledge_phrase, short
from tracker.engine.sentences.turn_sentences import every_words, turns_in_short
from tracker.engine.text import bounds, capital, isolated, listing, period, when
from tracker.records.types.decision import FindingWord
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge

__all__ = ["Main", "due_day", "gravest_sentence", "pledge_named", "turns_sentence"]

Main = tuple[Pledge, InForcePeriod]
"""The pledge that a headline tells of, and its version."""

_WITHOUT_TITLE = frozenset(
    (
        FindingWord.DROPPED_BEFORE_DUE,
        FindingWord.MOVED_BEFORE_DUE,
        FindingWord.OVERDUE,
        FindingWord.NOT_CHECKED_SINCE,
        FindingWord.PENDING,
        DISMISSED,
    )
)
"""Findings whose sentence names no record."""


def gravest_sentence(dossier: Dossier, main: Main | None, finding: Finding, as_of: date) -> str:
    """A finding as a fact. What was put right is said first, then that it is only alleged, or one report's."""
    wording = dossier.wording
    named = pledge_named(dossier, main, finding)
    moved = finding.decision is not None and finding.decision.decision != "confirmed"
    untitled = finding.finding in _WITHOUT_TITLE
    if moved and (untitled or finding.evidence is None):
        return capital(wording("headline.decided-alone", pledge=named, **_decided(dossier, finding)))
    values = {"pledge": named, "deadline": due_day(finding), "checked": _checked(dossier, as_of)}
    if not untitled and finding.evidence is not None:
        values["what"] = _described(dossier, finding, finding.evidence)
    seen = finding.last_seen if isinstance(finding, DueFinding) else None
    if finding.finding == FindingWord.OVERDUE and seen:
        values["what"] = f"{_clean(seen.evidence.title)} ({period(seen.evidence.period)})"
    sentence = wording(_key(dossier, finding, values["deadline"]), **values)
    prefixes = [] if untitled else list(_prefixes(dossier, finding.weight))
    if prefixes:
        sentence = " – ".join([*prefixes, sentence[:1].lower() + sentence[1:]])
    return capital(sentence)


def turns_sentence(dossier: Dossier, main: Main | None, assessment: Assessment, finding: Finding) -> str:
    """The last turns of a recurring duty in one sentence; empty for what is none, and where one turn needs its own.

    That is what was put right, is only alleged or one report's, and what editors decided otherwise.
    """
    pledge, force = finding.pledge, finding.force
    duty = force.version.recurrence if force else None
    moved = finding.decision is not None and finding.decision.decision != "confirmed"
    if pledge is None or force is None or duty is None or moved or _prefixes(dossier, finding.weight):
        return ""
    wording, named = dossier.wording, _version_named(dossier, main, pledge, force)
    every, states = every_words(wording, duty.every), turns_in_short(wording, assessment.turns_of(pledge))
    if not states:  # what was said names no turn
        return ""
    return capital(wording("headline.turns", pledge=named, every=every, states=states))


def _key(dossier: Dossier, finding: Finding, deadline: str) -> str:
    word = finding.finding
    if isinstance(finding, DueFinding):
        if finding.in_part and word == FindingWord.MISSED:
            return "headline.missed-in-part"
        if word == FindingWord.OVERDUE and finding.last_seen:
            return "headline.overdue-seen" + _of_milestone(finding)
        if word == FindingWord.NOT_CHECKED_SINCE and dossier.checked_until is None:
            return "headline.never-checked" + _of_milestone(finding)
        milestone = f"headline.{word}.milestone"
        if finding.kind == "milestone" and milestone in dossier.wording.sentences:
            return milestone
    undated = f"headline.{word}.undated"
    without_day = (
        not deadline if isinstance(finding, DueFinding) else finding.force is not None and finding.force.begun_by
    )
    return undated if without_day and undated in dossier.wording.sentences else f"headline.{word}"


def _of_milestone(finding: DueFinding) -> str:
    return ".milestone" if finding.kind == "milestone" else ""


def pledge_named(dossier: Dossier, main: Main | None, finding: Finding) -> str:
    """Which pledge a finding is about, as it reads in a sentence after one on ``main``."""
    wording, pledge, force = dossier.wording, finding.pledge, finding.force
    if pledge is None or force is None:
        return wording("headline.the-pledge")
    named = _version_named(dossier, main, pledge, force)
    if isinstance(finding, DueFinding) and finding.kind in ("milestone", "turn"):
        return wording(f"headline.{finding.kind}-of", pledge=named, deadline=due_day(finding))
    return named


def _version_named(dossier: Dossier, main: Main | None, pledge: Pledge, force: InForcePeriod) -> str:
    wording, names = dossier.wording, (dossier.company.name, *dossier.company.aliases)
    words = _quotable(pledge_phrase(short(dossier, pledge, force), names).text)
    if main is None or main[0].id != pledge.id:
        return wording("headline.other-pledge", short=_quotable(pledge.title) if pledge.title else words)
    if force.number == main[1].number:
        return wording("headline.the-pledge")
    if force.number > main[1].number:
        return wording("headline.later-version", short=words)
    key = "headline.earlier-goal" if pledge.commitment == "perform" else "headline.earlier-version"
    return wording(key, short=words)


def due_day(finding: Finding) -> str:
    """The day on which it is due, in the words of its source; empty without one."""
    due = finding.due
    if due is None or due.latest is None:
        return ""
    if due.text is None or due.text.open_start or due.text.open_end:
        return bounds(due.latest, due.latest)
    return when(due.text)


def _checked(dossier: Dossier, as_of: date) -> str:
    checked = dossier.checked_until
    if checked is None:
        return ""
    return when(checked) if checked.earliest <= as_of else bounds(as_of, as_of)


def _described(dossier: Dossier, finding: Finding, evidence: Evidence) -> str:
    """The record's title, when it was, how well it is shown; in the same bracket a dispute and a decision."""
    wording, weight = dossier.wording, finding.weight
    facts = [period(finding.period or evidence.period)]
    if weight and weight.word != "single report" and not weight.alleged_only:
        facts.append(wording(f"weight.{weight.word}.heading"))
    if weight and weight.disputed:
        facts.append(_disputed(dossier, weight))
    if finding.decision and finding.decision.decision != "confirmed":
        facts.append(wording("headline.decided", **_decided(dossier, finding)))
    title = isolated(_clean(_title(finding, evidence)))
    return wording("headline.what", title=title, facts="; ".join(facts))


def _title(finding: Finding, evidence: Evidence) -> str:
    """The act where an outcome named it and it has words of its own, else the record (OUTCOME-1)."""
    act = evidence.acts[finding.act - 1] if finding.act else None
    partial = any(outcome.acts for outcome in evidence.outcomes)
    return act.note if act and act.note and partial else evidence.title


def _disputed(dossier: Dossier, weight: Weight) -> str:
    if weight.disputed_by == (THE_COMPANY_ITSELF,):
        return dossier.wording("weight.disputed")
    return dossier.wording("headline.disputed-by", by=listing(weight.disputed_by))


def _decided(dossier: Dossier, finding: Finding) -> dict[str, str]:
    """What our rules say, and what editors made of it."""
    computed, decided = (
        dossier.wording(f"{key}.heading") for key in (f"finding.{finding.computed}", finding.message_key)
    )
    return {"computed": computed, "finding": decided}


def _prefixes(dossier: Dossier, weight: Weight | None) -> list[str]:
    if weight is None:
        return []
    wording = dossier.wording
    prefixes = [wording("headline.put-right", date=when(weight.put_right.date))] if weight.put_right else []
    if weight.alleged_only:
        prefixes.append(wording("headline.alleged"))
    elif weight.word == "single report":
        prefixes.append(wording("headline.one-report"))
    return [prefixes[0], *(text[:1].lower() + text[1:] for text in prefixes[1:])] if prefixes else []


def _clean(title: str) -> str:
    """A title inside a sentence: without a full stop of its own, and on one line."""
    return re.sub(r"\.{2,}", "…", " ".join(title.split())).removesuffix(".").rstrip()


def _quotable(words: str) -> str:
    """Words between quotation marks: marks of their own become single ones."""
    return _clean(words).replace("“", "‘").replace("”", "’").replace('"', "’")

"""The scorecard as readers meet it: facts with their sentences, said once for page, widget, card, badge and lists.

Whoever shows a scorecard lays this out and asks the engine for no word of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tracker.core.dates import UncertainDate
from tracker.engine.bound_by_owner import owner_sentences
from tracker.engine.coverage.flags import MOST_FLAGS, Flag, RowAnswer
from tracker.engine.findings import DueFinding, Finding
from tracker.engine.headline import promise_sentences
from tracker.engine.in_force import InForcePeriod, announced
from tracker.engine.scorecard import Scorecard, replies
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.sentences.turn_sentences import turns_in_short
from tracker.engine.text import capital, day, isolated, joined, period, records_read, when
from tracker.records.types.decision import FindingWord
from tracker.records.types.pledge import Pledge

__all__ = ["MOST_LINES", "Checked", "DeedGroup", "DeedLine", "DueLine", "PresentedScorecard"]

MOST_LINES = 3
"""So many acts are named in one group; the others are counted."""

GroupKey = Literal["against", "since", "before", "after", "without"]

_GROUPS: dict[str, GroupKey] = {
    FindingWord.BREACH: "against",
    FindingWord.POSSIBLE_BREACH: "against",
    FindingWord.LOOPHOLE: "since",
    FindingWord.POSSIBLE_LOOPHOLE: "since",
    FindingWord.EXCEPTION_USED: "since",
    FindingWord.HONOURED: "since",
    FindingWord.PRIOR_CONDUCT: "before",
    FindingWord.UNADDRESSED: "before",
    FindingWord.AFTER_LAPSE: "after",
    FindingWord.NO_PLEDGE: "without",
}
"""Beside which time of the pledge a finding on an act is told."""


@dataclass(frozen=True)
class DeedLine:
    """One act: the record's title, when it was, how well it is shown; what was put right is said first.

    ``heading`` is its finding in a few words, with what is alleged only marked as such. ``pledge`` names the pledge
    that it is set beside, where that is not the one of the first sentence.
    """

    evidence: str
    heading: str
    title: str
    when: str
    weight: str
    put_right: str
    pledge: str = ""


@dataclass(frozen=True)
class DeedGroup:
    """Acts of one time: how many of each kind in words, the most serious by name, and how many more there are."""

    key: GroupKey
    heading: str
    counts: str
    lines: tuple[DeedLine, ...]
    more: int


@dataclass(frozen=True)
class DueLine:
    """What a promise to act has come to.

    Its state, the promise in a few words, and the day it is due, where there is one; of a recurring duty ``heading``
    sums up the last turns.
    """

    state: str
    heading: str
    pledge: str
    promise: str
    due: str


@dataclass(frozen=True)
class Checked:
    """How far the record was checked: until when, what was read, who was asked, who checks the company."""

    until: str
    read: str
    asked: str
    verified: str


@dataclass(frozen=True)
class PresentedScorecard:
    """Everything that is shown of a scorecard, in words. Each part is made when it is first read."""

    card: Scorecard

    @cached_property
    def promise(self) -> tuple[str, ...]:
        """What was promised, in one or two sentences."""
        card = self.card
        own = promise_sentences(card.dossier, card.main, card.assessment, card.as_of)
        return tuple(own) if card.main else (*own, *owner_sentences(card.dossier, card.as_of))

    @cached_property
    def speaker(self) -> str:
        """Who promised it, where and when; where neither is known, who says so. Empty without a pledge."""
        if self.card.main is None:
            return ""
        version, dossier = self.card.main[1].version, self.card.dossier
        source = dossier.sources.get(version.source)
        parts = [version.speaker, version.channel, when(announced(version))]
        if not version.speaker and not version.channel and source and source.published_by:
            parts.insert(0, dossier.wording("top.according-to", publisher=isolated(source.published_by)))
        return capital(joined(part for part in parts if part))

    @property
    def rows(self) -> tuple[RowAnswer, ...]:
        """The rows of the yardstick in short."""
        return self.card.coverage.rows

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags; the first three stand on top."""
        return self.card.coverage.flags

    @property
    def top_flags(self) -> tuple[Flag, ...]:
        """The flags that stand on top."""
        return self.flags[:MOST_FLAGS]

    @cached_property
    def strength(self) -> str:
        """How much is covered, in a word and in points; empty where no pledge is in force."""
        card, strength = self.card, self.card.strength
        if card.measured is None or not strength.cells:
            return ""
        wording = card.dossier.wording
        word = wording.sentence(f"strength.{strength.word}.heading")
        key = "strength.range" if strength.possible > strength.covered else "strength.exact"
        counts = wording(key, covered=strength.covered, cells=strength.cells, possible=strength.possible)
        return wording("top.strength", word=word, counts=counts)

    @cached_property
    def record_line(self) -> str:
        """What is on record, in one or two sentences.

        The most serious acts and dues first, then that nothing goes against it.
        """
        wording, counts = self.card.dossier.wording, self.counts
        sentences = [capital(f"{joined(counts[:2])}.")] if counts else []
        if self.nothing_against:
            sentences.append(self.nothing_against)
        elif not counts and self.checked_day:
            read = records_read(self.card.assessment.reviewed)
            sentences.append(wording("top.none", read=read, date=self.checked_day))
        elif not counts:
            sentences.append(wording("top.none-unchecked"))
        return " ".join(sentences)

    @cached_property
    def record_and_check(self) -> str:
        """The same, and always how far the record was checked."""
        wording = self.card.dossier.wording
        if not self.counts or self.nothing_against:
            return self.record_line
        key = "perform.checked" if self.checked_day else "perform.unchecked"
        return f"{self.record_line} {wording(key, checked=self.checked_day)}"

    @cached_property
    def counts(self) -> list[str]:
        """How many acts and dues of each kind are on record, in words, the most serious first."""
        return self._counts(finding for finding in self._leading() if finding.finding != FindingWord.PENDING)

    @cached_property
    def nothing_against(self) -> str:
        """That nothing on record goes against the pledge, with the day of the last check.

        Empty where it may not be said.
        """
        card = self.card
        if not card.has_pledge or card.contrary or card.checked_until is None:
            return ""
        reviewed = records_read(card.assessment.reviewed)
        return card.dossier.wording("nothing", date=self.checked_day, reviewed=reviewed)

    @property
    def against(self) -> bool:
        """Whether something on record goes, or may go, against a pledge: then what it did is told first."""
        return any(group.key == "against" for group in self.deeds)

    @cached_property
    def deeds(self) -> tuple[DeedGroup, ...]:
        """What the company did, by the time of the pledge; the most serious group first."""
        groups: dict[GroupKey, list[Finding]] = {}
        for finding in self._told_deeds():
            groups.setdefault(_group_of(finding), []).append(finding)
        return tuple(self._group(key, groups[key]) for key in dict.fromkeys(_GROUPS.values()) if key in groups)

    @cached_property
    def gravest_against(self) -> DeedLine | None:
        """The gravest act that goes, or may go, against a pledge."""
        against = (finding for finding in self._told_deeds() if _group_of(finding) == "against")
        gravest = next(against, None)
        return self._line(gravest) if gravest else None

    def _told_deeds(self) -> Iterable[Finding]:
        return (it for it in self.card.assessment.deeds if it.lead and it.evidence and not it.dismissed)

    def _group(self, key: GroupKey, findings: Sequence[Finding]) -> DeedGroup:
        wording = self.card.dossier.wording
        counts = joined(self._counts(findings))
        lines = tuple(self._line(finding) for finding in findings[:MOST_LINES])
        return DeedGroup(key, wording(f"top.{key}"), capital(counts), lines, len(findings) - len(lines))

    def _counts(self, findings: Iterable[Finding]) -> list[str]:
        """So many of each kind in words, the most serious first; what is alleged only is never counted as done."""
        wording = self.card.dossier.wording
        counted_findings = list(findings)
        alleged = Counter(f.message_key for f in counted_findings if f.weight is not None and f.weight.alleged_only)
        texts = []
        for key, number in Counter(finding.message_key for finding in counted_findings).items():
            text = wording.counted(key, number)
            if alleged[key]:
                form = "top.all-alleged" if alleged[key] == number else "top.some-alleged"
                text = wording(form, counted=text, n=alleged[key])
            texts.append(text)
        return texts

    def _line(self, finding: Finding) -> DeedLine:
        assert finding.evidence
        wording, weight = self.card.dossier.wording, finding.weight
        shown = [wording(f"weight.{weight.word}.heading")] if weight else []
        heading = wording(f"{finding.message_key}.heading")
        if weight and weight.alleged_only:
            heading = wording("top.all-alleged", counted=heading)
            shown = [wording("weight.alleged only")]
        if weight and weight.disputed:
            shown.append(wording("weight.disputed"))
        put_right = weight.put_right if weight else None
        return DeedLine(
            evidence=finding.evidence.id,
            heading=heading,
            title=finding.evidence.title,
            when=period(finding.period or finding.evidence.period),
            weight=joined(shown),
            put_right=wording("put-right", date=when(put_right.date)) if put_right else "",
            pledge=self._other_pledge(finding),
        )

    def _other_pledge(self, finding: Finding) -> str:
        """The pledge by name, where it is not the one that the first sentence is about (ORDER-4)."""
        main = self.card.main[0] if self.card.main else None
        if finding.pledge is None or finding.force is None or finding.pledge is main:
            return ""
        title = finding.pledge.title or short(self.card.dossier, finding.pledge, finding.force)
        return self.card.dossier.wording("top.pledge", pledge=title)

    @cached_property
    def dues(self) -> tuple[DueLine, ...]:
        """What each promise to act has come to, the most serious first."""
        return tuple(
            self._due(finding, finding.pledge, finding.force)
            for finding in self.card.assessment.dues
            if finding.lead and finding.pledge and finding.force and not finding.dismissed
        )

    def _due(self, finding: DueFinding, pledge: Pledge, force: InForcePeriod) -> DueLine:
        """One line for a promise; of a recurring duty its last turns."""
        turns = self.card.assessment.turns_of(pledge)
        by_turn = finding.kind == "turn"
        wording, promise = self.card.dossier.wording, pledge.title or short(self.card.dossier, pledge, force)
        day = finding.due.text if finding.due and not by_turn else None
        day_is_said = day is None or re.search(rf"\b{day.latest.year}\b", promise)
        return DueLine(
            state=finding.finding,
            heading=turns_in_short(wording, turns) if by_turn else wording(f"{finding.message_key}.heading"),
            pledge=pledge.id,
            promise=promise,
            due="" if day_is_said or day is None else when(day),
        )

    @cached_property
    def checked(self) -> Checked:
        """How far the record was checked."""
        card, wording = self.card, self.card.dossier.wording
        sources = {source for evidence in card.dossier.evidence for source in evidence.sources}
        sources |= {version.source for pledge in card.dossier.pledges for version in pledge.versions}
        answers = Counter(response.state(card.as_of) for response in replies(card) if not response.respondent)
        return Checked(
            until=wording("top.until", date=self.checked_day) if card.checked_until else wording("checked.never"),
            read=wording("top.read", records=records_read(card.assessment.reviewed), sources=_sources(len(sources))),
            asked=self._asked(answers),
            verified=wording(f"top.verified.{card.main[1].version.verification}") if card.main else "",
        )

    def _asked(self, answers: Counter[str]) -> str:
        wording, total = self.card.dossier.wording, answers.total()
        if not total:
            return ""
        if len(answers) == 1 and total == 1:
            return wording("top.asked-once", answer=wording(f"answer.{next(iter(answers))}"))
        counts = (f"{wording(f'answer.{answer}')} ({number})" for answer, number in answers.most_common())
        return wording("top.asked", times=total, answers=joined(counts))

    @property
    def checked_day(self) -> str:
        """The day of which silence may be told: the earlier of the day shown and the last check (CHECK-2)."""
        checked: UncertainDate | None = self.card.checked_until
        if checked is None:
            return ""
        return when(checked) if checked.earliest <= self.card.as_of else day(self.card.as_of)

    def _leading(self) -> Iterable[Finding]:
        return (finding for finding in self.card.findings if finding.lead and not finding.dismissed)


def _group_of(finding: Finding) -> GroupKey:
    return _GROUPS.get(finding.finding, _GROUPS[finding.computed])


def _sources(number: int) -> str:
    return "1 source" if number == 1 else f"{number} sources"

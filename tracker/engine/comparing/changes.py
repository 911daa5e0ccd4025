"""What differs between two scorecards of one company and topic: between two days, or before and after a draft.

Each scorecard is read as facts, each with what it is about and what is said of it; a change is a fact that the two say
differently. So equal scorecards change nothing, and the changes back are the changes there with sides swapped (laws,
tested). The same function answers “what changed between two days” and the impact of a draft (HISTORY-4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, NamedTuple

from tracker.engine.coverage.cells import NOT_ASKED
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.findings import DueFinding, Finding
from tracker.engine.headline import nothing_contrary
from tracker.engine.in_force import InForcePeriod, condition_state
from tracker.engine.rules import GRAVITY
from tracker.engine.scorecard import Scorecard, compute, replies
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.text import capital, when
from tracker.engine.upcoming.endings import end_in_words
from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord
from tracker.records.types.pledge import EndTerms, OnCondition
from tracker.records.types.topic import WHOLE

About = Literal["headline", "strength", "version", "condition", "finding", "cell", "reply", "checked", "reviewed"]
Kind = Literal["new", "gone", "moved"]
FactKey = tuple[About, tuple[str, ...]]


@dataclass(frozen=True)
class Change:
    """One fact that two scorecards say differently.

    ``key`` names what it is about: (pledge, version), (condition,), (row, column) of a cell, (pledge, version,
    evidence, act, instance, day of a turn or milestone) of a finding with "" for what it has none of, (response,).
    ``before`` and ``after`` are the facts as plain words of code (a cell's label, a finding, a state), None where there
    is none; ``before_words`` and
    ``after_words`` say them for readers. ``text`` is the whole sentence.
    """

    about: About
    key: tuple[str, ...]
    before: str | None
    after: str | None
    before_words: str | None = None
    after_words: str | None = None
    text: str = field(default="", compare=False)

    @property
    def kind(self) -> Kind:
        """Whether something is new, gone, or moved from one to another."""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "moved"

    def reversed(self) -> "Change":
        """The same change seen backwards, without its sentence."""
        return replace(
            self,
            before=self.after,
            after=self.before,
            before_words=self.after_words,
            after_words=self.before_words,
            text="",
        )


class _Fact(NamedTuple):
    """What is said of something: for comparing, for readers, and what readers call the thing."""

    value: str
    words: str
    subject: str


def changes(before: Scorecard | None, after: Scorecard | None) -> list[Change]:
    """Everything that two scorecards of one company and topic say differently, in the order that readers need.

    None is a scorecard that there is not (a company not yet published). Raises ValueError for different companies or
    topics. What is said of a day itself (“as of”) is no change.
    """
    if before and after:
        places = {(card.dossier.company.id, card.dossier.topic.id) for card in (before, after)}
        if len(places) > 1:
            raise ValueError("scorecards of different companies or topics")
    old, new = _facts(before), _facts(after)
    differences = [
        _change((after or before), place, old.get(place), new.get(place))
        for place in [*new, *(place for place in old if place not in new)]
        if _value(old.get(place)) != _value(new.get(place))
    ]
    return sorted(differences, key=_order)


def impact(
    bundle: Bundle, drafts: Iterable[AnyRecord], company: str, topic: str, as_of: date, known_at: datetime
) -> list[Change]:
    """What publishing drafts would change on one scorecard: ``bundle`` holds what is published around it.

    A company or topic that only the drafts bring has no scorecard before.
    """
    pair = (bundle, bundle.with_records(drafts))
    before, after = (
        compute(Dossier.of(some, company, topic), as_of, known_at) if topic in assessed_topics(some, company) else None
        for some in pair
    )
    return changes(before, after)


def _value(fact: _Fact | None) -> str | None:
    return fact.value if fact else None


def _change(card: Scorecard | None, place: FactKey, old: _Fact | None, new: _Fact | None) -> Change:
    assert card is not None
    subject = (new or old or _Fact("", "", "")).subject
    change = Change(*place, _value(old), _value(new), old.words if old else None, new.words if new else None)
    text = card.dossier.wording.sentence(
        f"change.{change.kind}", subject=subject, before=change.before_words, after=change.after_words
    )
    return replace(change, text=text)


_ABOUT: tuple[About, ...] = (
    "headline",
    "strength",
    "version",
    "condition",
    "finding",
    "cell",
    "reply",
    "checked",
    "reviewed",
)


def _order(change: Change) -> tuple[int, int]:
    """By what it is about; findings by the graver of both words; else as the scorecard has them."""
    words = map(str, (change.before, change.after))  # “None” is no finding
    grave = min(GRAVITY.get(word, len(GRAVITY)) for word in words) if change.about == "finding" else 0
    return _ABOUT.index(change.about), grave


def _facts(card: Scorecard | None) -> dict[FactKey, _Fact]:
    """Everything that the scorecard says and that a change is told of, by what it is about."""
    return {} if card is None else dict(_each_fact(card))


def _each_fact(card: Scorecard) -> Iterator[tuple[FactKey, _Fact]]:
    wording, strength = card.dossier.wording, card.strength
    yield ("headline", ()), _Fact(_timeless(card), " ".join(card.headline).rstrip("."), wording("change.of-headline"))
    count = wording(
        "strength.count",
        word=wording.sentence(f"strength.{strength.word}.heading"),
        covered=strength.covered,
        cells=strength.cells,
        possible=strength.possible,
    )
    value = f"{strength.word} {strength.covered}-{strength.possible}/{strength.cells}"
    yield ("strength", ()), _Fact(value, count, wording("change.of-strength"))
    yield from _versions(card)
    yield from _conditions(card)
    yield from _findings(card)
    for cell in card.cells:
        columns = {"row": cell.row.name, "column": cell.column.name}
        subject = cell.row.name if cell.column is WHOLE else wording("change.of-cell", **columns)
        yield ("cell", (cell.row.id, cell.column.id)), _Fact(cell.label, wording(f"cell.{cell.label}.heading"), subject)
    yield from _not_asked(card)
    for reply in replies(card):
        who = reply.respondent or card.dossier.company.name
        subject = wording("change.of-reply", who=who, asked_by=reply.asked_by)
        answer = reply.state(card.as_of)
        yield ("reply", (reply.id,)), _Fact(answer, wording(f"answer.{answer}"), subject)
    if checked := card.checked_until:
        yield ("checked", ()), _Fact(str(checked), when(checked), wording("change.of-checked"))
    reviewed = str(card.assessment.reviewed)
    yield ("reviewed", ()), _Fact(reviewed, reviewed, wording("change.of-reviewed"))


def _not_asked(card: Scorecard) -> Iterator[tuple[FactKey, _Fact]]:
    """The cells that are not asked: where one was asked before, or is asked now, the change says so (COVER-6)."""
    wording = card.dossier.wording
    for yardstick in card.dossier.topic.yardsticks:
        for row, column in yardstick.cells_not_asked:
            subject = wording("change.of-cell", row=row.name, column=column.name)
            fact = _Fact(NOT_ASKED, wording(f"cell.{NOT_ASKED}.heading"), subject)
            yield ("cell", (row.id, column.id)), fact


def _timeless(card: Scorecard) -> str:
    """The headline without the day and the number of records in “no contrary conduct on record as of …”."""
    undated = {
        capital(nothing_contrary(card.dossier, card.as_of, card.assessment.reviewed, several=several))
        for several in (False, True)
    }
    return "\n".join("" if sentence in undated else sentence for sentence in card.headline)


def state(force: InForcePeriod, as_of: date) -> str:
    """Whether a version is not begun, in force, perhaps in force, or over on a day."""
    if force.span is None or as_of.toordinal() < force.span.start_earliest:
        return "not-begun"
    return {"yes": "in-force", "unclear": "perhaps", "no": "over"}[force.on(as_of)]


def _versions(card: Scorecard) -> Iterator[tuple[FactKey, _Fact]]:
    """In force or not, and how each version ends, or what ended it."""
    dossier, wording, as_of = card.dossier, card.dossier.wording, card.as_of
    for pledge in dossier.pledges:
        for force in card.assessment.in_force_periods[pledge.id]:
            key = (pledge.id, str(force.number))
            named = {"pledge": pledge.title or capital(short(dossier, pledge, force)), "number": force.number}
            ends, stands = end_in_words(dossier, force, as_of), state(force, as_of)
            words = wording("state.version", state=wording(f"state.{stands}"), ends=ends)
            yield ("version", key), _Fact(f"{stands}: {ends}", words, wording("change.of-version", **named))


def _conditions(card: Scorecard) -> Iterator[tuple[FactKey, _Fact]]:
    """The conditions that the company's versions begin, end or fall due on."""
    dossier = card.dossier
    used: dict[str, None] = {}
    for pledge in dossier.pledges:
        for force in card.assessment.in_force_periods[pledge.id]:
            version = force.version
            for part in (version.start, version.ends, version.deadline):
                if isinstance(part, (EndTerms, OnCondition)) and part.condition:
                    used.setdefault(part.condition)
    for id in used:
        condition = dossier.conditions[id]
        condition_word, _ = condition_state(condition, card.as_of)
        subject = dossier.wording("change.of-condition", condition=condition.name)
        yield ("condition", (id,)), _Fact(condition_word, dossier.wording(f"state.{condition_word}"), subject)


def _findings(card: Scorecard) -> Iterator[tuple[FactKey, _Fact]]:
    for finding in card.findings:
        subject = card.dossier.wording("change.of-finding", title=_title(card, finding))
        heading = card.dossier.wording(f"{finding.message_key}.heading")
        yield ("finding", _finding_key(finding)), _Fact(finding.finding, f"“{heading}”", subject)


def _finding_key(finding: Finding) -> tuple[str, ...]:
    return (
        finding.pledge.id if finding.pledge else "",
        str(finding.force.number) if finding.force else "",
        finding.evidence.id if finding.evidence else "",
        str(finding.act or ""),
        (finding.fulfilment.instance or "") if finding.fulfilment else "",
        _own_day(finding),
    )


def _own_day(finding: Finding) -> str:
    """The day of a turn or milestone, by which it is told from the others of its version."""
    if isinstance(finding, DueFinding) and finding.kind != "deadline" and finding.due:
        return str(finding.due.latest)
    return ""


def _title(card: Scorecard, finding: Finding) -> str:
    if finding.evidence:
        return finding.evidence.title
    assert finding.pledge
    assert finding.force
    return finding.pledge.title or capital(short(card.dossier, finding.pledge, finding.force))

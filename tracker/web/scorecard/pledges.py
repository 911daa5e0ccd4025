"""Pledges in their own words, and promises to do something with what has come of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.engine.findings import DueFinding, Finding
from tracker.engine.in_force import InForcePeriod, announced
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import isolated, when
from tracker.records.search_text import title
from tracker.records.types.initiative import SignedPledge
from tracker.records.types.pledge import Pledge
from tracker.web.presenting.finding_locations import evidence_hrefs
from tracker.web.presenting.links import record_href
from tracker.web.presenting.page import Link
from tracker.web.scorecard.findings import decided_words, decision_form, heading
from tracker.web.scorecard.sources import Cited, SourceBook
from tracker.web.scorecard.terms import ScopeLine, condition_words, in_force_text, scope_lines
from tracker.web.scorecard.turns import TurnRow, turns_of

__all__ = [
    "ConditionBlock",
    "DueBlock",
    "Place",
    "PledgeBlock",
    "VersionBlock",
    "conditions_of",
    "places_of_pledges",
    "pledge_of",
    "pledges_of",
]

_CHANGES = {
    "announced": "Announced",
    "extended": "Extended",
    "narrowed": "Narrowed",
    "widened": "Widened",
    "clarified": "Clarified",
    "restated": "Restated",
}
_MEETS = {
    "yes": "Meets the condition",
    "no": "Does not meet the condition",
    "void": "The condition can no longer be met",
}


@dataclass(frozen=True)
class VersionBlock:
    """One version: its words, who said them and where, when it is in force, its scope."""

    number: int
    change: str
    quote: str
    reported: str
    said: str
    sources: Sequence[Cited]
    also_in: Sequence[Cited]
    force: str
    scope: Sequence[ScopeLine]
    events: Sequence[tuple[str, str, Sequence[Cited]]]
    language: str = ""


@dataclass(frozen=True)
class DueBlock:
    """What one due has come to. One that rests on a record leads to its finding, where all else of it stands.

    ``decision`` is the id of the one that ``decided`` tells of, ``decide`` the address of the form for one.
    """

    word: str
    reasons: Sequence[tuple[str, str]] = ()
    record: Link | None = None
    decided: str = ""
    decision: str = ""
    decide: str = ""


@dataclass(frozen=True)
class PledgeBlock:
    """One pledge with its versions, the one in force or the last first.

    ``states`` are findings of a promise; of its turns only those that rest on no record and count.
    """

    anchor: str
    title: str
    versions: Sequence[VersionBlock]
    states: Sequence[DueBlock]
    restates: Link | None
    same_text_as: Sequence[Link]
    turns: TurnRow | None = None
    signed: tuple[Link, str] | None = None

    @property
    def id(self) -> str:
        """The pledge's id."""
        return self.anchor.removeprefix("pledge-")


class Place(NamedTuple):
    """A pledge with what it leads to on the page: records by id, and the pledges that it names."""

    pledge: Pledge
    hrefs: Mapping[str, str]
    restates: Link | None
    same_text_as: tuple[Link, ...]


def pledges_of(card: Scorecard, book: SourceBook, commitment: str) -> list[PledgeBlock]:
    """The pledges of one commitment that had been announced; the one that the headline tells of comes first."""
    return [pledge_of(card, book, place) for place in places_of_pledges(card, commitment, evidence_hrefs(card))]


def places_of_pledges(card: Scorecard, commitment: str, hrefs: Mapping[str, str]) -> list[Place]:
    """The same pledges, with what they lead to."""
    announced_ones = [pledge for pledge in card.dossier.pledges if card.assessment.in_force_periods[pledge.id]]
    pledges = [pledge for pledge in announced_ones if pledge.commitment == commitment]
    main = card.main[0].id if card.main else None
    pledges.sort(key=lambda pledge: pledge.id != main)
    ids = {other.id: other for other in announced_ones}

    def link(id: str | None) -> Link | None:
        return Link(title(ids[id]), f"#pledge-{id}") if id in ids else None

    return [
        Place(it, hrefs, link(it.restates), tuple(named for id in it.same_text_as if (named := link(id))))
        for it in pledges
    ]


def pledge_of(card: Scorecard, book: SourceBook, place: Place) -> PledgeBlock:
    """A pledge with its versions and what has come of it."""
    pledge, hrefs = place.pledge, place.hrefs
    forces = card.assessment.in_force_periods[pledge.id]
    present = next((force for force in reversed(forces) if force.on(card.as_of) != "no"), forces[-1])
    ordered = [present, *(force for force in reversed(forces) if force is not present)]
    return PledgeBlock(
        anchor=f"pledge-{pledge.id}",
        title=title(pledge),
        versions=[_version(card, book, force) for force in ordered],
        states=[
            _state(card, finding, hrefs)
            for finding in card.assessment.dues_of(pledge)
            if finding.kind != "turn" or _told_apart(finding)
        ],
        restates=place.restates,
        same_text_as=place.same_text_as,
        turns=turns_of(card, pledge, hrefs),
        signed=_signed(card, pledge),
    )


def _told_apart(turn: DueFinding) -> bool:
    """Whether a turn without a record has its reasons here: it counts for the promise, or was decided on."""
    silent = turn.evidence is None and turn.finding != "pending"
    return silent and (turn.lead or turn.decision is not None)


def _signed(card: Scorecard, pledge: Pledge) -> tuple[Link, str] | None:
    """The initiative by which the company made the pledge, and from when to when it was bound."""
    if not isinstance(pledge, SignedPledge) or pledge.initiative is None:
        return None
    until = pledge.signatory.until
    left = f", signatory until {when(until)}" if until and not until.certainly_after(card.as_of) else ""
    initiative = Link(pledge.initiative_name, record_href("initiative", pledge.initiative), pledge.initiative)
    return initiative, f"signed {when(pledge.signatory.since)}{left}"


def _state(card: Scorecard, finding: Finding, hrefs: Mapping[str, str]) -> DueBlock:
    word = heading(card.dossier, finding)
    if finding.evidence:
        return DueBlock(word, record=Link(finding.evidence.title, hrefs[finding.evidence.id]))
    return DueBlock(
        word,
        finding.reasons,
        decided=decided_words(card.dossier, finding),
        decision=finding.decision.id if finding.decision else "",
        decide=decision_form(card, finding),
    )


def _version(card: Scorecard, book: SourceBook, force: InForcePeriod) -> VersionBlock:
    version = force.version
    parts = (version.speaker, version.channel, when(announced(version)))
    return VersionBlock(
        number=force.number,
        change=_CHANGES[version.change],
        quote=version.quote or "",
        reported=version.reported or "",
        said=", ".join(isolated(part) for part in parts if part),
        sources=book.cite([version.source]),
        also_in=book.cite(version.also_in),
        force=in_force_text(card, force),
        scope=scope_lines(card.dossier, version.scope),
        events=[
            (when(event.date), event.title, book.cite([event.source]))
            for event in version.events
            if not event.date.certainly_after(card.as_of)
        ],
        language=book.language(version.language, version.source),
    )


@dataclass(frozen=True)
class ConditionBlock:
    """A condition, whether it is met, what happened, and whether that met it."""

    anchor: str
    name: str
    state: str
    explanation: str
    developments: Sequence[tuple[str, str, str, str, Sequence[Cited]]]

    @property
    def id(self) -> str:
        """The condition's id."""
        return self.anchor.removeprefix("condition-")


def conditions_of(card: Scorecard, book: SourceBook) -> list[ConditionBlock]:
    """The conditions on which these pledges begin or end."""
    used = {
        force.condition.id: force.condition
        for periods in card.assessment.in_force_periods.values()
        for force in periods
        if force.condition
    }
    return [
        ConditionBlock(
            f"condition-{id}",
            f"Condition: {condition.name}",
            condition_words(card.dossier.wording, condition, card.as_of),
            condition.explanation or "",
            [
                (
                    f"condition-{id}-{number}",
                    when(d.date),
                    d.title,
                    f"{_MEETS[d.meets]}. {d.why}",
                    book.cite([d.source]),
                )
                for number, d in enumerate(condition.developments, 1)
                if not d.date.certainly_after(card.as_of)
            ],
        )
        for id, condition in sorted(used.items())
    ]

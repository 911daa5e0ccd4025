"""The headline: at most three sentences on the words, the gaps and the conduct, computed by rules in this one place."""

from datetime import date

from tracker.engine.coverage.cells import Cell, CellLabel
from tracker.engine.coverage.leaving_out import leaving_out
from tracker.engine.dossier import Dossier
from tracker.engine.findings import DISMISSED, Assessment, DueFinding
from tracker.engine.in_force import InForcePeriod, announced, deadline
from tracker.engine.sentences.gravest_sentence import Main, due_day, gravest_sentence, turns_sentence
from tracker.engine.sentences.pledge_sentence import due_ending, pledge_phrase, pledge_sentences, short, turns_ending
from tracker.engine.text import bounds, capital, day, records_read, when
from tracker.records.types.decision import FindingWord
from tracker.records.types.pledge import Pledge

CONTRARY = frozenset(
    (
        FindingWord.BREACH,
        FindingWord.MISSED,
        FindingWord.POSSIBLE_BREACH,
        FindingWord.POSSIBLY_MISSED,
        FindingWord.LOOPHOLE,
        FindingWord.POSSIBLE_LOOPHOLE,
        FindingWord.AFTER_LAPSE,
        FindingWord.NO_PLEDGE,
        FindingWord.MOVED_BEFORE_DUE,
        FindingWord.DROPPED_BEFORE_DUE,
        FindingWord.OVERDUE,
        FindingWord.FALLS_SHORT_SO_FAR,
        FindingWord.NOT_CHECKED_SINCE,
    )
)
"""With one of these it is never said that nothing on record goes against the pledge (ORDER-3)."""
UNTOLD = frozenset((FindingWord.PENDING, DISMISSED))
"""What the headline does not tell where there is something else to tell."""


def said(dossier: Dossier, promise: str) -> str:
    """A promise that is over, as something that was said: “will not sell” reads “said it would not sell”."""
    verb, _, action = promise.partition(" ")
    if verb.casefold() == "will" and action:
        return dossier.wording("said.will", what=action)
    return dossier.wording("said.other", short=promise)


def until(dossier: Dossier, pledge: Pledge, force: InForcePeriod, as_of: date) -> str:
    """How a version ends by its own words, to follow the promise."""
    wording = dossier.wording
    if force.condition:
        return wording("until.condition", condition=force.condition.name)
    if force.version.recurrence:
        return turns_ending(dossier, short(dossier, pledge, force), force.version.recurrence)
    if pledge.commitment == "perform" and force.terms in ("open", "unstated"):
        due = deadline(force, dossier.conditions, as_of)
        return due_ending(dossier, short(dossier, pledge, force), due) if due else ""
    if force.terms == "fixed" and force.last_day:
        return wording("until.last-day", last_day=bounds(*force.last_day))
    return wording(f"until.{force.terms}") if force.terms in ("open", "unstated", "self-judged") else ""


def headline(
    dossier: Dossier,
    main: Main | None,
    cells: list[Cell],
    assessment: Assessment,
    as_of: date,
) -> list[str]:
    """Three sentences at most: the promise, what it leaves out, the most serious finding.

    ``main`` is the pledge told of: the one in force that covers most, else the latest. Where the promise takes two
    sentences, what it leaves out is not told here.
    """
    sentences = promise_sentences(dossier, main, assessment, as_of)
    if main is None and not dossier.checked_until:  # nothing is said for lack of a record that nobody checked (CHECK-2)
        sentences = [dossier.wording("checked.never")]
    several = len(announced_promises(dossier, assessment)) > 1
    moved = _moved(main, assessment)
    if moved and len(sentences) == 1 and (before := _before(dossier, main, moved)):
        sentences.append(before)
    else:
        moved = None
    if main and len(sentences) == 1:
        sentences.append(_second(dossier, main, cells, several=several, as_of=as_of))
    sentences.append(_third(dossier, main, assessment, moved, several=several, as_of=as_of))
    return [capital(sentence) for sentence in sentences if sentence]


def promise_sentences(dossier: Dossier, main: Main | None, assessment: Assessment, as_of: date) -> list[str]:
    """What was promised, in one or two sentences."""
    line = short(dossier, *main) if main else ""
    return pledge_sentences(dossier, main, line, len(announced_promises(dossier, assessment)), as_of)


def announced_promises(dossier: Dossier, assessment: Assessment) -> set[tuple[str, str]]:
    """The promises announced by the day.

    One of the same words and day is counted once, however often it was entered.
    """
    return {
        (pledge.versions[0].quote or pledge.id, str(announced(pledge.versions[0])))
        for pledge in dossier.pledges
        if assessment.in_force_periods[pledge.id]
    }


def _moved(main: Main | None, assessment: Assessment) -> DueFinding | None:
    """The earlier goal of this pledge that its present version moved before it was due."""
    if main is None:
        return None
    pledge, force = main
    gone = (due for due in assessment.dues if due.pledge is pledge and due.finding == FindingWord.MOVED_BEFORE_DUE)
    return next((due for due in gone if due.successor and due.successor.number == force.number), None)


def _before(dossier: Dossier, main: Main | None, moved: DueFinding) -> str:
    """“Before, it had pledged …”; empty where the earlier words cannot follow that."""
    assert main
    assert moved.force
    phrase = pledge_phrase(short(dossier, main[0], moved.force), (dossier.company.name, *dossier.company.aliases))
    if phrase.quoted or moved.due is None or moved.due.latest is None:
        return ""
    if moved.force.version.recurrence:
        ending = turns_ending(dossier, phrase.text, moved.force.version.recurrence)
        return dossier.wording("promise.before", to=phrase.text, until=ending)
    said_already = str(moved.due.latest.year) in phrase.text
    ending = "" if said_already else dossier.wording("until.due", deadline=due_day(moved))
    return dossier.wording("promise.before", to=phrase.text, until=ending)


def _second(dossier: Dossier, main: Main, cells: list[Cell], *, several: bool, as_of: date) -> str:
    """What the promise leaves out; of one that is over, nothing."""
    pledge, force = main
    yardstick = dossier.topic.yardstick_for(pledge.commitment)
    if yardstick is None:
        return (
            dossier.wording(f"headline.none-to-{dossier.topic.yardstick.commitment}") if dossier.checked_until else ""
        )
    due = deadline(force, dossier.conditions, as_of) if pledge.commitment == "perform" else None
    duty = force.version.recurrence
    if force.on(as_of) == "no" or (due and due.latest and due.latest < as_of) or (duty and duty.ended(as_of)):
        return ""
    own = [cell for cell in cells if dossier.yardstick_of[cell.row.id] is yardstick]
    if not _gaps(own) and _gaps(cells):  # “everything” is said of the topic, not of one of its tables (COVER-5)
        return ""
    return leaving_out(dossier, force, own, several=several, as_of=as_of)


def _gaps(cells: list[Cell]) -> bool:
    return any(cell.label != CellLabel.COVERED for cell in cells)


def _third(
    dossier: Dossier,
    main: Main | None,
    assessment: Assessment,
    moved: DueFinding | None,
    *,
    several: bool,
    as_of: date,
) -> str:
    """The most serious finding, else that nothing goes against the pledge."""
    leading = [
        finding
        for finding in assessment.findings
        if finding.lead and finding.finding not in UNTOLD and finding is not moved
    ]
    if leading:
        return turns_sentence(dossier, main, assessment, leading[0]) or gravest_sentence(
            dossier, main, leading[0], as_of
        )
    if main is None or dossier.topic.yardstick_for(main[0].commitment) is None:
        return ""
    pending = [due for due in assessment.dues if due.finding == FindingWord.PENDING and due.lead]
    if main[0].commitment == "perform" and pending:
        ahead = turns_sentence(dossier, main, assessment, pending[0])
        return ahead or gravest_sentence(dossier, main, pending[0], as_of)
    if moved:
        return turns_sentence(dossier, main, assessment, moved)
    return nothing_contrary(dossier, as_of, assessment.reviewed, several=several)


def nothing_contrary(dossier: Dossier, as_of: date, reviewed: int, *, several: bool = False) -> str:
    """That nothing contrary is on record, as of the day that was checked (CHECK-2); empty where nobody checked."""
    checked = dossier.checked_until
    if checked is None:
        return ""
    wording = dossier.wording
    named = wording("headline.its-pledges" if several else "headline.the-pledge")
    reach = when(checked) if checked.earliest <= as_of else day(as_of)
    return wording("headline.nothing", pledge=named, checked=reach, reviewed=records_read(reviewed))


def checked_note(dossier: Dossier, main: Main | None, as_of: date) -> str | None:
    """How far our record reaches, where ``as_of`` is later than what was checked (CHECK-1)."""
    wording = dossier.wording
    checked = dossier.checked_until
    if checked is None:
        return wording("checked.never")
    if as_of <= checked.earliest:
        return None
    force = main[1] if main else None
    if force and force.over(as_of) and force.ended_by == "fixed" and force.last_day:
        return wording("checked.ended", last_day=bounds(*force.last_day), checked=when(checked))
    return wording("checked.beyond", checked=when(checked))

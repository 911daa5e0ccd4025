"""Why a due is what it is: what the statements say, when it was due, what is in doubt, what was last seen."""

from collections.abc import Iterator
from datetime import date

from tracker.core.amounts import amount_text
from tracker.core.dates import UncertainDate
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.statements import Statement
from tracker.engine.findings import DueFinding
from tracker.engine.in_force import Deadline, deadline
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.sentences.reasons import Sentence, disputed, last_day_words, put_right
from tracker.engine.sentences.turn_sentences import recurs_in_words
from tracker.engine.text import capital, day, listing, period, when
from tracker.records.types.decision import FindingWord

__all__ = ["due_text", "explain_due", "statement_text"]


def _rises(finding: DueFinding) -> bool:
    target = finding.force.version.target if finding.force else None
    return target is None or target.at_least is not None


_KEYS = {"full": "met", "part": "part", "part-only": "part-only", "none": "none"}


def explain_due(dossier: Dossier, as_of: date, finding: DueFinding) -> list[Sentence]:
    """Every sentence on one due with what it is about; what was put right is said first (ORDER-2)."""
    return [*put_right(dossier, finding), *_sentences(dossier, as_of, finding), *disputed(dossier, finding)]


def _sentences(dossier: Dossier, as_of: date, finding: DueFinding) -> Iterator[Sentence]:
    wording = dossier.wording
    deciding = next((s for s in finding.statements if s.fulfilment is finding.fulfilment), None)
    if deciding:
        yield wording("reason.what"), statement_text(dossier, deciding)
        for later in finding.later:
            yield wording("reason.what"), wording("perform.later", statement=statement_text(dossier, later))
    else:
        yield wording("reason.what"), _without_statement(dossier, finding)
    yield wording("reason.deadline"), due_text(dossier, finding.due)
    if finding.target is not None:
        amount = amount_text(finding.target, finding.unit or "")
        key = "perform.target" if _rises(finding) else "perform.target-falls"
        yield wording("reason.target"), wording(key, target=amount)
    if finding.computed in (FindingWord.DROPPED_BEFORE_DUE, FindingWord.MOVED_BEFORE_DUE) and finding.force:
        yield wording("reason.end"), wording("perform.ended", last_day=last_day_words(finding.force))
    if finding.successor and finding.pledge:
        later_due = deadline(finding.successor, dossier.conditions, as_of)
        key = "perform.moved" if later_due and later_due.latest else "perform.moved-open"
        last = day(later_due.latest) if later_due and later_due.latest else ""
        if duty := finding.successor.version.recurrence:
            key, last = "perform.moved", recurs_in_words(wording, duty, "deadline.turns")
        words = short(dossier, finding.pledge, finding.successor)
        yield wording("reason.end"), wording(key, short=words, deadline=last)
    if finding.doubts:
        doubts = listing(wording(key) for key in finding.doubts)
        yield wording("reason.doubt"), wording("perform.doubts", doubts=doubts)
    yield wording("reason.result"), wording("so.missed-in-part" if finding.in_part else f"finding.{finding.computed}")


def _without_statement(dossier: Dossier, finding: DueFinding) -> str:
    """What was last seen, or that nothing is on record; and how far our record reaches."""
    checked, wording = dossier.checked_until, dossier.wording
    if finding.last_seen:
        seen = wording("perform.last-seen", statement=statement_text(dossier, finding.last_seen))
        up_to = wording("perform.checked", checked=when(checked)) if checked else wording("perform.unchecked")
        return f"{seen} {up_to}"
    if checked is None:
        return wording("perform.nothing-unchecked")
    return wording("perform.nothing", checked=when(checked))


def statement_text(dossier: Dossier, statement: Statement) -> str:
    """One statement with the day of which it speaks."""
    fulfilment = statement.fulfilment
    if statement.by_amount and fulfilment.amount:
        unit = _unit(dossier, statement)
        return dossier.wording("perform.amount", when=_of_day(statement), amount=amount_text(fulfilment.amount, unit))
    instance = f" ({fulfilment.instance})" if fulfilment.instance else ""
    return dossier.wording(f"perform.{_KEYS[statement.extent]}", when=_of_day(statement), instance=instance)


def _unit(dossier: Dossier, statement: Statement) -> str:
    pledge = next(pledge for pledge in dossier.pledges if pledge.id == statement.fulfilment.pledge)
    return next((version.target.unit or "" for version in pledge.versions if version.target), "")


def _of_day(statement: Statement) -> str:
    on: UncertainDate | None = statement.fulfilment.on
    if on is None and statement.extent != "full":
        on = statement.evidence.seen_until
    return capital(when(on) if on is not None else period(statement.evidence.period))


def due_text(dossier: Dossier, due: Deadline | None) -> str:
    """When it was due; a vague day with its latest reading (TIME-7)."""
    wording = dossier.wording
    if due is None:
        return wording("perform.no-deadline")
    if due.condition is not None:
        return wording("perform.deadline-condition", condition=due.condition.name)
    assert due.latest is not None
    if due.text is None or due.text.earliest == due.text.latest:
        return wording("perform.due", deadline=day(due.latest))
    return wording("perform.due", deadline=f"{day(due.latest)} (the latest date “{due.text}” could mean)")

"""What readers would see change, in a few lines for the desk’s queue, and whether something would read as a breach."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.models import Submission
from tracker.records.checking.references import named_keys
from tracker.records.kinds import KINDS, AnyRecord, Key
from tracker.services.publishing.impact import MOST_COMPUTED, Impact, Touched, companies_of_interest, impact_of
from tracker.store.desk.bundling import keep_effect
from tracker.store.published import parsed

__all__ = ["AGAINST", "effect_lines", "note_effects", "reads_as_breach", "would_read_as_breach"]

AGAINST = ("breach", "missed")
"""Findings that say that a pledge was not kept."""
_MOST_LINES = 4
_WIDE = ("vocabulary", "topic", "initiative")


def reads_as_breach(touched: Touched) -> bool:
    """Whether a scorecard would say of more deeds or promises than now that a pledge was not kept."""
    if touched.after is None:
        return False
    before = touched.before.counts if touched.before else {}
    return any(touched.after.counts.get(kind, 0) > before.get(kind, 0) for kind in AGAINST)


def would_read_as_breach(session: Session, records: Sequence[AnyRecord], now: datetime) -> bool:
    """The same of all scorecards that these records touch, however many they are."""
    skip = 0
    while True:
        impact = impact_of(session, records, now.date(), now, skip=skip)
        if any(reads_as_breach(touched) for touched in impact.changed):
            return True
        if not impact.left_out:
            return False
        skip += len(impact.changed) + impact.unchanged


def effect_lines(impact: Impact) -> list[str]:
    """How many scorecards would be new, change and disappear, and the new first sentences of some."""
    new = sum(1 for it in impact.changed if it.before is None)
    gone = sum(1 for it in impact.changed if it.after is None)
    changed = len(impact.changed) - new - gone
    counts = ((new, "new"), (changed, "changed"), (gone, "removed"))
    parts = [f"{number} {word}" for number, word in counts if number]
    if impact.left_out:
        parts.append(f"up to {impact.left_out} more not computed")
    lines = [f"Scorecards: {', '.join(parts)}." if parts else "No scorecard changes."]
    return [*lines, *(line for it in impact.changed if (line := _headline(it)))][:_MOST_LINES]


def _headline(touched: Touched) -> str:
    if touched.after is None or not touched.after.headline:
        return ""
    first = touched.after.headline[0]
    same = touched.before is not None and touched.before.headline[:1] == [first]
    return "" if same else f"{touched.after.dossier.company.name}: {first}"


def note_effects(session: Session, bundle_id: str, submissions: Sequence[Submission], now: datetime) -> None:
    """Keep with a bundle what readers would see change if these submissions were published."""
    records, left_out = _of_interest(submissions)
    impact = impact_of(session, records, now.date(), now)
    impact = impact._replace(left_out=impact.left_out + left_out)
    alarming = any(reads_as_breach(touched) for touched in impact.changed)
    keep_effect(session, bundle_id, alarming=alarming, lines=effect_lines(impact), at=now)


def _of_interest(submissions: Sequence[Submission]) -> tuple[list[AnyRecord], int]:
    """What is submitted about as many companies as are computed, with whatever it names; how many are left out."""
    waiting = {submission.key: submission for submission in submissions}
    items = ((key, key[1].partition("/")[0], it.base_number == 0) for key, it in waiting.items())
    companies, left_out = companies_of_interest(items, MOST_COMPUTED)
    if not left_out:
        return [parsed(submission.body) for submission in submissions], 0
    wanted = {key for key in waiting if key[1].partition("/")[0] in companies or key[0] in _WIDE}
    records: dict[Key, AnyRecord] = {}
    while wanted:
        some = [parsed(waiting[key].body) for key in wanted]
        records |= {record.key: record for record in some}
        wanted = named_keys(some, tuple(KINDS)) & waiting.keys() - records.keys()
    return list(records.values()), left_out

"""What an import would change for readers, counted over all scorecards that it touches (IMPORT-7)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.engine.scorecard import Scorecard
from tracker.records.bundle import companies_of
from tracker.records.checking.references import named_keys
from tracker.records.kinds import AnyRecord
from tracker.records.sentences import SENTENCES
from tracker.services.publishing.impact import bundle_around, card_in, pairs_of_many

__all__ = ["GRAVE", "Effects", "count_card", "effects_of", "wording_of"]

GRAVE = (
    "breach", "possible breach", "missed", "possibly missed", "loophole", "possible loophole", "after lapse",
    "no pledge",
)  # fmt: skip
"""Findings that say something against a company, or may."""

_AT_ONCE = 100
_SHARED = ("vocabulary", "topic", "source", "company")


@dataclass
class Effects:
    """Scorecards that would be new or change, and how many of each kind of finding and due would be added and removed.

    What one company gains is never set off against what another loses.
    ``samples`` are some of the scorecards that would follow; ``left_out`` counts those that were not computed.
    ``by_pair`` says for a company and topic in a few words what would change; ``alarming`` are those of which something
    would be said that goes against a pledge, or may.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    where: dict[str, list[str]] = field(default_factory=dict)
    samples: list[Scorecard] = field(default_factory=list)
    by_pair: dict[tuple[str, str], str] = field(default_factory=dict)
    alarming: set[tuple[str, str]] = field(default_factory=set)


def effects_of(
    session: Session,
    records: Sequence[AnyRecord],
    today: date,
    now: datetime,
    *,
    most: int | None = None,
    samples: int = 0,
    tick: Callable[[int], object] | None = None,
) -> Effects:
    """Compute the scorecards that these records touch, with and without them; of many the first ``most``."""
    effects = Effects()
    pairs = pairs_of_many(session, records)
    some = pairs if most is None else pairs[:most]
    effects.left_out = len(pairs) - len(some)
    by_company: dict[str, list[AnyRecord]] = {}
    for record in records:
        for company in companies_of(record) or (record.id,):
            by_company.setdefault(company, []).append(record)
    shared = {record.key: record for record in records if record.kind in _SHARED}
    for first in range(0, len(some), _AT_ONCE):
        portion = some[first : first + _AT_ONCE]
        companies, topics = {company for company, _ in portion}, {topic for _, topic in portion}
        own = [record for company in companies for record in by_company.get(company, ())]
        own += [shared[key] for key in named_keys(own, _SHARED) if key in shared]
        own += [record for record in shared.values() if record.kind == "vocabulary"]
        own = list({record.key: record for record in own}.values())
        before = bundle_around(session, companies, topics, own)
        after = before.with_records(own)
        for company, topic in portion:
            was, now_is = (card_in(bundle, company, topic, today, now) for bundle in (before, after))
            count_card(effects, (company, topic), was, now_is, samples)
            if tick:
                tick(1)
    return effects


def count_card(
    effects: Effects, pair: tuple[str, str], before: Scorecard | None, after: Scorecard | None, samples: int
) -> None:
    """Count what one scorecard, of a company and topic, would gain and lose."""
    was, now = _kinds(before), _kinds(after)
    if after is not None and len(effects.samples) < samples:
        effects.samples.append(after)
    if before is None and after is not None:
        effects.new += 1
        said = ["new scorecard"]
    elif was != now or _texts_shown(before) != _texts_shown(after):
        effects.changed += 1
        said = ["scorecard changes"]
    else:
        effects.unchanged += 1
        return
    for kind in now | was:
        change = now[kind] - was[kind]
        if change < 0:
            effects.removed[kind] -= change
        if change > 0 and after is not None:
            effects.added[kind] += change
            effects.where.setdefault(kind, []).append(after.dossier.company.name)
            said.append(wording_of(kind, change))
            if kind in GRAVE:
                effects.alarming.add(pair)
    effects.by_pair[pair] = ", ".join(said)


def wording_of(kind: str, number: int) -> str:
    """“1 act that may go against a pledge”."""
    return SENTENCES[f"finding.{kind}.{'one' if number == 1 else 'many'}"].format(n=f"{number:,}")


def _texts_shown(card: Scorecard | None) -> object:
    return None if card is None else (card.headline, [(cell.row, cell.column, cell.label) for cell in card.cells])


def _kinds(card: Scorecard | None) -> Counter[str]:
    """How many acts and promises of each kind a scorecard counts, each once (ORDER-2)."""
    return Counter() if card is None else Counter(dict(card.counts))

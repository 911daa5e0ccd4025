"""(version, act) pairs that the rules decide in a second on one core, beside a bare loop over bit masks.

The pairs are those of a real dossier: the compiled versions and the prepared acts that findings are made from, over
vocabularies of the size of the site's own. Each act is met for the first time by each scope once; afterwards its
terms are remembered, as they are for the acts of one company. The bare loop does what no answer can do without:
six masks and four numbers of days a pair. Exit code 1 below the limit.
"""

import gc
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from tracker.core.scope import DIMENSIONS
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import in_force_periods
from tracker.engine.rules import ActQuery, VersionQuery, decide
from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord, from_body

LIMIT = 300_000
SIZES = {"actor": 6, "action": 20, "subject": 60, "counterparty": 400, "place": 250, "purpose": 30}
PLEDGES, VERSIONS, DEEDS = 20, 3, 1_000


def vocabulary(random: Random, name: str, size: int) -> AnyRecord:
    """A vocabulary in which most terms stand under one class, some under two."""
    terms = [{"id": "company", "name": "the company"}] if name == "actor" else []
    for i in range(len(terms), size):
        ups = random.sample(range(i), min(i, random.choice((0, 1, 1, 1, 2)))) if name != "actor" else []
        terms.append({"id": f"{name}-{i}", "name": f"{name} {i}", "broader": [f"{name}-{up}" for up in ups]})
    if name == "action":
        terms[0]["continues_as"] = ["action-1"]
    return from_body({"kind": "vocabulary", "id": name, "name": name, "terms": terms})


def some(random: Random, name: str, most: int) -> list[str]:
    """A few terms of a dimension."""
    return [f"{name}-{i}" for i in random.sample(range(1, SIZES[name]), random.randint(1, most))]


def labels(random: Random, name: str) -> dict[str, list[str]]:
    """A few terms in, some unclear, perhaps an exception."""
    words = dict.fromkeys(some(random, name, 5))
    chosen = list(words)
    split = {"in": chosen[:2], "unclear": chosen[2:4], "except": chosen[4:]}
    return {word: terms for word, terms in split.items() if terms}


def pledge(random: Random, number: int) -> AnyRecord:
    """A pledge to refrain of several versions."""
    versions = []
    for i in range(VERSIONS):
        names = random.sample(DIMENSIONS[1:], 4)
        start = date(2016 + 2 * i, random.randint(1, 12), random.randint(1, 28))
        ends = random.choice(("open", "unstated", "self-judged", {"after": "1 year"}, {"condition": "law"}))
        scope = {name: labels(random, name) for name in names}
        versions.append({"start": start.isoformat(), "source": "s", "reported": "words", "ends": ends, "scope": scope})
    body = {"kind": "pledge", "id": f"acme/p{number}", "topic": "topic", "commitment": "refrain", "versions": versions}
    return from_body(body)


def deed(random: Random, number: int) -> AnyRecord:
    """Conduct of one act on some days."""
    start = date(2014, 1, 1) + timedelta(days=random.randint(0, 3000))
    end = start + timedelta(days=random.choice((0, 10, 400)))
    act = {name: some(random, name, 2) for name in random.sample(DIMENSIONS[1:], 4)}
    common = {"topics": ["topic"], "nature": "conduct", "title": "A deed", "sources": ["s"]}
    period = random.choice((start.isoformat(), f"{start}/{end}", f"{start.isoformat()[:7]}", f"{start}/.."))
    return from_body({"kind": "evidence", "id": f"acme/e{number}", **common, "period": period, "acts": [act]})


def dossier() -> Dossier:
    """The records of one company with many pledges and deeds."""
    random = Random(7)
    cell = {"id": "x", "name": "x", "terms": {"action": ["action-1"]}}
    yardstick = {"commitment": "refrain", "scope": {}, "rows": [cell], "columns": [cell], "reasons": [{"text": "So."}]}
    words = {name: {"vocabulary": name, "name": name} for name in DIMENSIONS}
    records = [vocabulary(random, name, size) for name, size in SIZES.items()]
    records += [
        from_body(
            {"kind": "topic", "id": "topic", "name": "T", "question": "?", "dimensions": words, "yardstick": yardstick}
        ),
        from_body({"kind": "company", "id": "acme", "name": "Acme Optics Inc."}),
        from_body({"kind": "source", "id": "s", "title": "A", "publisher": "P", "date": "2020", "type": "record"}),
        from_body({"kind": "condition", "id": "law", "name": "a law is in place"}),
    ]
    records += [pledge(random, i) for i in range(PLEDGES)] + [deed(random, i) for i in range(DEEDS)]
    return Dossier.of(Bundle(records), "acme", "topic")


def asked_of(records: Dossier, as_of: date) -> tuple[list[VersionQuery], list[ActQuery]]:
    """Versions and acts as findings ask them."""
    begun = [force for pledge in records.pledges for force in in_force_periods(pledge, records.conditions, as_of)]
    versions = [VersionQuery(force.span, records.compiled(force.version.scope)) for force in begun if force.span]
    acts = []
    for evidence in records.evidence:
        terms = records.act_terms(evidence.acts[0])
        span, yardstick = evidence.period.span(as_of), records.yardstick.code(terms)
        acts.append(ActQuery(span, terms, records.continued(terms), yardstick, sufficient=True))
    return versions, acts


def bare_loop(
    versions: list[VersionQuery], acts: list[ActQuery], masks: list[list[int]], act_masks: list[list[int]]
) -> int:
    """The least that any answer needs: six masks and the bounds of two periods for each pair."""
    met = 0
    for version, inside in zip(versions, masks, strict=True):
        first, _, _, last = version.span
        a0, b0, c0, d0, e0, f0 = inside
        for act, (a, b, c, d, e, f) in zip(acts, act_masks, strict=True):
            begin, _, _, end = act.span
            if begin <= last and end >= first:
                met += not (a & ~a0 or b & ~b0 or c & ~c0 or d & ~d0 or e & ~e0 or f & ~f0)
    return met


def rate(pairs: int, run: Callable[[], object]) -> float:
    """Pairs in a second, the best of five runs."""
    best = float("inf")
    for _ in range(5):
        gc.collect()
        begun = time.process_time()
        run()
        best = min(best, time.process_time() - begun)
    return pairs / best


def main() -> int:
    """Measure, print, compare with the limit."""
    records = dossier()
    versions, acts = asked_of(records, date(2024, 1, 1))
    pairs = len(versions) * len(acts)
    masks = [[dimension.in_ for dimension in version.scope.by_name.values()] for version in versions]
    act_masks = [[vocabulary_mask(records, name, act.terms[i]) for i, name in enumerate(DIMENSIONS)] for act in acts]
    begun = time.process_time()
    words = Counter(decide(version, act).finding for version in versions for act in acts)
    cold = pairs / (time.process_time() - begun)
    fast = rate(pairs, lambda: [decide(version, act) for version in versions for act in acts])
    bare = rate(pairs, lambda: bare_loop(versions, acts, masks, act_masks))
    print(f"{len(versions)} versions × {len(acts)} acts = {pairs:,} pairs: {dict(words)}")
    print(f"decide, terms asked for the first time: {cold:,.0f} pairs/s")
    print(f"decide: {fast:,.0f} pairs/s")
    print(f"bare loop over bit masks: {bare:,.0f} pairs/s; decide takes {bare / fast:.1f} times as long")
    print(f"limit: {LIMIT:,} pairs/s: {'met' if fast >= LIMIT else 'MISSED'}")
    return 0 if fast >= LIMIT else 1


def vocabulary_mask(records: Dossier, name: str, terms: tuple[str, ...] | None) -> int:
    """The terms of an act in one dimension with all below them, as bits."""
    dimension = records.dimensions[name]
    mask = 0
    for term in terms or ():
        mask |= dimension.below(term)
    return mask if terms else dimension.all


if __name__ == "__main__":
    sys.exit(main())

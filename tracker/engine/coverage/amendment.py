"""The smallest amendment: what the pledges in force would have to name, so that every cell is covered (GAP-4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import or_

from tracker.core.cell_sets import CellSets
from tracker.core.scales import ScaleVocabulary
from tracker.core.scope import DIMENSIONS, CompiledDimension, Dimension, Label
from tracker.core.vocabulary import Vocabulary, bits
from tracker.engine.coverage.cells import Candidate, Candidates
from tracker.engine.coverage.shortfalls import Shortfall, goal_text
from tracker.engine.dossier import ActTerms, Dossier
from tracker.engine.text import bounds
from tracker.records.types.topic import Yardstick

__all__ = ["Amendment", "amend", "amendment"]

_Version = Mapping[str, CompiledDimension]
"""A version's scope, by dimension."""

_PLACES = {name: place for place, name in enumerate(DIMENSIONS)}


@dataclass(frozen=True)
class Amendment:
    """Terms of one dimension that the pledges would have to name as covered; ``now`` is what they cover of a scale."""

    dimension: str
    add: tuple[str, ...]
    now: tuple[str, ...] = ()
    commitment: str = "refrain"


def amendment(dossier: Dossier, of_yardsticks: Candidates) -> list[Amendment]:
    """What would close the gaps, yardstick by yardstick: terms to name as covered, then an amount and a day."""
    return [
        replace(part, commitment=yardstick.commitment)
        for yardstick, cells in dossier.grids
        for part in _of_yardstick(dossier, yardstick, [it[2] for it in cells], of_yardsticks[yardstick.commitment])
    ]


def _of_yardstick(
    dossier: Dossier, yardstick: Yardstick, grid: list[ActTerms], begun: Sequence[Candidate]
) -> list[Amendment]:
    """Per dimension, the yardstick's terms that no pledge in force clearly covers, the fewest that do.

    Where pledges cover all terms but not all cells, one covering this and another that, what the fullest of them lacks
    is added. Naming the terms as covered in each pledge, and nothing else, makes every cell covered, and each of them
    is needed (laws, tested). Without a pledge in force it names the terms of every cell.
    """
    candidates = [candidate for candidate in begun if candidate.state != "no"]
    versions = [candidate.scope.by_name for candidate in candidates]
    if not versions:
        wanted = {name: _wanted(grid, name) for name in dossier.dimensions if name != "actor"}
        return [*_amendments(dossier, versions, wanted), *_asked_in_numbers(yardstick, None)]
    add, covered = _closing(
        tuple(dossier.dimensions.items()), tuple(tuple(version.items()) for version in versions), tuple(grid)
    )
    lacking = {it.key for it in _least_lacking(candidates, covered)}
    return [*_amendments(dossier, versions, add), *_asked_in_numbers(yardstick, lacking)]


@lru_cache(maxsize=500)
def _closing(
    dimensions: tuple[tuple[str, Vocabulary], ...],
    said: tuple[tuple[tuple[str, CompiledDimension], ...], ...],
    grid: tuple[ActTerms, ...],
) -> tuple[Mapping[str, Sequence[str]], Sequence[int]]:
    """By dimension the terms to add to each version so that every cell is covered, and the cells each then covers.

    Remembered for the same vocabularies and scopes, which most days and publications leave as they are.
    """
    graphs, versions, sets = dict(dimensions), [dict(version) for version in said], CellSets(grid)
    add = {name: _lacking(graph, _once(versions, name), grid, name) for name, graph in dimensions}
    amended = [_amended(graphs, version, add) for version in versions]
    covered = [_covered(sets, version) for version in amended]
    if left := sets.every & ~reduce(or_, covered):
        best = amended[max(range(len(amended)), key=lambda i: covered[i].bit_count())]
        uncovered = [grid[i] for i in bits(left)]
        for name, graph in dimensions:
            add[name] = [*add[name], *_lacking(graph, [best[name]], uncovered, name)]
        add = _needed(graphs, versions, sets, add)
        covered = [_covered(sets, _amended(graphs, version, add)) for version in versions]
    return add, covered


def _covered(sets: CellSets, version: _Version) -> int:
    """The cells that a version covers."""
    return sets.covered([(_PLACES[name], dimension) for name, dimension in version.items()])


def _least_lacking(candidates: Sequence[Candidate], covered: Sequence[int]) -> list[Shortfall]:
    """Of each cell what the pledge lacks in numbers that, once amended, covers it and lacks least."""
    pairs = sorted(zip(candidates, covered, strict=True), key=lambda pair: len(pair[0].shortfalls))
    result: list[Shortfall] = []
    seen = 0
    for candidate, cells in pairs:
        if cells & ~seen:
            result += candidate.shortfalls
        seen |= cells
    return result


def _asked_in_numbers(yardstick: Yardstick, lacking: Collection[str] | None) -> list[Amendment]:
    """The target and the day, as far as a pledge that some cell needs asks for less or later (COVER-4).

    ``lacking`` has the keys of what such pledges lack; None where there is no pledge.
    """
    of_day = {"shortfall.later", "shortfall.no-day"}
    result: list[Amendment] = []
    if yardstick.target and (lacking is None or set(lacking) - of_day):
        result.append(Amendment("target", goal_text(yardstick.target, yardstick.target.unit or "")))
    if yardstick.deadline and (lacking is None or of_day & set(lacking)):
        day = yardstick.deadline.latest
        result.append(Amendment("deadline", (bounds(day, day),)))
    return result


def _wanted(grid: Iterable[ActTerms], name: str) -> list[str]:
    """The terms that cells ask for in a dimension."""
    place = DIMENSIONS.index(name)
    return list(dict.fromkeys(term for terms in grid for term in terms[place] or ()))


def _once(versions: Iterable[_Version], name: str) -> list[CompiledDimension]:
    """What versions say in a dimension; many say the same."""
    return list({id(version[name]): version[name] for version in versions}.values())


def _lacking(
    vocabulary: Vocabulary, said: Sequence[CompiledDimension], grid: Sequence[ActTerms], name: str
) -> list[str]:
    """Terms to label ``in`` so that each one wanted is inside for some version: those themselves, then what is left.

    Cells that ask for nothing in the dimension want all of it. At last those are left out that the others make
    needless.
    """
    scale = vocabulary if isinstance(vocabulary, ScaleVocabulary) else None
    wanted = _wanted(grid, name)
    everything = vocabulary.all if any(terms[DIMENSIONS.index(name)] is None for terms in grid) else 0

    def number(lacked: int) -> int:
        # Of a scale in ranges: how many bands they are depends on what other records name (SCOPE-8).
        return len(scale.names(lacked)) if scale else lacked.bit_count()

    def left(add: Iterable[str]) -> int:
        amended = [amend(vocabulary, dimension, add) for dimension in said]
        together = 0
        for dimension in amended:
            together |= dimension.in_
        lacking = everything & ~together
        for term in wanted:
            lacking |= min((vocabulary.below(term) & ~dimension.in_ for dimension in amended), key=number)
        return lacking

    add = [term for term in wanted if all(vocabulary.below(term) & ~dimension.in_ for dimension in said)]
    add = [t for t in add if not any(o != t and vocabulary.covers(o, t) for o in add)]
    while still := left(add):
        add += scale.bands(still) if scale else [vocabulary.terms[next(bits(still))]]
    for term in tuple(add):
        fewer = [other for other in add if other != term]
        if not left(fewer):
            add = fewer
    return add


def _amended(graphs: Mapping[str, Vocabulary], version: _Version, add: Mapping[str, Sequence[str]]) -> _Version:
    return {
        name: amend(graphs[name], dimension, add[name]) if add[name] else dimension
        for name, dimension in version.items()
    }


def _needed(
    graphs: Mapping[str, Vocabulary], versions: Sequence[_Version], sets: CellSets, add: dict[str, list[str]]
) -> dict[str, list[str]]:
    """Without terms that the others make needless."""
    for name, terms in tuple(add.items()):
        for term in terms:
            fewer = {**add, name: [other for other in add[name] if other != term]}
            covered = (_covered(sets, _amended(graphs, version, fewer)) for version in versions)
            if reduce(or_, covered) == sets.every:
                add = fewer
    return add


def _amendments(dossier: Dossier, versions: Sequence[_Version], add: Mapping[str, Sequence[str]]) -> list[Amendment]:
    """What is to be named, dimension by dimension; on a scale as few ranges, beside those that are covered now."""
    result: list[Amendment] = []
    for name, terms in add.items():
        if terms and (scale := dossier.scale(name)):
            now = 0
            for version in versions:
                now |= version[name].in_
            result.append(Amendment(name, tuple(scale.together(terms)), tuple(scale.names(now))))
        elif terms:
            result.append(Amendment(name, tuple(terms)))
    return result


def amend(vocabulary: Vocabulary, said: CompiledDimension, add: Iterable[str]) -> CompiledDimension:
    """A dimension with these terms named as covered, and no label but ``in`` left on or below them."""
    added = list(add)
    if not added:
        return said
    reach = vocabulary.below_any(added)
    kept = {(term, label) for term, label in said.dimension.labels if not reach >> vocabulary.index[term] & 1}
    continuing = {(vocabulary.terms[i], Label.IN) for i in bits(reach & vocabulary.continuing)}
    labels = frozenset(kept | continuing | {(term, Label.IN) for term in added})
    return CompiledDimension(vocabulary, Dimension(labels, said.dimension.decided_rest()))

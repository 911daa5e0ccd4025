"""Gaps, amendments and scopes in words: rows of one answer told together, worst first (design section 7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.core.scope import Answer
from tracker.engine.coverage import Amendment, Cell, gap_rank
from tracker.engine.dossier import Dossier
from tracker.engine.force import Force
from tracker.engine.phrases import bounds, listing
from tracker.engine.reasons import because
from tracker.records.fields import ScopeLabels


@dataclass(frozen=True)
class GapLine:
    """Cells of one row with the same answer, told in one line; ``heading`` is the row's name, or says it is all rows."""

    heading: str
    text: str
    label: str
    cells: tuple[Cell, ...]
    evidence: tuple[str, ...]


def unclear_reason(dossier: Dossier, cell: Cell, as_of: date) -> str:
    """Why a cell is unclear or partly covered."""
    wording = dossier.wording
    if cell.doubtful_force:
        return wording("cell.force")
    why = because(dossier, cell.force, as_of)
    for name, reason in cell.reasons:
        if reason.answer is Answer.PARTLY:
            inside = listing(dossier.phrase(name, term) for term in reason.inside[:6])
            outside = listing(dossier.phrase(name, term) for term in reason.outside[:6])
            return wording("gap.why-partly", inside=inside, outside=outside)
    terms = [dossier.phrase(name, reason.term) if reason.term else f"every {dossier.word(name)}" for name, reason in cell.reasons]
    values = {"terms": listing(dict.fromkeys(terms), "and"), "is_are": "is" if len(set(terms)) == 1 else "are"}
    if why == wording("because.words"):
        return wording("gap.why-unclear", **values)
    return wording("gap.why-because", because=why, **values)


def cell_text(dossier: Dossier, cell: Cell, as_of: date) -> str:
    """One cell in a sentence."""
    wording = dossier.wording
    values: dict[str, str] = {"row": cell.row.name, "column": cell.column.name}
    if cell.label == "unclear":
        return wording("cell.unclear", why=unclear_reason(dossier, cell, as_of), **values)
    if cell.label == "partly":
        name, reason = next((n, r) for n, r in cell.reasons if r.answer is Answer.PARTLY)
        inside = listing(dossier.phrase(name, term) for term in reason.inside[:6])
        outside = listing(dossier.phrase(name, term) for term in reason.outside[:6])
        return wording("cell.partly", inside=inside, outside=outside, **values)
    if cell.label == "open":
        if cell.lapsed:
            return wording("cell.lapsed", last_day=bounds(*cell.lapsed), **values)
        return wording("cell.open", **values)
    if cell.last_day:
        return wording("cell.ends-day", last_day=bounds(*cell.last_day), **values)
    if cell.until_condition and cell.force and cell.force.condition:
        return wording("cell.ends-condition", condition=cell.force.condition.name, **values)
    return wording("cell.covered", **values)


def gap_lines(dossier: Dossier, gaps: Iterable[Cell], as_of: date) -> list[GapLine]:
    """Gaps for readers: the cells of one row and rank together; endings, which concern all, in one line each."""
    groups: dict[tuple[int, str, str], list[Cell]] = {}
    for cell in gaps:
        rank = gap_rank(cell)
        text = _group_text(dossier, cell, rank, as_of)
        groups.setdefault((rank, "" if rank >= 4 else cell.row.id, text), []).append(cell)
    lines = []
    for (rank, _, text), cells in groups.items():
        columns = listing(dict.fromkeys(cell.column.name for cell in cells))
        heading = "All of it" if rank >= 4 else cells[0].row.name
        evidence = tuple(dict.fromkeys(id for cell in cells for id in cell.evidence))
        lines.append(GapLine(heading, text.replace("\0", columns), cells[0].label, tuple(cells), evidence))
    return lines


def _group_text(dossier: Dossier, cell: Cell, rank: int, as_of: date) -> str:
    """The line of a gap, with a null sign where the names of its columns go."""
    wording = dossier.wording
    if rank == 4 and cell.last_day:
        return wording("gap.ends-day", last_day=bounds(*cell.last_day))
    if rank == 5 and cell.force and cell.force.condition:
        return wording("gap.ends-condition", condition=cell.force.condition.name)
    if cell.label == "open":
        if cell.lapsed:
            return wording("gap.lapsed", columns="\0", last_day=bounds(*cell.lapsed))
        return wording("gap.open", columns="\0")
    return wording(f"gap.{cell.label}", columns="\0", why=unclear_reason(dossier, cell, as_of))


def amendment_text(dossier: Dossier, amendment: Amendment) -> str:
    """What the pledge would have to say, in words."""
    names = listing(dossier.phrase(amendment.dimension, term) for term in amendment.add)
    key = f"amendment.{amendment.dimension}" if amendment.dimension in ("actor", "action") else "amendment"
    return dossier.wording(key, dimension=dossier.word(amendment.dimension), terms=names)


def ending_text(dossier: Dossier, force: Force | None) -> str | None:
    """What the pledge would have to say of its end; None where it has none or says nothing of one."""
    if force is None:
        return None
    if force.self_judged:
        return dossier.wording("amendment.self-judged")
    if force.last_day:
        return dossier.wording("amendment.day", last_day=bounds(*force.last_day))
    if force.condition:
        return dossier.wording("amendment.condition", condition=force.condition.name)
    return None


def scope_in_words(dossier: Dossier, labels: ScopeLabels) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """A scope for readers: per dimension its word and, by label, the names of the terms."""
    result: list[tuple[str, list[tuple[str, list[str]]]]] = []
    for name, vocabulary in dossier.dimensions.items():
        given = labels.of(name)
        if given is None:
            continue
        rest = given.dimension().decided_rest()
        parts = [(label.value, [dossier.phrase(name, t) for t in terms]) for label, terms in given.by_label().items() if terms]
        if len(vocabulary.terms) > sum(len(terms) for _, terms in parts):
            parts.append((f"rest-{rest.value}", []))
        result.append((dossier.word(name), parts))
    return result

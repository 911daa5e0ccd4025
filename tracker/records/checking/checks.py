"""Checks across records: what one record alone cannot show to be wrong (RECORD-3)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from tracker.core.scales import ScaleVocabulary, cut
from tracker.core.scope import DIMENSIONS, THE_COMPANY, Answer, compile_dimension
from tracker.core.vocabulary import Vocabulary, VocabularyCycleError
from tracker.records.bundle import Bundle
from tracker.records.checking.amounts import amount_faults
from tracker.records.checking.checker import Checker
from tracker.records.checking.initiatives import initiative_faults, stranger_to
from tracker.records.checking.references import references
from tracker.records.checking.scales import marked_twice, not_on_scale
from tracker.records.checking.turns import turn_faults
from tracker.records.identifiers import identifiers_of
from tracker.records.kinds import AnyRecord, Key
from tracker.records.messages import Message
from tracker.records.reading.problems import Path, did_you_mean, listed
from tracker.records.sentences import RETIRED, SENTENCES, sentence_problem
from tracker.records.types.company import Company
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Act, Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.parts.fields import Date, ScopeLabels, TermsByDimension
from tracker.records.types.pledge import EndTerms, OnCondition, Pledge
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic, Yardstick
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.records.types.wording import Wording

Found = Iterator[tuple[Path, Message]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of one record of a bundle."""

    key: Key
    path: Path
    message: Message


def check(bundle: Bundle, keys: Collection[Key] | None = None) -> list[Fault]:
    """All faults of the records with these keys (of all, without keys) within their bundle."""
    checker = Checker(bundle)
    wanted = None if keys is None else set(keys)
    faults: list[Fault] = []
    for record in bundle:
        if wanted is None or record.key in wanted:
            faults += (Fault(record.key, path, message) for path, message in _faults(checker, record))
    return faults


def _faults(checker: Checker, record: AnyRecord) -> Found:
    yield from _dangling(checker, record)
    match record:
        case VocabularyRecord():
            yield from _vocabulary(checker, record)
        case Topic():
            yield from _topic(checker, record)
        case Company():
            yield from _company(checker, record)
        case Source():
            yield from _loop(record.id, "derived_from", lambda id: _derived(checker, id))
        case Initiative():
            yield from initiative_faults(checker.bundle, record)
        case Pledge():
            yield from _pledge(checker, record)
        case Evidence():
            yield from _evidence(checker, record)
        case Decision():
            yield from _decision(checker, record)
        case Wording():
            yield from _wording(record)


def _dangling(checker: Checker, record: AnyRecord) -> Found:
    for reference in references(record):
        if "company" in reference.kinds and reference.id in checker.bundle.present_ids:
            continue
        if not any((kind, reference.id) in checker.bundle for kind in reference.kinds):
            kinds = " or ".join(reference.kinds)
            hint = checker.hint(reference.id, reference.kinds)
            yield reference.path, Message("no-record", {"kind": kinds, "id": reference.id, "hint": hint})


def _derived(checker: Checker, id: str) -> tuple[str, ...]:
    source = checker.bundle.sources.get(id)
    return source.derived_from if source else ()


def _loop(start: str, field: str, following: Callable[[str], Iterable[str]]) -> Found:
    """A record that leads back to itself along a field."""
    seen: dict[str, str | None] = {start: None}
    stack = [start]
    while stack:
        here = stack.pop()
        for there in following(here):
            if there == start:
                path, at = [start], here
                while at != start:
                    path.append(at)
                    at = seen[at] or start
                yield (field,), Message("loop", {"way": " ← ".join([start, *path[1:], start])})
                return
            if there not in seen:
                seen[there] = here
                stack.append(there)


def _vocabulary(checker: Checker, record: VocabularyRecord) -> Found:
    places: dict[str, int] = {}
    for i, term in enumerate(record.terms):
        if term.id in places:
            yield ("terms", i, "id"), Message("term-twice", {"term": term.id, "number": places[term.id] + 1})
        places.setdefault(term.id, i)
    for i, term in enumerate(record.terms):
        for field, ids in (("broader", term.broader), ("continues_as", term.continues_as)):
            for j, id in enumerate(ids):
                if id not in places:
                    values = {"term": id, "hint": checker.near(id, places)}
                    yield ("terms", i, field, j), Message("no-term-here", values)
    edges = {term.id: [up for up in term.broader if up in places] for term in record.terms}
    try:
        Vocabulary(edges)
    except VocabularyCycleError as cycle:
        at = places[cycle.path[0]]
        yield ("terms", at, "broader"), Message("broader-loop", {"way": str(cycle)})


def _company(checker: Checker, company: Company) -> Found:
    yield from _owners(checker, company)
    for i, id in enumerate(company.former_ids):
        if (other := checker.bundle.companies.get(id)) and not other.taken_down:
            yield ("former_ids", i), Message("former-id-in-use", {"id": id})
        elif len(checker.former[id]) > 1:
            values = {"id": id, "companies": listed(checker.former[id])}
            yield ("former_ids", i), Message("former-id-of-several", values)
    yield from _identifiers(checker, company)
    ids = [product.id for product in company.products]
    for i, product in enumerate(company.products):
        if product.id in ids[:i]:
            yield ("products", i, "id"), Message("twice", {"what": f"the product “{product.id}”"})
        for j, subject in enumerate(product.subjects):
            if not any(subject in graph for graph in checker.graphs.values()):
                yield ("products", i, "subjects", j), Message("no-term-anywhere", {"term": subject})


def _identifiers(checker: Checker, company: Company) -> Found:
    """An identifier of a company that is another's: the same company, entered twice, or a slip."""
    if company.identifiers is None or company.taken_down:
        return
    for identifier in identifiers_of(company.identifiers.body):
        others = [id for id in checker.identified[identifier.key] if id != company.id]
        if others:
            values = {"scheme": identifier.scheme, "number": identifier.text, "company": others[0]}
            yield identifier.path, Message("identifier-of-another", values)


def _owners(checker: Checker, company: Company) -> Found:
    """Owners in a circle are wrong only where they may all have owned each other at one time."""

    def owners(id: str) -> list[str]:
        record = checker.bundle.companies.get(id)
        return (
            [checker.bundle.present_id(owner.company) for owner in record.owners if not owner.until] if record else []
        )

    yield from _loop(company.id, "owners", owners)


def _unknown_terms(checker: Checker, topic: Topic, name: str, terms: Iterable[str], *path: str | int) -> Found:
    used = topic.dimensions.used()
    if name not in used:
        yield path, Message("dimension-not-used", {"topic": topic.id, "dimension": name, "used": listed(used)})
        return
    vocabulary = checker.graphs.get(used[name].vocabulary)
    if isinstance(vocabulary, ScaleVocabulary):
        where = {"topic": topic.id, "dimension": name, "vocabulary": used[name].vocabulary}
        yield from not_on_scale(vocabulary, where, terms, path)
        return
    for i, term in enumerate(terms):
        if vocabulary is not None and term not in vocabulary:
            hint = checker.near(term, vocabulary.terms) or f"; it has {listed(vocabulary.terms)}"
            where = {"vocabulary": used[name].vocabulary, "topic": topic.id, "dimension": name}
            yield (*path, i), Message("term-not-in-vocabulary", {"term": term, **where, "hint": hint})


def _scope(checker: Checker, topic: Topic, scope: ScopeLabels, *path: str | int) -> Found:
    for name in DIMENSIONS:
        labels = scope.of(name)
        if labels is not None:
            for label, terms in labels.by_label().items():
                if terms:
                    yield from _unknown_terms(checker, topic, name, terms, *path, name, label.value)
            if isinstance(vocabulary := checker.dimensions(topic).get(name), ScaleVocabulary):
                yield from marked_twice(vocabulary, labels, (*path, name))
            if labels.rest is not None and name not in topic.dimensions.used():
                yield from _unknown_terms(checker, topic, name, (), *path, name)


def _terms(checker: Checker, topic: Topic, terms: TermsByDimension, *path: str | int) -> Found:
    for name in DIMENSIONS:
        given = terms.of(name)
        if given is not None:
            yield from _unknown_terms(checker, topic, name, given, *path, name)


def _topic(checker: Checker, topic: Topic) -> Found:
    actor = topic.dimensions.actor
    if actor and actor.vocabulary in checker.graphs and THE_COMPANY not in checker.graphs[actor.vocabulary]:
        yield ("dimensions", "actor", "vocabulary"), Message("no-company-term", {"term": THE_COMPANY})
    yield from _yardstick(checker, topic, topic.yardstick, "yardstick", ())
    if topic.second_yardstick:
        rows = [row.id for row in topic.yardstick.table_rows]
        yield from _yardstick(checker, topic, topic.second_yardstick, "second_yardstick", rows)


def _yardstick(checker: Checker, topic: Topic, yardstick: Yardstick, name: str, taken: Collection[str]) -> Found:
    """One yardstick; ``taken`` are the rows of the other, which no row of this one may be called as well."""
    faults = list(_scope(checker, topic, yardstick.scope, name, "scope"))
    faults += _terms(checker, topic, yardstick.core, name, "core")
    for field, sets in (("rows", yardstick.rows), ("columns", yardstick.columns)):
        ids = [*(taken if sets is yardstick.table_rows else ()), *(cells.id for cells in sets)]
        for i, cells in enumerate(sets):
            if cells.id in ids[: len(ids) - len(sets) + i]:
                faults.append(((name, field, i, "id"), Message("twice", {"what": f"“{cells.id}”"})))
            faults += _terms(checker, topic, cells.terms, name, field, i, "terms")
            if all(cells.terms.of(dimension) is None for dimension in DIMENSIONS):
                faults.append(((name, field, i, "terms"), Message("no-terms")))
    faults += _not_asked(yardstick, name)
    yield from faults
    if not faults:
        yield from _cells_inside(checker, topic, yardstick, name)


def _not_asked(yardstick: Yardstick, name: str) -> Found:
    """Cells that are not asked: each is in the table and named once, and every row and column keeps one."""
    sides = (("row", "rows", yardstick.rows), ("column", "columns", yardstick.columns))
    named: set[tuple[str, str]] = set()
    for i, cell in enumerate(yardstick.not_asked):
        for side, _, sets in sides:
            ids = [cells.id for cells in sets]
            if getattr(cell, side) not in ids:
                values = {"side": side, "given": getattr(cell, side), "allowed": ", ".join(ids)}
                yield (name, "not_asked", i, side), Message("not-in-table", values)
        if (cell.row, cell.column) in named:
            yield (name, "not_asked", i), Message("twice", {"what": f"“{cell.row}, {cell.column}”"})
        named.add((cell.row, cell.column))
    for side, field, sets in sides if named else ():
        others = [cells.id for cells in (yardstick.columns if side == "row" else yardstick.rows)]
        for i, cells in enumerate(sets):
            if all(((cells.id, id) if side == "row" else (id, cells.id)) in named for id in others):
                yield (name, field, i), Message("nothing-asked", {"side": side, "given": cells.name})


def _cells_inside(checker: Checker, topic: Topic, yardstick: Yardstick, field_name: str) -> Found:
    """Each term of a cell is inside the yardstick's own scope."""
    places: list[tuple[Path, TermsByDimension]] = [((field_name, "core"), yardstick.core)]
    for field, sets in (("rows", yardstick.rows), ("columns", yardstick.columns)):
        places += [((field_name, field, i, "terms"), cells.terms) for i, cells in enumerate(sets)]
    for name, vocabulary in checker.dimensions(topic).items():
        given = yardstick.scope.of(name)
        named = [term for _, terms in places for term in terms.of(name) or ()]
        named += [term for terms in (given.by_label().values() if given else ()) for term in terms]
        scale = cut(vocabulary.scale, named) if isinstance(vocabulary, ScaleVocabulary) else None
        compiled = compile_dimension(scale or vocabulary, name, given.dimension() if given else None)
        for path, terms in places:
            for i, term in enumerate(terms.of(name) or ()):
                if compiled.any_of((term,))[0] is Answer.OUTSIDE:
                    yield (*path, name, i), Message("term-outside", {"term": term})


def _pledge(checker: Checker, pledge: Pledge) -> Found:
    yield from _loop(
        pledge.id, "restates", lambda id: [p.restates] if (p := checker.bundle.pledges.get(id)) and p.restates else []
    )
    topic = checker.bundle.topics.get(pledge.topic)
    earlier: Date | None = None
    for i, version in enumerate(pledge.versions):
        if topic:
            yield from _scope(checker, topic, version.scope, "versions", i, "scope")
        start = version.announced if isinstance(version.start, OnCondition) else (version.start or version.announced)
        if start is None:
            continue
        if earlier is not None and start.latest < earlier.earliest:
            values = {"start": str(start), "earlier": str(earlier)}
            yield ("versions", i), Message("versions-unordered", values)
        earlier = start
        if isinstance(version.ends, EndTerms):
            for field in ("last_day", "withdrawn"):
                end = getattr(version.ends, field)
                if end is not None and end.latest < start.earliest:
                    values = {"end": str(end), "start": str(start)}
                    yield ("versions", i, "ends", field), Message("end-before-start", values)


def _evidence(checker: Checker, evidence: Evidence) -> Found:
    company = checker.bundle.companies.get(evidence.company_id)
    products = {product.id: product for product in company.products} if company else {}
    for field in ("topics", "sources"):
        ids = getattr(evidence, field)
        for i, id in enumerate(ids):
            if id in ids[:i]:
                yield (field, i), Message("twice", {"what": f"“{id}”"})
    yield from _seen_until_faults(evidence.period.ongoing, evidence.seen_until)
    for i, act in enumerate(evidence.acts):
        yield from _act(checker, evidence, act, i)
        for j, product in enumerate(act.products):
            if product not in products:
                hint = did_you_mean(product, products) or f"; its products are {listed(products) or 'not listed'}"
                values = {"product": product, "company": evidence.company_id, "hint": hint}
                yield ("acts", i, "products", j), Message("not-a-product", values)
    for i, fulfilment in enumerate(evidence.fulfils):
        pledge = checker.bundle.pledges.get(fulfilment.pledge)
        if pledge is None:
            continue
        if stranger := stranger_to(checker.bundle, pledge, evidence.company_id):
            yield ("fulfils", i, "pledge"), stranger
        if pledge.topic not in evidence.topics:
            yield ("fulfils", i, "pledge"), Message("pledge-on-another-topic", {"topic": pledge.topic})
        if pledge.commitment == "refrain" and fulfilment.extent in ("none", "part-only"):
            yield ("fulfils", i, "extent"), Message("not-done-to-refrain")
        for field, message in (*amount_faults(pledge, fulfilment), *turn_faults(pledge, fulfilment)):
            yield ("fulfils", i, field), message


def _seen_until_faults(ongoing: bool, seen_until: Date | None, *path: str | int) -> Found:
    if seen_until is not None and not ongoing:
        yield (*path, "seen_until"), Message("seen-without-ongoing")


def _act(checker: Checker, evidence: Evidence, act: Act, i: int) -> Found:
    if act.period is not None or act.seen_until is not None:
        yield from _seen_until_faults((act.period or evidence.period).ongoing, act.seen_until, "acts", i)
    if (
        act.period is not None
        and (end := act.period.end)
        and (start := evidence.period.start)
        and end.latest < start.earliest
    ):
        values = {"act": str(act.period), "period": str(evidence.period)}
        yield ("acts", i, "period"), Message("act-outside-period", values)
    for id in evidence.topics:
        if topic := checker.bundle.topics.get(id):
            yield from _terms(checker, topic, act, "acts", i)


def _decision(checker: Checker, decision: Decision) -> Found:
    evidence = checker.bundle.evidence.get(decision.evidence or "")
    if evidence and decision.act and decision.act > len(evidence.acts):
        values = {"evidence": evidence.id, "acts": len(evidence.acts), "act": decision.act}
        yield ("act",), Message("no-such-act", values)
    if evidence and decision.topic not in evidence.topics:
        yield ("topic",), Message("evidence-on-another-topic", {"evidence": evidence.id, "topic": decision.topic})
    pledge = checker.bundle.pledges.get(decision.pledge or "")
    if decision.due and not decision.pledge:
        yield ("due",), Message("due-without-pledge")
    if decision.version and not decision.pledge:
        yield ("version",), Message("version-without-pledge")
    if pledge and decision.version and decision.version > len(pledge.versions):
        yield ("version",), Message("no-such-version", {"pledge": pledge.id, "versions": len(pledge.versions)})
    if pledge and decision.due and pledge.commitment == "refrain":
        yield ("due",), Message("due-to-refrain", {"pledge": pledge.id})
    if pledge and pledge.topic != decision.topic:
        yield ("pledge",), Message("decision-on-another-topic", {"topic": pledge.topic, "other": decision.topic})
    if not decision.evidence and not decision.pledge:
        yield ("evidence",), Message("decision-on-nothing")


def _wording(wording: Wording) -> Found:
    for key, sentence in wording.sentences.items():
        if key in RETIRED:
            continue
        if key not in SENTENCES:
            yield ("sentences", key), Message("unknown-key", {"hint": did_you_mean(key, SENTENCES)})
            continue
        if problem := sentence_problem(key, sentence):
            yield ("sentences", key), problem

"""Why a finding is what it is.

Sentences that a reader can check, about time, scope and yardstick (MEMBER-5, TIME-1).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from tracker.core.dates import Relation
from tracker.core.scope import DIMENSIONS, Answer, Label, Reason
from tracker.engine.dossier import ActTerms, CompiledScope, Dossier
from tracker.engine.evidence.outcomes import THE_COMPANY_ITSELF
from tracker.engine.evidence.weight import Weight
from tracker.engine.findings import Finding
from tracker.engine.in_force import InForcePeriod
from tracker.engine.text import bounds, capital, day, listing, period, when
from tracker.records.types.decision import FindingWord
from tracker.records.types.response import Response

Sentence = tuple[str, str]


def version_terms(finding: Finding, dossier: Dossier) -> ActTerms | None:
    """The terms by which a finding's act was asked: those it continues as, where it began before the version."""
    if finding.query is None:
        return None
    going_on = finding.begun_before == "yes" and finding.time in (Relation.DURING, Relation.POSSIBLE)
    return finding.query.continued if going_on else finding.query.terms


def membership(finding: Finding, dossier: Dossier) -> dict[str, Reason]:
    """The answer of the version's scope in each dimension of the topic."""
    terms = version_terms(finding, dossier)
    if terms is None or finding.force is None:
        return {}
    scope = dossier.compiled(finding.force.version.scope)
    return {name: dimension.why_any(terms[DIMENSIONS.index(name)]) for name, dimension in scope.by_name.items()}


def answer_on(
    dossier: Dossier, force: InForcePeriod | None, as_of: date, dimension: str, term: str | None
) -> Response | None:
    """The company's answer when asked about an unclear term; None where the words do not say and nobody asked."""
    if force is None:
        return None
    vocabulary = dossier.dimensions[dimension]
    for response in dossier.responses:
        cited = response.id in force.version.unclear_because
        if not cited or response.respondent or response.answered.certainly_after(as_of):
            continue
        in_vocabulary = [said for said in response.terms if said in vocabulary]
        if any(term and vocabulary.covers(said, term) for said in in_vocabulary):
            return response
        if not response.terms and _unclear_dimensions(dossier, force) == [dimension]:
            return response
    return None


def _unclear_dimensions(dossier: Dossier, force: InForcePeriod) -> list[str]:
    """The dimensions with unclear labels; an answer that names no terms is told only where there is one."""
    scope = force.version.scope
    return [
        name
        for name in dossier.dimensions
        if (labels := scope.of(name)) and (labels.unclear or labels.rest == Label.UNCLEAR.value)
    ]


def whether(dossier: Dossier, force: InForcePeriod | None, as_of: date, unclear: Iterable[tuple[str, str]]) -> str:
    """Sentences on why terms are unclear, given as (dimension, term): one for each answer that the company gave."""
    by_answer: dict[str | None, tuple[Response | None, list[str]]] = {}
    for dimension, term in dict.fromkeys(unclear):
        response = answer_on(dossier, force, as_of, dimension, term)
        key = response.id if response else None
        by_answer.setdefault(key, (response, []))[1].append(dossier.noun(dimension, term))
    in_order = sorted(by_answer.values(), key=lambda pair: pair[0] is None)
    return " ".join(_whether(dossier, response, listing(terms), as_of) for response, terms in in_order)


def _whether(dossier: Dossier, response: Response | None, terms: str, as_of: date) -> str:
    if response is None:
        return dossier.wording("whether.words", terms=terms)
    return dossier.wording(f"whether.{response.state(as_of)}", terms=terms, reporter=reporter(dossier, response))


def answer_text(dossier: Dossier, response: Response, as_of: date) -> str:
    """What came as of a day, with the day of an answer, a refusal or a silence."""
    word, answered = dossier.wording(f"answer.{response.state(as_of)}"), response.day(as_of)
    return f"{word}, {when(answered)}" if answered else word


def reporter(dossier: Dossier, response: Response) -> str:
    """Who reports an answer, a refusal or a silence: it is told as theirs, never as known to us."""
    source = dossier.sources.get(response.source)
    return (source and source.published_by) or response.asked_by


def explain(dossier: Dossier, as_of: date, finding: Finding) -> list[Sentence]:
    """Every sentence of a finding with what it is about: when, scope, yardstick, so."""
    if finding.computed == FindingWord.HONOURED:
        wording = dossier.wording
        return [
            (wording("reason.when"), f"{_when(finding)}."),
            (wording("reason.result"), wording("so.honoured")),
        ]
    return list(_of_act(dossier, as_of, finding))


def _when(finding: Finding) -> str:
    assert finding.period is not None
    return capital(period(finding.period))


def last_day_words(force: InForcePeriod) -> str:
    """A version's last day in words, empty where none is known."""
    return bounds(*force.last_day) if force.last_day else ""


def _of_act(dossier: Dossier, as_of: date, finding: Finding) -> Iterator[Sentence]:
    wording = dossier.wording
    yield from put_right(dossier, finding)
    if finding.force is None:
        yield wording("reason.when"), wording("time.no-pledge", when=_when(finding))
        yield wording("reason.topic"), wording(f"yardstick.{finding.yardstick}")
        yield wording("reason.result"), wording("so.no pledge")
        return
    yield wording("reason.when"), _time(dossier, finding)
    answers = membership(finding, dossier)
    yield wording("reason.scope"), " ".join(_scope(dossier, as_of, finding, answers))
    yield wording("reason.topic"), wording(f"yardstick.{finding.yardstick}")
    outside = [dossier.word(name) for name, reason in answers.items() if reason.answer is Answer.OUTSIDE]
    doubts = listing(_doubts(dossier, finding, answers))
    key = f"so.{finding.computed}-undated" if _before_undated(finding) else f"so.{finding.computed}"
    yield wording("reason.result"), wording.sentence(key, doubts=doubts, dimensions=listing(outside))
    yield from disputed(dossier, finding)


def _before_undated(finding: Finding) -> bool:
    """Whether it was done before the first day on which a pledge without a first day is known to have been in force."""
    return finding.time == Relation.BEFORE and finding.force is not None and finding.force.begun_by is not None


def put_right(dossier: Dossier, finding: Finding) -> Iterator[Sentence]:
    """That a matter was put right, which is said first of it (ORDER-2)."""
    if finding.weight and finding.weight.put_right:
        date_text = when(finding.weight.put_right.date)
        yield dossier.wording("reason.put-right"), dossier.wording("put-right", date=date_text)


def disputed(dossier: Dossier, finding: Finding) -> Iterator[Sentence]:
    """Who disputes the evidence."""
    if finding.weight and finding.weight.disputed:
        yield dossier.wording("reason.dispute"), dispute_text(dossier, finding.weight)


def dispute_text(dossier: Dossier, weight: Weight) -> str:
    """That it is disputed, saying by whom (OUTCOME-4)."""
    if weight.disputed_by == (THE_COMPANY_ITSELF,):
        return dossier.wording("disputed")
    return dossier.wording("disputed-by", by=capital(listing(weight.disputed_by)))


def _time(dossier: Dossier, finding: Finding) -> str:
    force, wording = finding.force, dossier.wording
    assert force
    assert force.start
    assert finding.evidence
    values = {"when": _when(finding), "start": when(force.start), "last_day": last_day_words(force)}
    key = f"time.{finding.time}"
    if force.begun_by and finding.time == Relation.BEFORE:
        key, values["by"] = "time.before-undated", day(force.begun_by)
    elif finding.time == Relation.DURING and finding.begun_before == "yes":
        key = "time.during-begun-before"
    elif finding.time == Relation.POSSIBLE and force.self_judged:
        key = "time.possible-self-judged-begun" if finding.begun_before == "yes" else "time.possible-self-judged"
    elif finding.time == Relation.POSSIBLE and finding.begun_before == "yes" and finding.evidence.period.ongoing:
        key = "time.possible-ongoing"
    sides = (finding.period.start, finding.period.end) if finding.period else ()
    doubted = any(side.doubted for side in sides if side)
    return " ".join([wording(key, **values), *([wording("time.doubted")] if doubted else [])])


def _doubts(dossier: Dossier, finding: Finding, answers: Mapping[str, Reason]) -> Iterator[str]:
    wording, force = dossier.wording, finding.force
    if finding.time == Relation.POSSIBLE:
        yield wording("doubt.force" if force and force.self_judged else "doubt.time")
    unclear = [name for name, reason in answers.items() if reason.answer in (Answer.UNCLEAR, Answer.PARTLY)]
    yield from (wording("doubt.scope", dimension=dossier.word(name)) for name in unclear)
    if finding.scope == Answer.UNCLEAR.word and not unclear:
        yield wording("doubt.begun")
    yield from (wording(key) for key in finding.doubts)
    if finding.weight and finding.weight.alleged_only:
        yield wording("doubt.alleged")
    elif finding.weight and not finding.weight.sufficient:
        yield wording("doubt.weight")


def _scope(dossier: Dossier, as_of: date, finding: Finding, answers: Mapping[str, Reason]) -> Iterator[str]:
    wanted = {
        Answer.INSIDE.word: (Answer.INSIDE,),
        Answer.UNCLEAR.word: (Answer.UNCLEAR, Answer.PARTLY),
        Answer.OUTSIDE.word: (Answer.OUTSIDE,),
    }[finding.scope or Answer.INSIDE.word]
    telling = {name: reason for name, reason in answers.items() if reason.answer in wanted}
    if finding.scope == Answer.INSIDE.word:
        named = [
            dossier.noun(name, r.term) for name, r in telling.items() if r.term and r.decided_by and name != "actor"
        ]
        wording = dossier.wording
        yield wording("scope.inside", parts=", ".join(named)) if named else wording("scope.inside-any")
        return
    assert finding.force is not None
    scope = dossier.compiled(finding.force.version.scope)
    if not telling:  # inside if done anew, unclear if it was begun before and only went on
        yield dossier.wording("scope.unclear-begun")
    for name, reason in telling.items():
        decided = reason.decided_by or reason.term
        why = whether(dossier, finding.force, as_of, [(name, decided)]) if decided else ""
        yield scope_sentence(dossier, scope, name, reason, why)


def scope_sentence(dossier: Dossier, scope: CompiledScope, name: str, reason: Reason, why: str) -> str:
    """One sentence on why a dimension is unclear or outside."""
    wording = dossier.wording
    values = {
        "dimension": dossier.word(name),
        "because": why,
        "term": dossier.noun(name, reason.term) if reason.term else "",
    }
    if reason.answer is Answer.OUTSIDE:
        if reason.by_except:
            return wording("scope.outside-except", **values)
        if reason.decided_by is not None or reason.term is None:
            return wording("scope.outside-label", **values)
        return wording("scope.outside", named=covered_names(dossier, scope, name), **values)
    if reason.term is None:
        return wording("scope.unclear-unknown", **values)
    if reason.answer is Answer.PARTLY:
        return wording("scope.partly", **values)
    vocabulary = dossier.dimensions[name]
    labelled = {term for term, _ in scope.by_name[name].dimension.labels}
    if (
        reason.decided_by
        and reason.decided_by not in labelled
        and vocabulary.continuing >> vocabulary.index[reason.decided_by] & 1
    ):
        return wording("scope.unclear-continuing", **values)
    if reason.decided_by and reason.decided_by != reason.term and vocabulary.covers(reason.decided_by, reason.term):
        return wording.sentence("scope.unclear", decided=dossier.noun(name, reason.decided_by), **values)
    return wording("scope.unclear-itself", **values)


def covered_names(dossier: Dossier, scope: CompiledScope, name: str) -> str:
    """The terms that a dimension names as covered, in words."""
    labels = sorted(term for term, label in scope.by_name[name].dimension.labels if label is Label.IN)
    return listing(dossier.noun(name, term) for term in labels) or "something else"

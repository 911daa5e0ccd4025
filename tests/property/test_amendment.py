"""The smallest amendment: once its terms are named as covered, every cell is; and each of them is needed (GAP-4)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from tests.oracle.promises import Terms
from tests.strategies.records import cases
from tracker.engine.coverage.cells import answer
from tracker.records.kinds import from_body

VOCABULARY = {"action": "actions", "counterparty": "customers", "actor": "actors"}


def amended(case, added):
    """The only version of the first pledge with terms named as covered, and nothing but ``in`` on or below them."""

    def change(records):
        vocabularies = {r["id"]: Terms(from_body(r)) for r in records if r["kind"] == "vocabulary"}
        scope = next(r for r in records if r["kind"] == "pledge")["versions"][0]["scope"]
        for name, terms in added.items():
            vocabulary = vocabularies[VOCABULARY[name]]
            labels = scope.get(name) or ({"in": ["company"], "rest": "unclear"} if name == "actor" else {"rest": "in"})
            labels.setdefault("rest", "out" if labels.get("in") else "in")
            reach = set().union(*(vocabulary.below(term) for term in terms))
            kept = {word: [t for t in named if t not in reach] for word, named in labels.items() if word != "rest"}
            kept["in"] = [*kept.get("in", ()), *dict.fromkeys([*terms, *sorted(reach & vocabulary.continuing)])]
            scope[name] = {word: named for word, named in kept.items() if named} | {"rest": labels["rest"]}

    return case.changed(change)


def alone(case):
    """The case with one pledge of one version that is in force."""

    def change(records):
        first = next((r for r in records if r["kind"] == "pledge"), None)
        if first:
            first["versions"] = [{**first["versions"][-1], "start": "2020-06-01", "ends": "open"}]
        return [r for r in records if r["kind"] != "pledge" or r is first]

    return replace(case.changed(change), as_of=case.as_of + timedelta(days=300))


def all_covered(case):
    """Whether the only version answers every cell with covered."""
    dossier = case.dossier()
    scope = dossier.compiled(dossier.pledges[0].versions[0].scope)
    terms = [cell for _, grid in dossier.grids for _, _, cell in grid]
    return all(answer(scope, cell)[0].word == "inside" for cell in terms)


@given(cases())
def test_the_smallest_amendment_covers_every_cell_and_each_of_its_terms_is_needed(case):
    single = alone(case)
    if single.of("pledge"):
        added = {part.dimension: part.add for part in single.scorecard().amendment}
        assert all_covered(amended(single, added))
        for name, terms in added.items():
            for term in terms:
                fewer = {**added, name: tuple(other for other in terms if other != term)}
                assert not all_covered(amended(single, {name: terms for name, terms in fewer.items() if terms}))


@given(cases())
def test_a_pledge_that_covers_every_cell_needs_no_amendment(case):
    single = alone(case)
    if single.of("pledge"):
        assert all_covered(single) == (not single.scorecard().amendment)

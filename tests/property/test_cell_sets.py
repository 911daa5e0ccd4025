"""Cells asked as sets get the answers that each gets by itself."""

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.records import cases, scale_cases
from tracker.core.scope import Answer
from tracker.core.vocabulary import bits
from tracker.engine.coverage.cells import answer


@given(st.one_of(cases(), scale_cases()))
def test_all_cells_at_once_are_answered_as_each_is(case):
    dossier = case.dossier()
    scopes = [dossier.compiled(version.scope) for pledge in dossier.pledges for version in pledge.versions]
    for yardstick, grid in dossier.grids:
        sets = dossier.cell_sets[yardstick.commitment]
        for scope in (dossier.compiled(yardstick.scope), *scopes):
            together = sets.answered(scope.limiting)
            by_cell = {i: level for level in Answer for i in bits(together.of(level))}
            assert by_cell == {i: answer(scope, terms)[0] for i, (_, _, terms) in enumerate(grid)}
            everywhere = [(place, dimension) for _, place, dimension in scope.placed]
            assert sets.covered(everywhere) == together.inside

"""The faults that the mutation run makes are those it says, each alone; what is listed as harmless is still there."""

import ast
import gc

import pytest
from hypothesis import settings

from tests.mutation.__main__ import listed, sample
from tests.mutation.areas import AREAS, ROOT
from tests.mutation.mutants import mutants_of, mutated
from tests.mutation.passing import modules
from tests.mutation.trial import loaded_functions

FAULTS = [
    ("a < b", ["a <= b", "a >= b"]),
    ("a >= b", ["a > b", "a < b"]),
    ("a is None", ["a is not None"]),
    ("a in b", ["a not in b"]),
    ("a < b == c", ["a <= b == c", "a >= b == c", "a < b != c"]),
    ("a and b", ["a or b", "b", "a"]),
    ("a or b or c", ["a and b and c", "b or c", "a or c", "a or b"]),
    ("not a", ["a"]),
    ("a - b", ["a + b"]),
    ("f(3)", ["f(4)", "pass"]),
    ("a if b else c", ["a if not b else c"]),
    ("a = 'x'", ["a = 'x¤'"]),
    ("a = True", ["a = False"]),
    ("a = x.earliest", ["a = x.latest"]),
    ("a = min(b)", ["a = max(b)"]),
    ("a = [b for b in c if d]", ["a = [b for b in c]"]),
    ("def f():\n    return a", ["def f():\n    return None"]),
    ("while a:\n    break", ["while not a:\n    break", "while a:\n    continue"]),
]
LEFT_ALONE = [
    '"""A docstring."""',
    "def f(a: 'int') -> 'int':\n    pass",
    "assert a == 1, 'why'",
    "raise ValueError('why')",
    "@cache(1000)\nclass A(B, frozen=True):\n    pass",
    "from a import b",
    "Word = Literal['a', 'b']",
    "__all__ = ['a']",
]


@pytest.mark.parametrize(("source", "faults"), FAULTS)
def test_each_fault_is_made_alone(source, faults):
    made = [ast.unparse(mutated(source, mutant)) for mutant in mutants_of("a.py", source)]
    assert [fault for fault in faults if fault not in made] == []
    assert source not in made


@pytest.mark.parametrize("source", LEFT_ALONE)
def test_what_no_test_could_notice_is_left_alone(source):
    assert mutants_of("a.py", source) == []


def test_ids_are_unique_and_name_no_line():
    source = "def f(a):\n    if a < 1:\n        return 1\n    return a < 1\n"
    ids = [mutant.id for mutant in mutants_of("a.py", source)]
    assert len(set(ids)) == len(ids)
    assert ids == [mutant.id for mutant in mutants_of("a.py", "\n\n" + source)]


def test_a_sample_is_the_same_every_time_and_a_change_elsewhere_leaves_it():
    source = "".join(f"def f{i}(a):\n    return a < {i}\n" for i in range(40))
    mutants = mutants_of("a.py", source)
    changed = mutants_of("a.py", source.replace("a < 7", "a - 7"))
    kept = {mutant.id for mutant in mutants} & {mutant.id for mutant in changed}
    ids = [mutant.id for mutant in sample(mutants, "1")]
    assert ids == [mutant.id for mutant in sample(mutants[::-1], "1")]
    assert [id for id in ids if id in kept] == [mutant.id for mutant in sample(changed, "1") if mutant.id in kept]
    assert ids[:20] != [mutant.id for mutant in sample(mutants, "2")][:20]


def test_what_is_listed_as_harmless_exists_and_has_a_reason():
    named = {id.partition(":")[0] for id in listed()}
    paths = named & {path for area in AREAS.values() for path in modules(area)}
    ids = {mutant.id for path in paths for mutant in mutants_of(path, (ROOT / path).read_text())}
    assert {id for id, reason in listed().items() if id not in ids or len(reason) < 20} == set()


def test_functions_are_found_that_the_garbage_collector_leaves_alone():
    gc.freeze()
    assert sample in loaded_functions()[sample.__code__.co_filename]
    # As it was: it would look through all modules again and again in the tests that follow.
    gc.freeze()


def test_the_suite_keeps_its_own_examples():
    assert settings.default.max_examples == 40  # of tests/conftest.py, not the fewer of a mutant's trial

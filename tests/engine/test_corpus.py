"""What the engine says of many worlds of records is what it said before: a change of it must be meant.

After one that is, ``python -m tests.engine.corpus`` writes the file anew, and its lines show which findings moved.
"""

import pytest

from tests.engine.corpus import GOLDEN, names, world

KNOWN = {line.partition(":")[0]: line for line in GOLDEN.read_text(encoding="utf-8").splitlines()}
AT_ONCE = 4


@pytest.mark.parametrize("first", range(0, len(names()), AT_ONCE))
def test_what_is_said_of_a_world_changes_on_purpose_only(first):
    some = names()[first : first + AT_ONCE]
    lines = {name: world(name).line() for name in some}
    assert lines == {name: KNOWN.get(name) for name in some}, f"python -m tests.engine.corpus {some[0]} prints it all"


def test_the_golden_file_holds_these_worlds_only():
    assert list(KNOWN) == names()

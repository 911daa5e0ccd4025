"""What the engine says of many worlds of records is what it said before: a change of it must be meant.

After one that is, ``python -m tests.engine.corpus`` writes the file anew, and its lines show which findings moved.
"""

import pytest

from tests.engine.corpus import GOLDEN, names, world

KNOWN = {line.partition(":")[0]: line for line in GOLDEN.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("name", names())
def test_what_is_said_of_a_world_changes_on_purpose_only(name):
    assert world(name).line() == KNOWN.get(name), f"python -m tests.engine.corpus {name} prints all that is said of it"


def test_the_golden_file_holds_these_worlds_only():
    assert list(KNOWN) == names()

"""What becomes of many inputs of the core is what became of them before: a change of it must be meant.

After one that is, ``python -m tests.core.corpus`` writes the file anew.
"""

import pytest

from tests.core.corpus import GOLDEN, line, names

KNOWN = {text.partition(":")[0]: text for text in GOLDEN.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("name", names())
def test_what_becomes_of_an_input_changes_on_purpose_only(name):
    assert line(name) == KNOWN.get(name), f"python -m tests.core.corpus {name} prints each input with its result"


def test_the_golden_file_holds_these_groups_only():
    assert list(KNOWN) == names()

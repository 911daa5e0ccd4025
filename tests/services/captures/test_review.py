"""A source names a copy as this site holds it: “captured by us” is never published of a file that was supplied."""

import pytest

from tests.captures_kept import keep
from tests.factories import source
from tracker.services.captures.review import copy_faults

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("kept", "changed", "refused"),
    [
        ({}, {}, False),
        ({"supplier": "press office"}, {}, False),
        ({"supplier": "press office"}, {"by": "us", "supplier": None}, True),
        ({}, {"sha256": "b" * 64}, True),
        ({}, {"made": "2026-11-01"}, True),
        ({"state": "doubtful"}, {}, True),
        ({}, {"capture": "zzzzzzzzzzzz", "sha256": "b" * 64}, False),  # of another site
    ],
)
def test_a_copy_is_named_as_it_is_held(database, kept, changed, refused):
    with database.writing() as session:
        copy = {**keep(session, "abcdefghijkl", ["Words."], **kept), **changed}
        copy = {name: value for name, value in copy.items() if value is not None}
        faults = copy_faults(session, [source(copies=[copy])])
        gone = source(copies=[copy], taken_down={"date": "2026-11-22", "reason": "False."})
        assert copy_faults(session, [gone]) == []
    assert [fault.path for fault in faults] == ([("copies", 0)] if refused else [])

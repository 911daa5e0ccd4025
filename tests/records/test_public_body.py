"""What data for everybody says of records, of those that were taken down too."""

import pytest

from tracker.records.kinds import canonical
from tracker.records.public_body import may_be_taken_down, public_body

MARK = {"date": "2026-11-01", "reason": "The wrong company."}


@pytest.mark.parametrize("field", ["taken_down", "withdrawn"])
def test_of_a_company_that_was_taken_down_nothing_else_is_said(field):
    body = {"kind": "company", "id": "acme", "name": "Acme", "summary": "Planted.", field: MARK}
    assert public_body("company", "acme", body) == {"kind": "company", "id": "acme", "taken_down": MARK}
    assert may_be_taken_down(canonical(body).decode())
    assert not may_be_taken_down(canonical({name: it for name, it in body.items() if name != field}).decode())


def test_other_records_are_said_whole():
    body = {"kind": "pledge", "id": "acme/a", "versions": [{"ends": {"withdrawn": "2026-11-01"}}]}
    assert public_body("pledge", "acme/a", body) == body
    assert public_body("company", "acme", {"id": "acme", "parent": "x"}) == {"id": "acme", "owners": [{"company": "x"}]}

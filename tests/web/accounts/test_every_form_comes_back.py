"""Whatever form of the desk meets a failure, its fields are on the page that says so.

Tried with every address that takes one.
"""

import re
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from tests.signed_in import signed_in
from tests.web.accounts.test_handing_back import OWN, TYPED, failing, fields

FAILURES = {
    "away": (OperationalError("", {}, sqlite3.OperationalError("unable to open database file")), ("reading",)),
    "locked": (OperationalError("", {}, sqlite3.OperationalError("database is locked")), ("writing", "changing")),
    "a fault": (ZeroDivisionError(), ("writing", "changing")),
}
SAMPLES = {"kind": "source", "id": "1", "token": "t", "step": "question", "number": "1"}


def addresses(app):
    """An address for each route that takes forms."""
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.rule.startswith(("/desk", "/account")):
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda part: SAMPLES[part[1]], rule.rule)


@pytest.mark.parametrize("failure", FAILURES)
def test_every_form_comes_back(door, failure):
    error, broken = FAILURES[failure]
    failed = 0
    for address in sorted(addresses(door.app)):
        client = signed_in(door.app, "admin", name="typist")
        with failing(error, *broken):
            answer = client.send(address, {"note": TYPED, "title": "b"}, headers=OWN)
        if answer.status_code < 500:
            assert answer.status_code in (302, 303, 400, 403, 404, 410, 422), address
            continue
        failed += 1
        again = fields(answer.text)
        assert again["note"] == TYPED, address
        assert again["csrf_token"], address
    assert failed > 15 if failure != "away" else failed > 30

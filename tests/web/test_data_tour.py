"""The tour of the data: its addresses answer as it says."""

import csv
import io
import re

import pytest

from tracker.settings import ROOT

TOUR = (ROOT / "docs/data.md").read_text(encoding="utf-8")
LOCAL = "http://127.0.0.1:8000"
CURLED = [it for it in re.findall(rf"curl (?:--\S+ )*'{LOCAL}(\S+)'", TOUR) if not it.startswith("/data/latest/")]
ASKED = re.findall(r"^\| .*\? \| `(.*)` \|$|^\| All .* \| `(.*)` \|$", TOUR, re.M)


@pytest.mark.parametrize("address", CURLED)
def test_an_address_of_the_tour_answers(seeded, address):
    assert seeded.file(address)


def test_each_of_the_four_questions_has_its_address(seeded):
    addresses = [first or second for first, second in ASKED]
    assert len(addresses) == 4
    assert set(addresses) <= set(CURLED)
    rows = {it: list(csv.DictReader(io.StringIO(seeded.file(it).decode()))) for it in addresses}
    federal, changed = (
        rows[next(it for it in addresses if it.startswith(name))] for name in ("/companies", "/changes")
    )
    assert {"ibm", "amazon"} & {row["company"] for row in federal} == set()
    assert federal
    checks = seeded.file("/changes.csv?kind=check").decode().splitlines()[1:]  # no news, unless they are chosen
    assert len(changed) + len(checks) == seeded.data("/api/v1/changes")["position"]


def test_what_the_tour_shows_is_what_is_there(seeded):
    (shown,) = re.findall(r"^    (fixed,.*)$", TOUR, re.M)
    answer = seeded.file("/lapsing.csv?as_of=2020-06-18&year=2021").decode()
    assert shown.replace(LOCAL, "https://pledges.example") in answer.split("\r\n")

"""Each claim of docs/sign-in.md names one test that is there."""

import re

from tracker.settings import ROOT

ROW = re.compile(r"^\| (?P<claim>[^|]+) \| `(?P<file>tests/[\w/]+\.py)::(?P<test>\w+)` \|$", re.MULTILINE)


def claims():
    text = (ROOT / "docs" / "sign-in.md").read_text("utf-8")
    return [(row["claim"], row["file"], row["test"]) for row in ROW.finditer(text)]


def test_each_claim_names_one_test_that_is_there():
    assert len(claims()) > 30
    missing = [
        (claim, test)
        for claim, file, test in claims()
        if not (ROOT / file).is_file() or f"def {test}(" not in (ROOT / file).read_text("utf-8")
    ]
    assert missing == []


def test_every_row_of_a_table_of_claims_names_a_test():
    text = (ROOT / "docs" / "sign-in.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| Claim", "| ---"))]
    assert len(rows) == len(claims())


def test_no_claim_is_made_twice():
    assert len({claim for claim, _, _ in claims()}) == len(claims())

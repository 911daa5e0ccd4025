"""docs/api.md names each key that a scorecard has, and no other."""

import re

import pytest

from tests import factories as make
from tracker.settings import ROOT

API = "/api/v1/companies/acme/scorecard"
SECTION = re.compile(r"^### Keys of (a scorecard|(?:each of )?`([a-z_.]+)`)$(.*?)(?=^##)", re.M | re.S)


def documented():
    """Keys by the place of their object: the whole scorecard is at the empty place."""
    tables = {}
    for _, place, text in SECTION.findall((ROOT / "docs/api.md").read_text(encoding="utf-8")):
        first_cells = re.findall(r"^\| (`[^|]*) \|", text, re.M)
        tables[place] = {key for cell in first_cells for key in re.findall(r"`(\w+)`", cell)}
    return tables


def served(value, place=""):
    """Keys of every object in data, by place; those of lists together."""
    if isinstance(value, list):
        for item in value:
            yield from served(item, place)
    if isinstance(value, dict):
        yield from ((place, key) for key in value)
        for key, item in value.items():
            yield from served(item, f"{place}.{key}".strip("."))


@pytest.fixture
def scorecard(site_of):
    """A scorecard with something in each of its lists."""
    statement = make.evidence("acme/study", nature="study", acts=None)
    rating = make.evidence("acme/rating", nature="assessment", acts=None, assessment=make.RATING)
    response = make.response(about=["acme/deal"])
    target = {"measure": "drones sold", "unit": "%", "at_most": "10", "baseline": {"amount": "50", "on": "2020"}}
    goal = make.promise("acme/fewer", versions=[make.version(deadline="2021-06-30", target=target)])
    yearly = make.promise("acme/yearly", {"every": "1 year", "first": "2020-12-31"})
    left_out = [{"row": "federal-police", "column": "pilot", "reason": "Not their field."}]
    records = (
        make.topic(yardstick=make.yardstick(not_asked=left_out)),
        goal,
        yearly,
        make.pledge(),
        make.promise(),
        make.evidence(),
        statement,
        rating,
        make.decision(),
        response,
    )
    return site_of(*records).data(API)


def test_each_key_that_is_served_is_documented_and_no_other(scorecard):
    tables, keys = documented(), {}
    for place, key in served(scorecard):
        keys.setdefault(place, set()).add(key)
    # What follows is keyed by data: names of findings, dimensions, and the two fields of a name.
    listed = {
        place: keys[place]
        for place in keys
        if not re.match(r"company|topic|conduct\.(counts|promises)|findings\.membership", place)
    }
    assert listed == tables

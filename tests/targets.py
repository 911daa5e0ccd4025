"""A promise in numbers: 80 % recycled paper by the end of 2023, from 10 % in 2013."""

from tests.factories import version

TARGET = {
    "measure": "share of recycled paper",
    "unit": "%",
    "at_least": "80",
    "baseline": {"amount": "10", "on": "2013"},
}


def goal(**fields):
    base = {"start": "2014-05", "deadline": "2023-12-31", "target": TARGET, "scope": {}, "quote": "We will print on it"}
    return version(**{**base, **fields})

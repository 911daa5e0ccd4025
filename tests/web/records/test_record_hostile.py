"""Whatever is sent to pages of records, lists and comparisons, the site answers without a fault of its own."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.http.test_hostile import HOSTILE, answered

BETWEEN = "/companies/microsoft/police-facial-recognition/changes"
ASKED = {
    "/pledges/microsoft/police-sales": ("as_of", "known_at", "before"),
    "/evidence/microsoft/dea-2017": ("before",),
    "/sources/dea-emails": ("before",),
    "/changes": ("known_at", "company", "kind", "change", "before"),
    "/changes.atom": ("company", "kind"),
    "/lapsing": ("as_of", "year", "after", "first"),
    "/lapsing.ics": ("year",),
    "/compare": ("as_of", "company", "topic"),
    BETWEEN: ("from", "to"),
    "/about": ("known_at",),
    "/ledger": ("known_at",),
}
ADDRESSES = sorted(ASKED)
PARAMETERS = sorted({name for names in ASKED.values() for name in names})


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_anywhere_do_no_harm(seeded, value):
    for address, parameters in ASKED.items():
        for parameter in parameters:
            answered(seeded, seeded.client.get(address, query_string={parameter: value}), value)
    for path in ("/pledges/{}", "/evidence/microsoft/{}", "/sources/{}/x", "/decisions/{}"):
        answered(seeded, seeded.client.get(path.format(quote(value, safe=""))), value)


@settings(max_examples=20)
@given(
    st.sampled_from(ADDRESSES),
    st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=30) | st.dates().map(str)), max_size=6),
)
def test_no_query_is_a_fault_of_the_site(seeded, address, pairs):
    query = {name: [value for other, value in pairs if other == name] for name, _ in pairs}
    answered(seeded, seeded.client.get(address, query_string=query))


@settings(max_examples=20)
@given(st.sampled_from(ADDRESSES), st.dates().map(str), st.dates().map(str))
def test_every_two_days_have_an_answer(seeded, address, first, second):
    answered(seeded, seeded.client.get(address, query_string={"as_of": first, "from": first, "to": second}))

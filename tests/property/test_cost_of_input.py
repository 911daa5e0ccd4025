"""No text costs more than its length: lines of Python that run, counted for everything that reads what people send."""

from datetime import UTC, date, datetime

import pytest
from werkzeug.datastructures import MultiDict

from tests.steps import hostile_texts, steps
from tracker.clock import FixedClock
from tracker.core.date_parser import parse_date_text, parse_period_text
from tracker.core.dates import Duration, Period, UncertainDate
from tracker.core.search.query import LONGEST_QUERY, Query
from tracker.core.search.snippet import marked, snippet
from tracker.core.search.words import fold, words
from tracker.records.checking.duplicates import bare_name, similarity
from tracker.records.checking.web_addresses import address_key, host_of
from tracker.records.ids import made_id, made_part
from tracker.records.kinds import from_body
from tracker.records.reading.yaml_text import read_records
from tracker.records.term_search import matching_terms, similar_terms, suggested_id
from tracker.records.types.vocabulary import Term
from tracker.services.intake.record_files import json_as_yaml
from tracker.web.accounts.next_url import next_url
from tracker.web.browse.forms import parse_companies_query
from tracker.web.desk.form.date_fields import parse_typed_date
from tracker.web.desk.form.record_form import posted_fields
from tracker.web.desk.form.scope.posted import posted_acts, posted_scope
from tracker.web.http.clocks import parse_clocks
from tracker.web.search.forms import parse_search_query
from tracker.web.upcoming.forms import parse_ends_query

TODAY = date(2026, 11, 22)
CLOCK = FixedClock(datetime(2026, 11, 22, 9, tzinfo=UTC))
MOST = 50
"""Lines of Python for each character."""
TERMS = [Term(id=f"term-{i}", name=f"Police departments of region {i}") for i in range(3)]
QUERY = Query.parse("between x and “June 2020” ab")
PARSERS = {
    "date": lambda text: parse_date_text(text, TODAY),
    "period": lambda text: parse_period_text(text, TODAY),
    "length": lambda text: parse_typed_date("length", text, TODAY),
    "written date": UncertainDate.parse,
    "written period": Period.parse,
    "written length": Duration.parse,
    "search": Query.parse,
    "words": lambda text: list(words(text)),
    "fold": fold,
    "marked": lambda text: marked(text, QUERY),
    "snippet": lambda text: snippet([text], QUERY),
    "snippet of itself": lambda text: snippet([text], Query.parse(text)),
    "address": address_key,
    "address of a site": lambda text: address_key(f"https://news.example/{text}"),
    "address with a query": lambda text: address_key(f"https://news.example/?{text}"),
    "address of a host": lambda text: host_of(f"https://{text}/a"),
    "address of a copy": lambda text: address_key(f"https://web.archive.org/web/2020/{text}"),
    "part of an id": made_part,
    "id": lambda text: made_id("pledge", {"company": text, "title": text}),
    "id of a source": lambda text: made_id("source", {"publisher": text, "title": text, "date": text}),
    "name": bare_name,
    "likeness": lambda text: similarity({"kind": "company", "name": text}, {"kind": "company", "name": text[::-1]}),
    "terms": lambda text: matching_terms(TERMS, text),
    "similar terms": lambda text: similar_terms(TERMS, text, text),
    "id of a term": lambda text: suggested_id(text, ["term"]),
    "YAML": lambda text: list(read_records(text, "a.yaml", [])),
    "YAML of a record": lambda text: list(read_records(f"- kind: company\n  id: a\n  name: {text}", "a.yaml", [])),
    "JSON": json_as_yaml,
    "wording": lambda text: from_body({"kind": "wording", "id": "english", "sentences": {"time.doubted": text}}),
    "key of a sentence": lambda text: from_body({"kind": "wording", "id": "english", "sentences": {text: "a"}}),
    "id of a record": lambda text: from_body({"kind": "company", "id": text, "name": text}),
    "scope": lambda text: posted_scope([text, f"action:in:{text}", f"kept:{text}"], {}),
    "act": lambda text: posted_acts([text, f"action:{text}", f"kept:{text}"], {}),
    "form": lambda text: posted_fields(MultiDict({text: text})),
    "cursor": lambda text: parse_companies_query({"after": text}),
    "name of a company": lambda text: parse_companies_query({"q": text}),
    "end": lambda text: parse_ends_query({"after": text}),
    "clocks": lambda text: parse_clocks({"as_of": text}, CLOCK, UTC),
    "known at": lambda text: parse_clocks({"known_at": text}, CLOCK, UTC),
    "search form": lambda text: parse_search_query({"q": text}),
    "next": lambda text: next_url(f"/desk/{text}", "/"),
}


@pytest.mark.parametrize("name", PARSERS)
def test_no_text_costs_more_than_its_length(name):
    costs = ((steps(PARSERS[name], text) / len(text), text[:60]) for text in hostile_texts(len(name), 60))
    assert max(costs) <= (MOST,)


@pytest.mark.parametrize(
    "piece",
    ["between x and ", "from between 2020 and ", "one of the days ", " - ", "on ", "about ", "2020 to ", "8 - 9 to ", "perhaps 2020? and "],  # noqa: E501
)  # fmt: skip
@pytest.mark.parametrize("read", [parse_date_text, parse_period_text])
def test_a_date_of_many_dates_is_read_in_one_go(piece, read):
    for beginning in ("", "from ", "between ", "since "):
        text = (beginning + piece * 300)[:300]
        assert steps(read, text, TODAY) <= MOST * len(text)


def test_a_query_is_no_longer_than_it_may_be():
    assert len(Query.parse("a “" * 20_000).stems) <= LONGEST_QUERY

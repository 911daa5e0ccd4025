"""Whether a draft may be a record that is there already: what speaks for it, in words, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.bodies import BODIES
from tracker.records.checking.duplicates import bare_name, similarity
from tracker.records.kinds import body


def reasons(draft, other):
    likeness = similarity(draft if isinstance(draft, dict) else body(draft), body(other))
    return likeness.reasons if likeness else ()


def test_a_source_with_the_same_address_is_likely_the_same():
    draft = {"kind": "source", "url": "http://www.news.example/gazette-1/?utm_source=x#top"}
    assert reasons(draft, make.source()) == ("Same web address: news.example/gazette-1",)
    copy = {"kind": "source", "archive_url": "https://web.archive.org/web/2020/https://news.example/gazette-1"}
    assert reasons(copy, make.source()) == ("Same web address: news.example/gazette-1",)
    assert reasons({"kind": "source", "url": "https://news.example/gazette-2"}, make.source()) == ()


def test_a_source_with_title_publisher_and_day_of_another_is_likely_the_same():
    draft = {"kind": "source", "title": "A Report: gazette-1", "publisher": "GAZETTE", "date": "2020-06-03"}
    reason = "The title is the same, same publisher, and the dates are 2 days apart"
    assert reasons(draft, make.source()) == (reason,)
    assert reasons(draft | {"date": "2020-06-09"}, make.source()) == ()
    assert reasons(draft | {"date": "no date"}, make.source()) == ()


def test_the_same_title_at_another_publisher_asks_whether_one_copies_the_other():
    draft = {"kind": "source", "title": "A report, gazette-1", "publisher": "The Herald", "date": "2020-06-03"}
    (reason,) = reasons(draft, make.source())
    assert "Based on" in reason
    assert reasons(draft | {"derived_from": ["gazette-1"]}, make.source()) == ()
    assert reasons(draft | {"publisher": ""}, make.source()) == ()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("MSFT", "Microsoft Corporation"),
        ("Micro soft", "Microsoft"),
        ("I.B.M.", "IBM"),
        ("I.B.M.", "International Business Machines Corp."),
        ("IBM", "International Business Machines"),
        ("Face-Book", "Facebook Inc."),
    ],
)
def test_short_names_and_names_in_one_word_are_seen(name, other):
    for one, two in ((name, other), (other, name)):
        assert reasons({"kind": "company", "name": one}, make.company("other", name=two))


@pytest.mark.parametrize(
    ("name", "other"),
    [("MSFT", "Minesoft Lab"), ("IBM", "Ibis Motors"), ("AB", "Abacus"), ("Meta", "Metalworks"), ("MST", "Microsoft")],
)
def test_other_names_with_the_same_letters_are_not(name, other):
    reasons_given = reasons({"kind": "company", "name": name}, make.company("other", name=other))
    assert (reasons_given == ()) is (name not in ("MSFT", "MST"))


def test_a_docket_with_a_like_title_is_likely_the_same():
    other = make.document(location="Case 1:19-cv-12242", url=None)
    draft = {"kind": "source", "title": "Report, contract-1", "location": "case 1:19-CV-12242"}
    assert reasons(draft, other) == ("Same location, and the title is the same: Case 1:19-cv-12242",)
    assert reasons(draft | {"title": "The ruling"}, other) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"period": "2020-07-01"}, "the dates overlap, and the title is the same"),
        ({"period": "2020-07-08"}, "the dates are 7 days apart, and the title is the same"),
        ({"period": "2020-07-02"}, "the dates are 1 day apart, and the title is the same"),
        ({"period": "2020"}, "the dates overlap, and the title is the same"),
        ({"period": "../.."}, "the dates overlap, and the title is the same"),
        ({"title": ("Sale of camera drones to the "
            "police of a town")}, "the dates overlap, and the title is nearly the same"),
        ({"title": ("Sold the police a hundred camera "
            "drones, town says")}, "the dates overlap, and the title is similar"),
        ({"period": "2020-07-09"}, ""),
        ({"period": "2020-06-23"}, ""),
        ({"title": "Sold cargo boats to a harbour"}, ""),
        ({"id": "beta/deal"}, ""),
        ({"company": "beta"}, ""),
        ({"period": 3}, ""),
        ({"title": None}, ""),
    ],
)  # fmt: skip
def test_evidence_of_one_company_near_in_time_with_a_like_title_is_likely_the_same(fields, expected):
    draft = {**body(make.evidence("acme/sale", sources=["gazette-1"])), **fields}
    assert reasons(draft, make.evidence()) == ((f"Same company, {expected}",) if expected else ())


def test_a_source_in_common_is_said_too():
    reasons_given = reasons(make.evidence("acme/sale"), make.evidence())
    assert reasons_given[0] == "Same company, the dates overlap, and the title is the same"
    assert reasons_given[1] == "Both use the same source"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ACME Optics", "The name is the same: Acme Optics Inc."),
        ("The Acmé Optics Corporation", "The name is the same: Acme Optics Inc."),
        ("Acme Optic", "The name is similar: Acme Optics Inc."),
        ("Acme Optics Systems", "The name is similar: Acme Optics Inc."),
        ("Acme", "The name is similar: Acme Optics Inc."),
        ("Acmetron", ""),
        ("Beta Optics Inc.", ""),
        ("Inc.", ""),
        ("", ""),
    ],
)
def test_companies_are_compared_by_their_names_without_legal_forms(name, expected):
    assert reasons({"kind": "company", "name": name}, make.company()) == ((expected,) if expected else ())


def test_aliases_and_websites_count_too():
    other = make.company(aliases=["Lens & Co"], website="https://www.acme.example/en")
    assert reasons({"kind": "company", "name": "New", "aliases": ["LENS & Co."]}, other) == (
        "The name is the same: Lens & Co",
    )
    assert reasons({"kind": "company", "website": "http://acme.example"}, other) == ("Same website: acme.example",)


def test_a_name_of_legal_words_alone_is_left_as_it_is():
    assert bare_name("The Company") == "the company"
    assert bare_name("…") == ""


def promise(quote, **fields):
    return {"kind": "pledge", "id": "acme/new", "versions": [{"quote": quote}], **fields}


def test_a_promise_in_the_same_words_is_likely_the_same():
    advice = "if one text makes several promises, link them under “Other pledges in the same text”"
    words = "We will not sell camera drones to the police"
    assert reasons(promise(f"{words.upper()}!"), make.pledge()) == (f"Same quote: “{words}”; {advice}",)
    (nearly,) = reasons(promise(words.replace("the police", "police")), make.pledge())
    assert nearly.startswith("Almost the same quote: “")
    (within,) = reasons(promise(f"Today we say this: {words}, nor to any army, for as long as we live."), make.pledge())
    assert within.startswith("One quote contains the other: “")
    assert reasons(promise("We will publish a report"), make.pledge()) == ()
    assert reasons(promise(words, company="beta"), make.pledge()) == ()


def test_promises_that_are_linked_are_no_duplicates():
    words = "We will not sell camera drones to the police"
    assert reasons(promise(words, same_text_as=["acme/no-sales"]), make.pledge()) == ()
    assert reasons(promise(words, restates="acme/no-sales"), make.pledge()) == ()
    assert reasons(promise(words), make.pledge(same_text_as=["acme/new"])) == ()


def test_other_kinds_are_not_compared():
    assert similarity(body(make.condition()), body(make.condition())) is None
    assert similarity(body(make.source()), body(make.company())) is None
    assert similarity({}, {}) is None


KINDS = st.sampled_from(("source", "evidence", "company", "pledge", 3, None))
FIELDS = (
    "id",
    "company",
    "title",
    "name",
    "publisher",
    "period",
    "date",
    "versions",
    "aliases",
    "sources",
    "url",
    "website",
)
LOOSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda some: st.lists(some, max_size=2) | st.dictionaries(st.sampled_from(("quote", "id")), some, max_size=2),
    max_leaves=4,
)
LOOSE_BODIES = st.builds(
    lambda kind, rest: {"kind": kind, **rest}, KINDS, st.dictionaries(st.sampled_from(FIELDS), LOOSE) | BODIES
)


@given(LOOSE_BODIES, LOOSE_BODIES)
def test_whatever_a_draft_holds_is_compared_and_in_both_directions_alike(one, other):
    likeness, back = similarity(one, other), similarity(other, one)
    assert (likeness is None) == (back is None)
    assert likeness is None or (likeness.weight == back.weight and len(likeness.reasons) == len(back.reasons) > 0)

"""Suggestions: days as a page declares them, none invented, on pages that lead others astray."""

# ruff: noqa: E501

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.captures.suggestions import suggestions

CAPTURED = date(2026, 11, 29)
HERE = "https://www.news.example/maps/your-location"


def article(kind="NewsArticle", **fields):
    return json.dumps({"@context": "https://schema.org", "@type": kind, **fields})


def time(datetime, marked=""):
    return {"datetime": datetime, "text": datetime, "marked": marked}


def days(captured=CAPTURED, **page):
    result = suggestions({"address": HERE, **page}, captured)
    return [one.value for one in result.published]


META = "article:published_time"

PAGES = [
    # As declared.
    ({"json_ld": [article(datePublished="2025-02-03")]}, ["2025-02-03"]),
    ({"json_ld": [article(datePublished="2025-02-03T23:30:00-07:00")]}, ["2025-02-03"]),
    ({"json_ld": [article(datePublished="2025-02-04T06:30:00Z")]}, ["2025-02-04"]),
    ({"metas": [(META, "2025-02-03T09:00:00+0100")]}, ["2025-02-03"]),
    ({"metas": [("Article:Published_Time", " 2025-02-03 09:00 ")]}, ["2025-02-03"]),
    ({"metas": [("citation_publication_date", "2025/2/3")]}, ["2025-02-03"]),
    ({"metas": [("citation_date", "2025-02")]}, ["2025-02"]),
    ({"metas": [("citation_date", "2025")]}, ["2025"]),
    ({"metas": [(META, "3 February 2025")]}, ["2025-02-03"]),
    ({"metas": [(META, "February 3, 2025")]}, ["2025-02-03"]),
    ({"times": [time("2025-02-03")]}, ["2025-02-03"]),
    ({"times": [time("2025-02-03T10:00"), time("2025-02-03")]}, ["2025-02-03"]),
    ({"times": [time("2025-02-03", "published"), time("2024-01-01")]}, ["2025-02-03"]),
    ({"address": "https://news.example/2025/2/3/your-location"}, ["2025-02-03"]),
    ({"address": "https://news.example/blog/2025-02-03-your-location"}, ["2025-02-03"]),
    # Two different days: both; the same in several places: once; a month beside a day: the day.
    ({"json_ld": [article(datePublished="2025-02-03")], "metas": [(META, "2025-02-04")]}, ["2025-02-03", "2025-02-04"]),
    ({"json_ld": [article(datePublished="2025-02-03")], "metas": [(META, "2025-02-03T01:00Z")]}, ["2025-02-03"]),
    ({"metas": [(META, "2025-02-03"), ("citation_date", "2025-02")]}, ["2025-02-03"]),
    # Never published: modified, created, expired, uploaded, posted as a job.
    ({"json_ld": [article(dateModified="2025-02-03")]}, []),
    ({"json_ld": [article(dateCreated="2025-02-03", uploadDate="2025-02-03", expires="2025-02-03")]}, []),
    ({"metas": [("article:modified_time", "2025-02-03"), ("og:updated_time", "2025-02-03")]}, []),
    ({"metas": [("article:expiration_time", "2025-02-03"), ("date", "2025-02-03")]}, []),
    ({"times": [time("2025-02-03", "modified")]}, []),
    ({"json_ld": [article("JobPosting", datePublished="2025-02-03")]}, []),
    # Other documents: a list, a video, a comment, another page, several without a name.
    ({"json_ld": [article("VideoObject", datePublished="2025-02-03"), article("Comment", datePublished="2025-02-03")]}, []),
    ({"json_ld": [article("ItemList", itemListElement=[json.loads(article(datePublished="2025-02-03"))])]}, []),
    ({"json_ld": [article(comment=[{"@type": "Comment", "datePublished": "2025-02-03"}])]}, []),
    ({"json_ld": [article(url="https://news.example/other", datePublished="2025-02-03")]}, []),
    ({"json_ld": [article(datePublished="2025-02-03"), article(datePublished="2024-02-03")]}, []),
    ({"json_ld": [article(url="https://news.example/other", datePublished="2024-02-03"), article(mainEntityOfPage={"@id": HERE + "/"}, datePublished="2025-02-03")]}, ["2025-02-03"]),
    ({"canonical": "https://news.example/x", "json_ld": [article(url="https://news.example/x", datePublished="2025-02-03")]}, ["2025-02-03"]),
    ({"json_ld": [article("WebPage", datePublished="2024-02-03"), article("BlogPosting", datePublished="2025-02-03")]}, ["2025-02-03"]),
    ({"json_ld": [article("WebPage", datePublished="2025-02-03")]}, ["2025-02-03"]),
    ({"json_ld": [json.dumps({"@graph": [{"@type": ["Article", "Thing"], "datePublished": {"@value": "2025-02-03"}}, {"@type": "Person"}]})]}, ["2025-02-03"]),
    ({"times": [time("2025-02-03"), time("2024-02-03")]}, []),
    # What can be read in two ways, is no day, or is a placeholder.
    ({"metas": [(META, "06/07/2020")]}, []),
    ({"metas": [(META, "6.7.2020")]}, []),
    ({"metas": [(META, "1738540800")]}, []),
    ({"metas": [(META, "2025-02-30")]}, []),
    ({"metas": [(META, "1970-01-01T00:00:00Z")]}, []),
    ({"metas": [(META, "0001-01-01")]}, []),
    ({"metas": [(META, "yesterday")]}, []),
    ({"metas": [(META, "")]}, []),
    ({"json_ld": ["{", "3", "[[]]", '{"@graph": 3}', article(datePublished=20250203), article(datePublished=["2025-02-03"])]}, []),
    ({"address": "https://news.example/2025/13/03/x"}, []),
    ({"address": "https://news.example/2025/02/x"}, []),
    ({"address": "https://news.example/issue/20250203"}, []),
    ({"address": "https://news.example/x?day=2025-02-03"}, []),
    # After the capture: dropped; the other stays.
    ({"metas": [(META, "2026-11-30")]}, []),
    ({"metas": [(META, "2026-11-29T23:59:00+14:00")]}, ["2026-11-29"]),
    ({"metas": [(META, "2027-01-01")], "json_ld": [article(datePublished="2025-02-03")]}, ["2025-02-03"]),
    ({"metas": [(META, "2026")]}, ["2026"]),
    ({}, []),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), PAGES, ids=range(len(PAGES)))
def test_days_are_those_that_the_page_declares(page, expected):
    assert days(**page) == expected


def test_modified_is_apart():
    page = {
        "json_ld": [article(datePublished="2025-02-03", dateModified="2025-03-01")],
        "metas": [("article:modified_time", "2025-03-02")],
        "times": [time("2025-03-03", "modified")],
    }
    result = suggestions({"address": HERE, **page}, CAPTURED)
    assert [(it.value, it.where) for it in result.modified] == [
        ("2025-03-01", "json-ld"),
        ("2025-03-02", "article:modified_time"),
        ("2025-03-03", "time"),
    ]
    assert [it.value for it in result.published] == ["2025-02-03"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *((name, "modified") for name in ("article:modified_time", "og:updated_time", "dateModified")),
        *((name, "published") for name in ("article:published_time", "og:article:published_time", "datePublished")),
        *((f"citation_{name}", "published") for name in ("publication_date", "date", "online_date")),
    ],
)
def test_each_tag_says_when_a_page_was_published_or_modified(name, field):
    result = suggestions({"address": HERE, "metas": [(name, "2025-02-03")]}, CAPTURED)
    days = {"published": result.published, "modified": result.modified}
    assert {key: [it.value for it in values] for key, values in days.items() if values} == {field: ["2025-02-03"]}


def test_title_publisher_and_language_say_where_they_stand():
    page = {
        "address": HERE,
        "language": " en-GB ",
        "metas": [("og:title", "Your \n location | News"), ("og:site_name", "Sample News"), ("og:title", "")],
        "json_ld": [
            article(headline="Your location", publisher={"@id": "#org"}),
            json.dumps({"@id": "#org", "@type": "Organization", "name": "Sample News Ltd"}),
        ],
        "headings": ["Your location"],
    }
    result = suggestions(page, CAPTURED)
    assert [tuple(it) for it in result.title] == [("Your location", "json-ld"), ("Your location | News", "og:title")]
    assert [tuple(it) for it in result.publisher] == [
        ("Sample News Ltd", "json-ld"),
        ("Sample News", "og:site_name"),
        ("news.example", "address"),
    ]
    assert [tuple(it) for it in result.language] == [("en-GB", "lang")]


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("News", "News"),
        ([{"name": "News"}], "News"),
        ([{"name": "A"}, {"name": "B"}], None),
        ({"@id": "#x"}, None),
        (3, None),
    ],
)
def test_a_publisher_comes_in_several_forms(publisher, name):
    result = suggestions({"json_ld": [article(publisher=publisher)]}, CAPTURED)
    assert [it.value for it in result.publisher] == ([name] if name else [])


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        ({"headings": ["One", "Two"]}, []),
        ({"headings": ["One"]}, ["One"]),
        ({"metas": [("og:title", "x" * 400)]}, ["x" * 300]),
    ],
)
def test_a_title_is_a_line_that_is_the_only_one(page, titles):
    assert [it.value for it in suggestions(page, CAPTURED).title] == titles


@pytest.mark.parametrize("language", ["", "english language", "x", "{{ lang }}", None])
def test_what_is_no_language_is_not_suggested(language):
    assert suggestions({"language": language}, CAPTURED).language == ()


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.just("2025-02-03"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@graph", "datePublished", "publisher", "name", "url", "headline"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(
    st.lists(JSON, max_size=3),
    st.lists(st.tuples(st.sampled_from([META, "og:title"]), st.text(max_size=12) | st.just("2025-02-03")), max_size=3),
)
def test_whatever_is_suggested_of_any_page_stands_on_it(things, metas):
    page = {"json_ld": [json.dumps(it) for it in things], "metas": metas, "address": HERE}
    result = suggestions(page, CAPTURED)
    texts = {" ".join(text.split()) for text in [*texts_in(things), *(content for _, content in metas)]}
    assert {one.value for one in result.title} <= texts
    assert {one.value for one in result.publisher} - {"news.example"} <= texts
    assert all(any(one.value[:4] in text for text in texts) for one in result.published)
    assert (result.language, result.modified) == ((), ())
    assert result.publisher[-1].where == "address"


def texts_in(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value] if isinstance(value, str) else [text for one in inner for text in texts_in(one)]

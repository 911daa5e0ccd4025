"""Addresses of one document have one key, however a reader came by them; addresses of two documents have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.records.checking.web_addresses import address_key, host_of, typed_keys, whole_address

STORY = "https://news.example/2020/06/story"


@pytest.mark.parametrize(
    "address",
    [
        "http://news.example/2020/06/story",
        "https://www.news.example/2020/06/story/",
        "https://NEWS.example:443/2020/06/story#comments",
        "https://m.news.example/2020/06/story",
        "https://amp.news.example/2020/06/story?amp=1",
        "https://news.example/amp/2020/06/story",
        "https://news.example/2020/06/story/amp/",
        "https://news.example/2020/06/story.amp",
        "https://news.example//2020/06/story?utm_source=x&fbclid=1",
        "https://news.example/2020/06/story?outputType=amp",
        "https://news.example/2020/06/st%6Fry/index.html?ref=home",
        "https://web.archive.org/web/20200618120000/https://www.news.example/2020/06/story",
        "https://web.archive.org/web/2020id_/http:/news.example/2020/06/story?gclid=1",
        "https://archive.ph/2020.06.18-120000/https://news.example/2020/06/story",
        "https://www.google.com/amp/s/news.example/2020/06/story",
        "https://news-example.cdn.ampproject.org/c/s/news.example/2020/06/story",
    ],
)
def test_addresses_of_the_same_document_have_the_same_key(address):
    assert address_key(address) == address_key(STORY) == "news.example/2020/06/story"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, "https://news.example/2020/06/another"),
        (STORY, "https://other.example/2020/06/story"),
        (STORY, f"{STORY}?page=2"),
        ("https://news.example/?id=1", "https://news.example/?id=2"),
        ("https://news.example/Story", "https://news.example/story"),
        ("https://de.wiki.example/A", "https://en.wiki.example/A"),
        ("https://m.co/a", "https://n.co/a"),
    ],
)
def test_other_documents_have_other_keys(one, other):
    assert address_key(one) != address_key(other) != ""


def test_what_is_asked_for_counts_in_any_order():
    assert address_key(f"{STORY}?b=2&a=1") == address_key(f"{STORY}?a=1&utm_medium=x&b=2")


@pytest.mark.parametrize(
    "text", ["", "news", "ftp://news.example/a", "https://", "https://[", "javascript:1", "http://a"]
)
def test_what_is_no_address_has_no_key(text):
    assert address_key(text) == ""


def test_a_host_is_told_without_www():
    assert host_of("https://www.news.example/about?x=1") == "news.example"
    assert host_of("nothing") == ""
    assert host_of("https://bücher.example") == "xn--bcher-kva.example"


SEGMENTS = st.text(alphabet="abcdeé1-_.~%", min_size=1, max_size=8).filter(lambda text: text.strip("."))


@given(st.lists(SEGMENTS, max_size=4), st.dictionaries(st.sampled_from("pqid"), SEGMENTS, max_size=2))
def test_a_key_is_its_own_key_and_a_tracked_copy_has_the_same(path, query):
    address = (
        "https://news.example/"
        + "/".join(path)
        + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")
    )
    key = address_key(address)
    assert address_key(f"https://{key}") == key
    more = "&" if query else "?"
    assert address_key(f"{address.replace('https://', 'http://www.')}{more}utm_campaign=x#end") == key


@given(st.text(max_size=60))
def test_any_text_has_a_key_or_none(text):
    key = address_key(f"https://news.example/{text}")
    assert key.startswith("news.example")
    assert address_key(text) == "" or "." in address_key(text)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("www.example.org", "https://www.example.org"),
        (" news.example/2020/story?id=1 ", "https://news.example/2020/story?id=1"),
        ("http://news.example", "http://news.example"),
        ("example", "example"),
        ("a text. with/dots", "a text. with/dots"),
        ("ann@news.example", "ann@news.example"),
    ],
)
def test_an_address_may_be_typed_without_its_beginning(typed, whole):
    assert whole_address(typed) == whole


@pytest.mark.parametrize("typed", ["news.example", "police", "and/or", "u.s. police/army", "", "https://"])
def test_what_is_searched_for_is_rarely_an_address(typed):
    assert typed_keys(typed) == set()

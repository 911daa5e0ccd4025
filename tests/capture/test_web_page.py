"""Web pages as words: tags within words, tables, what is hidden; charsets; and what pages declare of themselves."""

# ruff: noqa: E501

from datetime import date

import pytest

from tracker.capture import web_page
from tracker.capture.web_page import read_page
from tracker.core.captures.quote_text import QuotableText
from tracker.core.captures.quotes import look_for
from tracker.core.captures.suggestions import suggestions

HERE = "https://news.example/maps"


def words(body, declared="utf-8", head=""):
    page = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    return read_page(page.encode(), declared, HERE)


@pytest.mark.parametrize(
    ("body", "quote", "is_found"),
    [
        ("<p>We wi<b>ll</b> <i>not</i> sell</p>", "We will not sell", True),
        ("<p>We will&nbsp;not&shy; sell<br>data</p>", "We will not sell data", True),
        ("<ul><li>one<li>two</ul>", "one two", True),
        ("<table><tr><td>one<td>two</table>", "one two", True),
        ("<p>one<p>two", "onetwo", False),
        ("<p>We will <span hidden>not</span> sell</p>", "We will sell", True),
        ("<p>We will <span style='color:red;display: none'>not</span> sell</p>", "We will sell", True),
        ("<script>'We will sell'</script><noscript>We will sell</noscript><template>We will sell</template>x", "We will sell", False),
        ("<nav>We will sell</nav><main><p>x</main>", "We will sell", True),
        ("<img alt='We will sell'>x", "We will sell", False),
        ("<figure><blockquote>We will sell</blockquote><img alt=x></figure>", "We will sell", True),
        ("<details><summary>Sale</summary>We will sell</details>", "We will sell", True),
        ("<p>We will <del>not</del> sell", "We will not sell", False),
        ("<p>We will <del>not</del> sell", "We will sell", True),
        ("<p>We will sell data<sup><a href='#fn-1'>1</a></sup> abroad", "We will sell data abroad", True),
        ("<p>We will sell data<sup>1</sup> abroad", "We will sell data abroad", True),
        ("<p>We will sell 10<sup>6</sup> lots", "We will sell 106 lots", False),
        ("<p><ruby>\u6f22<rt>kan</rt></ruby>\u5b57", "\u6f22\u5b57", True),
    ],
)  # fmt: skip
def test_quotes_are_found_in_what_a_reader_sees(body, quote, is_found):
    assert look_for(quote, QuotableText.of(words(body).text)).answer.is_found is is_found


@pytest.mark.parametrize(
    ("charset", "declared", "head"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", None, ""),
        ("cp1250", "windows-1250", ""),
        ("cp1250", None, "<meta charset=windows-1250>"),
        ("iso-8859-2", "iso-8859-2", "<meta charset=utf-8>"),
        ("utf-16", None, ""),
        ("utf-8-sig", "windows-1250", ""),
    ],
)
def test_the_charset_that_was_declared_comes_first(charset, declared, head):
    page = f"<html><head>{head}</head><body><p>Nebudeme prod\u00e1vat \u017e\u00e1dn\u00e9 \u00fadaje</p></body></html>"
    text = read_page(page.encode(charset), declared, HERE).text
    assert "prod\u00e1vat \u017e\u00e1dn\u00e9" in text


def test_only_the_beginning_of_a_large_page_is_read(monkeypatch):
    monkeypatch.setattr(web_page, "MOST_HTML", 50_000)
    page = b"<p>first</p>" + b"<p>x</p>" * 7_000 + b"<p>last</p>"
    text = read_page(page, "utf-8", HERE).text
    assert text.startswith("first")
    assert "last" not in text


HEAD = """<title>T</title><link rel=canonical href="https://news.example/m"><meta property="og:title" content="A &amp; B">
<meta name=citation_date content="2025/2/3"><script type="application/ld+json">{"@type": "Article"}</script>"""


def test_details_are_plain_data():
    details = words("<h1> One\n <b>two</b></h1>", head=HEAD).details
    assert details["canonical"] == "https://news.example/m"
    assert details["language"] == "en"
    assert ("og:title", "A & B") in details["metas"]
    assert ("citation_date", "2025/2/3") in details["metas"]
    assert details["json_ld"] == ['{"@type": "Article"}']
    assert details["headings"] == ["One two"]


@pytest.mark.parametrize(
    ("body", "days"),
    [
        ("<article><header><time datetime=2025-02-03>3 Feb</time></header><p>x</article>", ["2025-02-03"]),
        ("<article><header><time>3 February 2025</time></header><p>x</article>", ["2025-02-03"]),
        ("<article><p>On <time datetime=2024-01-01>1 January</time> it said</p></article>", []),
        ("<article><header>Updated <time datetime=2025-02-03>x</time></header></article>", []),
        ("<article><div class=last-modified><time datetime=2025-02-03>x</time></div></article>", []),
        ("<article><div class=comments><time datetime=2025-02-03 pubdate>x</time></div></article>", []),
        ("<aside><time datetime=2025-02-03>x</time></aside><article>x</article>", []),
        ("<article><p>By A, <time itemprop=datePublished datetime=2025-02-03>x</time></p></article>", ["2025-02-03"]),
        ("<article>x</article><footer>\u00a9 2019 Sample News, 1 January 2019</footer>", []),
        ("<article><p>Published on 06/07/2020, on 3 February 2025</p></article>", []),
        (
            "<article><h1>x</h1><div><span>Aktualisiert:</span> <time datetime=2026-05-01>1.5.</time></div></article>",
            [],
        ),
        ("<article><h1>x</h1><div>Effective <time datetime=2026-05-01>1 May</time></div></article>", []),
        (
            "<article><h1>x</h1><div>By Ann Example, <time datetime=2026-05-01>1 May</time></div></article>",
            ["2026-05-01"],
        ),
        ("<article><h1>x</h1><article class=reply><time datetime=2026-05-01>1 May</time></article></article>", []),
        (
            "<article><h1>x</h1></article><article><h3>y</h3><time class=published datetime=2026-05-01>1 May</time></article>",
            [],
        ),
        ("<main><h1>x</h1><div class=sidebar><time datetime=2026-05-01>1 May</time></div></main>", []),
    ],
)
def test_days_of_prose_lists_comments_and_updates_are_not_suggested(body, days):
    result = suggestions(words(body).details, date(2026, 11, 29))
    assert [one.value for one in result.published] == days

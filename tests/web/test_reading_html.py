"""Both readers of pages, by which tests look at them: the quick one leaves to the strict one what it must judge."""

from xml.etree.ElementTree import tostring

import pytest

from tests.web import reading_html
from tests.web.reading_html import parsed

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>One &amp; two</title><script type="application/ld+json">{"a": "<b>"}</script>
</head>
<body>
<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>
<p>a &#39;b&#39; <b class='c'>c</b></p><p>d</p><input checked>e&nbsp;f
<textarea>
 g</textarea><pre>

h</pre><table><tbody><tr><td>1</td></tr></tbody></table>
</body>
</html>
"""
FAULTS = {
    "<p>a": "<p>a<div></div>",
    "</b>": "",
    "<p>d": "<p>d</i>",
    "class='c'": "class='c' class='d'",
    "<b class='c'>c</b>": "<b/>",
    "&nbsp;": "&nbsp",
    "&#39;": "&#128;",
    "lang": "lang='de' lang",
    "<!doctype html>": "",
    "</html>": "</html>x",
    "</body>": "</body><p>x</p>",
    "<body>": "<body><body>",
    "e&": "\x00&",
    "</textarea>": "",
    "<p>d</p>": "<form><form></form></form>",
}


@pytest.fixture(autouse=True)
def _nothing_approved(monkeypatch):
    monkeypatch.setattr(reading_html._QuickReader, "numbers", {})
    monkeypatch.setattr(reading_html._QuickReader, "approved", set())


@pytest.fixture
def strict(monkeypatch):
    """The pages that the strict reader was asked for."""
    strictly_read, strictly = [], reading_html._strictly
    monkeypatch.setattr(reading_html, "_strictly", lambda html: strictly_read.append(html) or strictly(html))
    return strictly_read


def test_both_read_the_same_and_the_strict_one_only_what_is_new(strict):
    first = tostring(parsed(PAGE))
    assert b"<pre>\nh</pre>" in first
    assert tostring(parsed(PAGE)) == first
    assert tostring(parsed(PAGE.replace("<p>d</p>", "<p>x</p><p>&lt;</p>"))).count(b"<p>") == 3
    assert strict == [PAGE]
    parsed(PAGE.replace("<td>1", "<td><b>1</b>"))
    assert len(strict) == 2


@pytest.mark.parametrize("right", FAULTS)
def test_after_a_page_without_faults_each_fault_is_still_noticed(right):
    parsed(PAGE)
    wrong = PAGE.replace(right, FAULTS[right], 1)
    for _ in range(2):
        with pytest.raises(AssertionError):
            parsed(wrong)


def test_what_the_strict_one_repairs_is_always_its(strict):
    page = PAGE.replace("<tbody>", "").replace("</tbody>", "")
    for _ in range(2):
        assert b"<tbody>" in tostring(parsed(page))
    assert strict == [page, page]

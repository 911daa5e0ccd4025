"""The words of a web page, and what it declares of itself. Only the worker's sandboxed process imports this module."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, NamedTuple

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5
from resiliparse.parse.html import DocumentNode, ElementNode, HTMLTree

__all__ = ["MOST_HTML", "PageWords", "read_page"]

MOST_HTML = 5_000_000
"""Bytes of a page that are read."""
_MOST_DETAILS = 50
_MOST_SIGNS = 20_000
_HIDDEN = (
    "script, style, template, noscript, [hidden], [aria-hidden='true'], [style*='display:none'], "
    "[style*='display: none'], [style*='visibility:hidden'], [style*='visibility: hidden'], "
    "object, audio, video, canvas, svg, rt, rp, del, s, strike, sup a[href*='#'], a[role='doc-noteref']"
)
"""What nobody sees, what is struck through, readings beside signs, and marks that lead to a footnote."""
_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
_MODIFIED = re.compile(
    r"updat|modif|revis|correct|last|aktualis|actualiz|aggiorn|bijgewerkt|"
    r"ge\u00e4ndert|mise? \u00e0 jour|\u66f4\u65b0",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi|posted|entry-date", re.IGNORECASE)
_BESIDE = re.compile(
    r"comment|repl(y|ies)|responses?\b|sidebar|related|card|teaser|widget|promo|recommend|footer|\bnav", re.IGNORECASE
)
_NOTHING_ELSE = re.compile(
    r"\W*((by|von|par|por|di|door)\b.{1,80})?\W*((first )?publi\w*|posted|erschienen|ver\u00f6ffentlicht|"
    r"\u516c\u958b\u65e5?)?\W*(on|am|le|el)?\W*",
    re.IGNORECASE,
)
"""Before a day that stands for nothing but the document: who wrote it, or that it was published."""
_ENDS_A_LINE = frozenset(("h1", "h2", "h3", "p", "div", "figure", "img", "br", "hr", "header", "ul", "ol"))
_INLINE = frozenset(("span", "small", "em", "strong", "b", "i", "a"))
_MOST_TIMES = 200
_IN_PROSE = frozenset(("p", "li", "blockquote", "figure", "aside", "nav", "footer", "table", "form"))


class PageWords(NamedTuple):
    """All visible words, those of the main part, and what the page declares (``tracker.core.captures.suggestions``)."""

    text: str
    main: str
    details: dict[str, Any]
    tool: str


def read_page(content: bytes, declared: str | None, address: str) -> PageWords:
    """Read a page as it came. ``declared``: the charset of its Content-Type; its own comes next, then a guess."""
    content = content[:MOST_HTML]
    tree = HTMLTree.parse_from_bytes(content, _charset(content, declared))
    details = _details(tree, address)
    _prepare(tree)
    hidden = [part.strip() for part in _HIDDEN.split(",")]
    # Without alternative texts it would leave out whole figures, with the words quoted in them.
    main = extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=True, skip_elements=hidden)
    text = extract_plain_text(tree, list_bullets=False, alt_texts=True, skip_elements=hidden)
    return PageWords(text, main, details, f"resiliparse {version('resiliparse')}")


def _prepare(tree: HTMLTree) -> None:
    """Make visible to what reads words only: powers and numbers of notes, and where a summary ends."""
    document = tree.document
    if document is None:
        return
    for image in document.query_selector_all("[alt]"):
        image.delattr("alt")
    for raised in document.query_selector_all("sup"):
        number = (raised.text or "").strip()
        if number.isascii() and number.isdecimal():
            raised.text = number.translate(_RAISED)
    for summary in document.query_selector_all("summary"):
        following, around, end = summary.next, summary.parent, tree.create_element("br")
        if around is not None and following is not None and end is not None:
            around.insert_before(end, following)


def _charset(content: bytes, declared: str | None) -> str:
    marks = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
    for mark, name in marks:
        if content.startswith(mark):
            return name
    if declared and (encoding := map_encoding_to_html5(declared, fallback_utf8=False)):
        return encoding
    return str(detect_encoding(content, from_html_meta=True))


def _details(tree: HTMLTree, address: str) -> dict[str, Any]:
    document = tree.document
    if document is None:
        return {"address": address}
    canonical = document.query_selector("link[rel='canonical']")
    root = document.query_selector("html")
    scripts = document.query_selector_all("script[type='application/ld+json']")
    return {
        "address": address,
        "canonical": _attribute(canonical, "href"),
        "language": _attribute(root, "lang"),
        "metas": list(_metas(document))[:_MOST_DETAILS],
        "json_ld": [(script.text or "")[: 10 * _MOST_SIGNS] for script in scripts][:_MOST_DETAILS],
        "headings": [_line(heading.text) for heading in document.query_selector_all("h1")][:_MOST_DETAILS],
        "times": list(_times(document))[:_MOST_DETAILS],
    }


def _metas(document: DocumentNode) -> Iterator[tuple[str, str]]:
    for meta in document.query_selector_all("meta[content]"):
        name = _attribute(meta, "property") or _attribute(meta, "name") or _attribute(meta, "itemprop")
        if name:
            yield name[:100], _attribute(meta, "content")[:2_000]


def _times(document: DocumentNode) -> Iterator[dict[str, str]]:
    """The days at the head of an article: not those in its prose, in lists, comments, other articles or beside it, and
    none that stands for something else, such as when rules take effect."""
    articles = document.query_selector_all("article")
    headed = len(document.query_selector_all("h1")) == 1
    for time in document.query_selector_all("article time, main time")[:_MOST_TIMES]:
        parents = list(_parents(time))
        inside, article = parents[:-1], parents[-1]
        if any(_BESIDE.search(_class_and_id(parent)) for parent in parents):
            continue
        if not (headed and article.query_selector("h1")) and len(articles) > 1:
            continue
        own = " ".join((_class_and_id(time), _attribute(time, "itemprop"), _attribute(time, "pubdate")))
        said = " ".join((own, *(_class_and_id(parent) for parent in inside[:2]), before := _said_before(time)))
        published = _PUBLISHED.search(own) or time.hasattr("pubdate")
        marked = "modified" if _MODIFIED.search(said) else "published" if published else ""
        at_head = _IN_PROSE.isdisjoint(parent.tag for parent in inside) and _NOTHING_ELSE.fullmatch(before)
        if marked or at_head:
            day = _attribute(time, "datetime") or _line(time.text)
            yield {"datetime": day[:100], "text": _line(time.text)[:100], "marked": marked}


def _parents(node: ElementNode) -> Iterator[ElementNode]:
    """What a node is in, up to the article or main part, which comes last."""
    parent = node.parent_element
    while parent is not None and parent.tag not in ("article", "main"):
        yield parent
        parent = parent.parent_element
    if parent is not None:
        yield parent


def _class_and_id(node: ElementNode) -> str:
    return f"{_attribute(node, 'class')} {_attribute(node, 'id')}"


def _said_before(node: ElementNode) -> str:
    """The words before a day in its line: "Updated"."""
    said: list[str] = []
    at: ElementNode | None = node
    while at is not None and not said:
        before = at.prev
        while before is not None and before.tag not in _ENDS_A_LINE:
            said.insert(0, _line(before.text))
            before = before.prev
        said = [text for text in said if text]
        at = at.parent_element if at.parent_element is not None and at.parent_element.tag in _INLINE else None
    return " ".join(said)


def _attribute(node: ElementNode | None, name: str) -> str:
    return (node.getattr(name, "") or "").strip() if node is not None else ""


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:_MOST_SIGNS]

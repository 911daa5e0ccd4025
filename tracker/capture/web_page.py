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
    "[style*='display: none'], [style*='visibility:hidden'], [style*='visibility: hidden']"
)
_MODIFIED = re.compile(r"updat|modif|revis|correct|last", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi|posted|entry-date", re.IGNORECASE)
_IN_PROSE = frozenset(("p", "li", "blockquote", "figure", "aside", "nav", "footer", "table", "form"))


class PageWords(NamedTuple):
    """All visible words, those of the main part, and what the page declares (``tracker.core.copies.suggestions``)."""

    text: str
    main: str
    details: dict[str, Any]
    tool: str


def read_page(content: bytes, declared: str | None, address: str) -> PageWords:
    """Read a page as it came. ``declared``: the charset of its Content-Type; its own comes next, then a guess."""
    content = content[:MOST_HTML]
    tree = HTMLTree.parse_from_bytes(content, _charset(content, declared))
    details = _details(tree, address)
    hidden = [part.strip() for part in _HIDDEN.split(",")]
    main = extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False, skip_elements=hidden)
    text = extract_plain_text(tree, list_bullets=False, alt_texts=False, skip_elements=hidden)
    return PageWords(text, main, details, f"resiliparse {version('resiliparse')}")


def _charset(content: bytes, declared: str | None) -> str:
    marks = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
    for mark, name in marks:
        if content.startswith(mark):
            return name
    if declared and (known := map_encoding_to_html5(declared, fallback_utf8=False)):
        return known
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
    """The days at the head of an article: not those in its prose, in lists, comments or beside it."""
    for time in document.query_selector_all("article time, main time"):
        names = " ".join(_attribute(time, name) for name in ("itemprop", "class", "pubdate"))
        parents = list(_parents(time))
        said = " ".join((names, *(_attribute(parent, "class") for parent in parents[:2]), _said_before(time)))
        own = "published" if _PUBLISHED.search(names) or time.hasattr("pubdate") else ""
        marked = "modified" if _MODIFIED.search(said) else own
        if any("comment" in _attribute(parent, "class").casefold() for parent in parents):
            continue
        if marked or _IN_PROSE.isdisjoint(parent.tag for parent in parents):
            day = _attribute(time, "datetime") or _line(time.text)
            yield {"datetime": day[:100], "text": _line(time.text)[:100], "marked": marked}


def _parents(node: ElementNode) -> Iterator[ElementNode]:
    parent = node.parent_element
    while parent is not None and parent.tag not in ("article", "main", "body"):
        yield parent
        parent = parent.parent_element


def _said_before(node: ElementNode) -> str:
    """The words directly before a day: "Updated"."""
    before = node.prev
    return before.text[-30:] if before is not None and before.text else ""


def _attribute(node: ElementNode | None, name: str) -> str:
    return (node.getattr(name, "") or "").strip() if node is not None else ""


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:_MOST_SIGNS]

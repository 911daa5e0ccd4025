"""Pages as trees, read by a strict parser, or five times quicker where that has nothing to say.

The strict one names every error, and repairs what is not nested as HTML wants it. Whether it has to depends on which
elements stand within which others. So a page is read quickly if each of its elements, with all that is around it, stood
in pages that both readers read alike and without an error. What is out of the ordinary is left to the strict one: a
sign that is not escaped, an end tag too many or too few, an attribute twice, a comment.
"""

import functools
import re
from html import unescape
from html.entities import html5
from xml.etree.ElementTree import TreeBuilder, tostring

from tinyhtml5 import inputstream
from tinyhtml5.parser import HTMLParser

SVG = "{http://www.w3.org/2000/svg}"
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
_ONCE = ("html", "head", "body")
_OWN_TEXT = ("script", "style", "textarea", "pre")

_BEGINNING = re.compile(r"<!doctype html>\s*", re.IGNORECASE)
_TAG = re.compile(
    r"""([^<]*)<(?:/([a-zA-Z][a-zA-Z0-9-]*)\s*|([a-zA-Z][a-zA-Z0-9-]*)"""
    r"""((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:=(?:"[^"]*"|'[^']*'))?)*)\s*(/?))>"""
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][a-zA-Z0-9-]*)(?:=(?:"([^"]*)"|'([^']*)'))?""")
_REFERENCE = re.compile(r"&(?:#(?:3[2-9]|[4-9][0-9]|1[01][0-9])|([a-zA-Z]+));")
_NEVER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]")


class _Expressions(dict):
    """What the parser looks for, by signs; tinyhtml5 2.1 puts it under another key and makes it anew each time."""

    def __missing__(self, key):
        signs, opposite = key
        listed = "".join(f"\\x{ord(sign):02x}" for sign in signs)
        self[key] = re.compile(f"[{listed}]+" if opposite else f"[^{listed}]+")
        return self[key]


inputstream.characters_until_regex = _Expressions()


class NotPlainError(Exception):
    """Something that only the strict parser can judge."""


def parsed(html):
    """The tree of a page; fails on the first error of the parser."""
    try:
        quick, fresh = _QuickReader().read(html)
    except NotPlainError:
        return _strictly(html)
    if not fresh:
        return quick
    tree = _strictly(html)
    if tostring(tree) == tostring(quick):
        _QuickReader.approved |= fresh
    return tree


def _strictly(html):
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(html)
    assert parser.errors == []
    return tree


class _QuickReader:
    """Makes a tree of tags as they stand, and notes the places of elements and texts that are not approved yet."""

    # One for all: the number of each place, by that of the place around it and the name within.
    numbers = {}  # noqa: RUF012
    # One for all: the numbers of places where both readers agreed.
    approved = set()  # noqa: RUF012

    def __init__(self):
        self.tree, self.open, self.places = TreeBuilder(), [("", 0)], set()
        self.once, self.ended = [], []

    def read(self, html):
        """The root of the tree, and places that are not approved."""
        beginning = _BEGINNING.match(html)
        if not beginning or _NEVER.search(html):
            raise NotPlainError
        at = beginning.end()
        while tag := _TAG.match(html, at):
            text, ended, name, attributes, closed = tag.groups()
            at = tag.end()
            if text:
                self._text(text)
            if ended:
                self._end(ended)
            else:
                self._start(name, attributes, closed)
                if name in _OWN_TEXT:
                    at = self._own_text(html, name, at)
        self._text(html[at:])
        if self.ended != ["head", "body", "html"] or self.once != ["html", "head", "body"]:
            raise NotPlainError
        self.tree.end("body")
        self.tree.end("html")
        return self.tree.close(), self.places - self.approved

    def _own_text(self, html, name, at):
        """Take what an element reads in its own way; where it ends."""
        if name in ("textarea", "pre"):
            return at + html.startswith("\n", at)
        end = html.find(f"</{name}", at)
        raw = html[at:end]
        if end < 0 or "<!--" in raw:
            raise NotPlainError
        self.tree.data(raw)
        return end

    def _start(self, name, attributes, closed):
        around, place = self.open[-1]
        values, small = _read_attributes(attributes)
        foreign = name == "svg" or around.startswith(SVG)
        plain = name.islower() and not (closed and name not in VOID)
        if not (foreign or (plain and small)):
            raise NotPlainError
        key = place, name
        if foreign:
            name = SVG + name
            key = place, name, *values
        elif name in _ONCE:
            self.once.append(name)
        self.tree.start(name, {**values})
        if closed or name in VOID:
            self._place(key)
            self.tree.end(name)
        else:
            self.open.append((name, self._place(key)))

    def _end(self, name):
        inner = self.open.pop()[0]
        if name != inner and SVG + name != inner:
            raise NotPlainError
        if name in _ONCE:
            self.ended.append(name)
        # What stands behind the end of the body is put into it.
        if name not in ("body", "html"):
            self.tree.end(inner)

    def _text(self, text):
        name, place = self.open[-1]
        if not text or text.isspace():
            if name != "html" or self.once != ["html"]:
                self.tree.data(text)
            return
        if "<" in text:
            raise NotPlainError
        self._place((place, ""))
        self.tree.data(_decoded(text))

    def _place(self, key):
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        self.places.add(number)
        return number


@functools.lru_cache(maxsize=20_000)
def _read_attributes(text):
    """The attributes of a start tag, and whether the names of all are in small letters."""
    pairs = _ATTRIBUTE.findall(text)
    values = {key: _decoded(one or other) for key, one, other in pairs}
    if len(values) != len(pairs):
        raise NotPlainError
    return values, all(map(str.islower, values))


def _decoded(text):
    if "&" not in text:
        return text
    references = _REFERENCE.findall(text)
    if len(references) != text.count("&") or any(name and f"{name};" not in html5 for name in references):
        raise NotPlainError
    return unescape(text)

"""Style and scripts of widgets; the style is inlined and allowed by its hash."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import g

from tracker.settings import ROOT

__all__ = [
    "EMBED_FILES",
    "LOADER",
    "allow_style",
    "allowed_style",
    "fit_style",
    "integrity",
    "larger_style",
    "loader_file",
    "widget_style",
    "widget_style_hash",
]

EMBED_FILES = ROOT / "tracker" / "static" / "embed"
LOADER = "3"
"""The version of the loader that new snippets name. A changed loader is a new file; older ones stay.

They share no code, though they are alike: articles pin the bytes of each file by its hash.
"""
_NEVER = re.compile(r"@media not all\{(?:[^{}]*\{[^}]*\})*\}")
"""Rules of a style for sizes that there are not."""
_VERSION = re.compile(r"[0-9]{1,6}", re.ASCII)


def widget_style() -> str:
    """The style of widgets."""
    return _compact("widget.css")


def larger_style() -> str:
    """What the style of tables and pictures adds to it."""
    return _compact("larger.css")


def fit_style(conditions: Mapping[str, str], *, comparison: bool) -> str:
    """The style of widgets in small frames, with a media query in the place of each comment of that name."""
    parts = _fit_parts(comparison=comparison)
    text = "".join(part if i % 2 == 0 else conditions.get(part, "not all") for i, part in enumerate(parts))
    return _NEVER.sub("", text)


@cache
def _fit_parts(*, comparison: bool) -> list[str]:
    """The style, cut at the places of media queries: each second part is the name of one."""
    text = _source("fit.css") + (_source("sides.css") if comparison else "")
    return re.split("\1", _squeezed(re.sub(r"/\* ([a-z ]+) \*/ not all", "\1\\1\1", text)))


@cache
def _compact(name: str) -> str:
    return _squeezed(_source(name))


@cache
def _source(name: str) -> str:
    return (EMBED_FILES / name).read_text(encoding="utf-8")


def _squeezed(text: str) -> str:
    """A style sheet without comments and needless space."""
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return re.sub(r" ?([{};,]) ?|(?<=[a-z]): ", lambda match: match[1] or ":", text).replace(";}", "}").strip()


@cache
def widget_style_hash() -> str:
    """As a content security policy names it."""
    return _sha("sha256", widget_style().encode())


def allow_style(css: str) -> None:
    """Let the answer to the present request carry a style of its own: the policy names its hash."""
    g.style_hash = _sha("sha256", css.encode())


def allowed_style() -> str:
    """The hash of such a style as a policy names it; empty where there is none."""
    return f" '{g.style_hash}'" if "style_hash" in g else ""


def loader_file(version: str) -> Path | None:
    """The loader of a version, however old; None where there never was one."""
    path = EMBED_FILES / f"loader-{version}.js"
    return path if _VERSION.fullmatch(version) and path.is_file() else None


@cache
def integrity(version: str = LOADER) -> str:
    """The published hash of a loader, by which browsers check it."""
    return _sha("sha384", (EMBED_FILES / f"loader-{version}.js").read_bytes())


def _sha(name: str, data: bytes) -> str:
    return f"{name}-{base64.b64encode(hashlib.new(name, data).digest()).decode()}"

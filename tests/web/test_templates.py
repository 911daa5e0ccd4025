"""All templates parse, each page's variables are declared and explained, and nothing undefined is let through."""

import dataclasses
import re
from importlib import import_module
from pkgutil import walk_packages
from typing import get_type_hints

import pytest
from jinja2 import UndefinedError, meta

import tracker.web
from tracker.settings import ROOT
from tracker.web.http.errors import ErrorPage
from tracker.web.presenting.page import Page

TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html"))


def pages():
    """Every page class of the site."""
    for module in walk_packages(tracker.web.__path__, "tracker.web."):
        import_module(module.name)
    found, waiting = [], [Page]
    while waiting:
        waiting += (subclasses := waiting.pop().__subclasses__())
        found += subclasses
    return sorted(found, key=lambda page: page.__name__)


@pytest.fixture(scope="module")
def environment(seeded):
    return seeded.client.application.jinja_env


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_parses(environment, name):
    assert environment.get_template(name).name == name


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_every_variable_is_explained_and_used(environment, page):
    hints = get_type_hints(page, include_extras=True)
    declared = {field.name for field in dataclasses.fields(page)}
    for name in declared:
        (told,) = hints[name].__metadata__
        assert told.endswith(".")
    # What one of its templates asks for: its own, those that it extends, includes and imports.
    asked, waiting, seen = set(), [page.template], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            tree = environment.parse(environment.loader.get_source(environment, name)[0])
            asked |= meta.find_undeclared_variables(tree)
            for found in meta.find_referenced_templates(tree):
                # A name that is worked out on the page may be any of its folder.
                folder = name.partition("/")[0]
                waiting += [found] if found else [other for other in TEMPLATES if other.startswith(folder + "/")]
    own = declared - {field.name for field in dataclasses.fields(Page)}
    assert own <= asked


def test_a_variable_that_is_not_given_is_an_error(seeded, environment):
    with seeded.client.application.test_request_context("/"), pytest.raises(UndefinedError):
        environment.get_template("errors/error.html").render(title="x", subtitle="", description="x", canonical="")


def test_a_page_without_a_title_is_an_error():
    with pytest.raises(ValueError, match="needs a title"):
        ErrorPage(title=" ", description="x", kicker="x", detail="x").variables()


def test_no_template_turns_escaping_off():
    for name in TEMPLATES:
        text = (ROOT / "templates" / name).read_text()
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text
        data = text.replace('<script type="application/ld+json">', "")
        # The desk has scripts, each a file of its own, and one of them is on public pages.
        data = (
            re.sub(r'<script src="[^"]+" defer(?: data-[a-z]+="[^"]+")*></script>', "", data)
            if name.startswith(("desk/", "accounts/", "base.html"))
            else data
        )
        assert name.startswith("embed/") or "<script" not in data
        assert " style=" not in text

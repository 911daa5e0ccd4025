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
    page_classes, waiting = [], [Page]
    while waiting:
        waiting += (subclasses := waiting.pop().__subclasses__())
        page_classes += subclasses
    return sorted(page_classes, key=lambda page: page.__name__)


@pytest.fixture(scope="module")
def environment(seeded):
    return seeded.client.application.jinja_env


def test_every_template_parses(environment):
    assert [environment.get_template(name).name for name in TEMPLATES] == TEMPLATES


def asked_of(environment, name):
    """The variables that a template asks for, and the templates that it extends, includes and imports."""
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    named = set()
    for other in meta.find_referenced_templates(tree):
        # A name that is worked out on the page may be any of its folder.
        folder = name.partition("/")[0]
        named |= {other} if other else {other for other in TEMPLATES if other.startswith(folder + "/")}
    return meta.find_undeclared_variables(tree), named


def test_every_variable_is_explained_and_used(environment):
    templates, common = {}, {field.name for field in dataclasses.fields(Page)}
    unexplained, unused = [], []
    for page in pages():
        hints = get_type_hints(page, include_extras=True)
        declared = {field.name for field in dataclasses.fields(page)}
        for name in declared:
            (explanation,) = hints[name].__metadata__
            if not explanation.endswith("."):
                unexplained.append((page.__name__, name))
        used, waiting, seen = set(), [page.template], set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                if name not in templates:
                    templates[name] = asked_of(environment, name)
                variables, named = templates[name]
                used |= variables
                waiting += named
        unused += [(page.__name__, name) for name in declared - common - used]
    assert (unexplained, unused) == ([], [])


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

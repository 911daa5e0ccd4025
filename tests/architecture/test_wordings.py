"""What people read says things plainly: none of the banned wordings, in no template, message, script or document."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.banned_wordings import ALLOWED, ALLOWED_KEYS, BANNED, REPLACED_TERMS

ROOT = Path(__file__).parents[2]
LAYERS = ("web", "cli", "services", "records", "engine", "core")
PATTERNS = [(re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in BANNED]
ANY = re.compile("|".join(f"(?:{pattern})" for pattern, _ in BANNED), re.IGNORECASE)
TERMS = {term: re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE) for term in REPLACED_TERMS}
ANY_TERM = re.compile("|".join(pattern.pattern for pattern in TERMS.values()), re.IGNORECASE)
CODE = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
"""Code in a template; it may be longer than a line."""

Line = tuple[str, int, str]


def python_texts(path: Path) -> Iterator[Line]:
    """The string literals of a module that are neither docstrings nor notes on the type of a variable."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    notes = [node.annotation for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)]
    skipped |= {id(node) for note in notes for node in ast.walk(note)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield str(path.relative_to(ROOT)), node.lineno, node.value


def lines_of(path: Path) -> Iterator[Line]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield str(path.relative_to(ROOT)), number, line


def template_texts(path: Path, code_on_one_line: bool = False) -> Iterator[Line]:
    """The lines of a template without comments, tags and attributes that nobody reads."""
    text = re.sub(r"\{#.*?#\}", lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"), flags=re.S)
    if code_on_one_line:
        text = CODE.sub(lambda code: code[0].replace("\n", " ") + "\n" * code[0].count("\n"), text)
    for number, line in enumerate(text.splitlines(), 1):
        yield str(path.relative_to(ROOT)), number, re.sub(r'\s(?:class|id|href|for|name|action)="[^"]*"', "", line)


def script_texts(path: Path) -> Iterator[Line]:
    """The lines of a script without its comments."""
    for file, number, line in lines_of(path):
        yield file, number, re.sub(r"^\s*(//|\*|/\*).*", "", line)


def product() -> Iterator[Line]:
    for layer in LAYERS:
        for path in sorted((ROOT / "tracker" / layer).rglob("*.py")):
            yield from python_texts(path)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield from template_texts(path)
    for path in sorted((ROOT / "tracker" / "static" / "desk").rglob("*.js")):
        yield from script_texts(path)


def documents() -> Iterator[Line]:
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    for path in paths:
        if path.name not in ("decisions.md",):
            yield from lines_of(path)


def banned(lines: Iterator[Line]) -> list[str]:
    problems_found = []
    for file, number, line in lines:
        if (
            ANY.search(line)
            and line not in ALLOWED_KEYS
            and not any(allowed.casefold() in line.casefold() for allowed in ALLOWED)
        ):
            problems_found += [
                f"{file}:{number}: “{match[0]}”: {instead}: {line.strip()[:90]}"
                for pattern, instead in PATTERNS
                if (match := pattern.search(line))
            ]
    return problems_found


def test_no_banned_wording_in_the_product():
    assert banned(product()) == []


def test_no_banned_wording_in_the_documents():
    assert banned(documents()) == []


def phrases(code: str) -> list[str]:
    """The strings of code in a template that have more than one word: one word is a key or a class."""
    return [text for pair in re.findall(r'"([^"]*)"|\'([^\']*)\'', code) for text in pair if " " in text]


def shown(lines: Iterator[Line]) -> Iterator[Line]:
    """What people read of the lines of a template: no tags, and of code only the phrases in quotation marks."""
    for file, number, line in lines:
        text = CODE.sub(lambda code: " ".join(phrases(code[1])), line)
        said = " ".join(re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', text))
        yield file, number, f"{re.sub('<[^>]*>', ' ', text)} {said}"


def replaced_terms(lines: Iterator[Line]) -> list[str]:
    return [
        f"{file}:{number}: “{term}”: say {instead}"
        for file, number, line in lines
        if ANY_TERM.search(plain := line.replace("’", "'"))
        for term, instead in REPLACED_TERMS.items()
        if TERMS[term].search(plain)
    ]


def test_one_term_for_one_thing_in_pages_and_on_the_command_line():
    paths = sorted((ROOT / "templates").rglob("*.html"))
    templates = (line for path in paths for line in shown(template_texts(path, code_on_one_line=True)))
    commands = (line for path in sorted((ROOT / "tracker" / "cli").rglob("*.py")) for line in python_texts(path))
    assert replaced_terms(templates) == []
    assert replaced_terms(commands) == []


@pytest.mark.parametrize("sentence", ["What came of it", "It stands beside the field", "Somebody else", "Picked"])
def test_the_patterns_find_what_they_are_for(sentence):
    assert banned(iter([("file", 1, sentence)]))


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("<p>Where you’re signed in: your sessions</p>", 1),
        ('<p title="The gravest">', 1),
        ('{{ mark("each deed counts") }}', 1),
        ('{{ mark("gap", "each deed counts") }}', 1),
        ("{{ mark('each deed counts') }}", 1),
        ("{% set marks = {'m-lapsed': '<circle class=\"lapsed\" r=\"1\"/>'} %}", 0),
        ("{% for cell in row.cells %}{{ cell.deeds }}{% endfor %}", 0),
        ('<section aria-labelledby="verdict">', 0),
    ],
)
def test_terms_are_looked_for_in_what_is_shown(line, terms):
    assert len(replaced_terms(shown(iter([("file", 1, line)])))) == terms

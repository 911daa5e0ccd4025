"""Facts about the tree itself: sizes, names, who imports whom, what never stands in a file."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = ("core", "records", "engine")
BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def python_files(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def functions(path):
    """Functions within others too; expressions are not looked through."""
    waiting, functions = [ast.parse(path.read_text())], []
    while waiting:
        node = waiting.pop()
        waiting += (within for within in ast.iter_child_nodes(node) if isinstance(within, BLOCKS))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions.append(node)
    return functions


def place(path, node=None):
    return f"{path.relative_to(ROOT)}:{node.lineno if node else 1}"


def text_files():
    """Every file that is text, outside of the environment, the data and the caches."""
    ours = [path for path in ROOT.iterdir() if path.name[0] != "." and path.name != "var"]
    below = [path for folder in [*ours, ROOT / ".ci"] for path in folder.rglob("*")]
    for path in ours + below:
        if path.is_file() and path.suffix != ".pyc":
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_module_is_over_400_lines():
    files = python_files("tracker", "tests", "benchmarks", "migrations")
    assert [place(path) for path in files if len(path.read_text().splitlines()) > 400] == []


def test_no_function_is_over_50_lines():
    long = [
        place(path, node)
        for path in python_files("tracker", "tests", "benchmarks", "migrations", "docs")
        for node in functions(path)
        if node.end_lineno - node.lineno >= 50
    ]
    assert long == []


def test_no_folder_holds_many_modules():
    """About 15 are found at a glance; beyond, two names for two folders are sought. Parts of pages do not count."""
    files = [*python_files("tracker"), *(ROOT / "templates").rglob("*.html")]
    by_folder = Counter(path.parent for path in files if path.name[0] != "_")
    assert {place(folder): number for folder, number in by_folder.items() if number > 16} == {}


def test_no_module_is_a_drawer_for_anything():
    names = {"utils", "util", "helpers", "helper", "misc", "common"}
    paths = python_files("tracker", "tests", "benchmarks", "migrations")
    assert [place(path) for path in paths if names & {path.stem, path.parent.name}] == []


def bound_names(tree):
    """Names that code gives: variables, parameters and functions; not the fields of a class, which are said with it."""
    in_class = {id(part) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for part in node.body}
    fields = {id(node.target) for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and id(node) in in_class}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) if id(node) not in fields:
                yield node, name
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.MatchAs(name=str(name)):
                yield node, name


def test_names_say_what_a_value_is():
    """Not how somebody came by it. Only files that have one of the words where a name is given are parsed."""
    vague = re.compile(r"\b(found|asked|told|known)\b(?= ?(?::?=(?!=)|[],:)(]| in\b| if\b))")
    sample = "def asked(known, *told):\n    told, x = 1, [found for found in told]\n    class A:\n        told: int\n"
    assert sorted({name for _, name in bound_names(ast.parse(sample)) if vague.search(name + "=")}) == [
        "asked", "found", "known", "told",
    ]  # fmt: skip
    files = [
        path for path in python_files("tracker", "tests", "benchmarks", "migrations") if vague.search(path.read_text())
    ]
    named = [
        f"{place(path, node)} {name}"
        for path in files
        for node, name in bound_names(ast.parse(path.read_text()))
        if name in {"found", "asked", "told", "known"}
    ]
    assert named == []


def test_what_the_checkers_are_told_to_pass_over_has_a_reason():
    """On the line or above it. A line too long, or an import within a function, is its own."""
    passed_over = re.compile(r"# (?:type: ignore\[[a-z, -]+\]|noqa: (?!E501|PLC0415)[A-Z0-9, ]+|pragma: no \w+) *$")
    without = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files("tracker", "migrations")
        if "type: ignore" in (text := path.read_text()) or "# noqa" in text or "# pragma" in text
        for lines in [text.splitlines()]
        for number, line in enumerate(lines, 1)
        if passed_over.search(line) and not lines[number - 2].lstrip().startswith("#")
    ]
    assert without == []


def test_migrations_import_nothing_from_the_application():
    imports = re.compile(r"^\s*(from|import) tracker\b", re.MULTILINE)
    assert [place(path) for path in python_files("migrations") if imports.search(path.read_text())] == []


@pytest.mark.parametrize("layer", PURE)
def test_public_functions_of_pure_layers_have_docstrings(layer):
    bare = []
    for path in python_files(f"tracker/{layer}"):
        module = ast.parse(path.read_text())
        classes = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
        for node in (node for scope in [module, *classes] for node in scope.body):
            if isinstance(node, ast.FunctionDef) and node.name[0] != "_" and not ast.get_docstring(node):
                bare.append(place(path, node))
    assert bare == []


def test_layers_and_purity_hold():
    # The contracts can be asked only once all that they name is there.
    named = [f"{layer}/__init__.py" for layer in PURE] + ["clock.py", "settings.py"]
    if all((ROOT / "tracker" / name).exists() for name in named):
        command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
        result = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert result.returncode == 0, result.stdout + result.stderr


def test_no_file_names_a_place_on_someones_machine():
    home = re.compile(r"(?<![\w.])/(home|Users)/\w|" + re.escape(f"{ROOT}/"))
    assert [place(path) for path, text in text_files() if home.search(text)] == []


def test_locks_name_no_index_and_agree():
    run, dev = ((ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt"))
    pins = re.compile(r"^(\S+==\S+)", re.MULTILINE)
    assert "://" not in run + dev
    assert set(pins.findall(run)) < set(pins.findall(dev))


def test_every_target_is_in_make_help():
    targets = re.findall(r"^([a-z]+):(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert [name for name, rest in targets if "## " not in rest] == ["system"]


def test_every_query_lives_in_store():
    """Elsewhere SQLAlchemy is a session that is passed on, an address, or an error."""
    elsewhere = [p for p in python_files("tracker") if not {"store", "models"} & set(p.relative_to(ROOT).parts)]
    allowed = {"Session", "URL", "make_url"}
    building = [
        f"{place(path, node)} {alias.name}"
        for path in elsewhere
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).partition(".")[0] == "sqlalchemy"
        and not (getattr(node, "module", "") == "sqlalchemy.exc" or alias.name in allowed)
    ]
    assert building == []


def test_no_view_reads_a_row_by_itself():
    reading = re.compile(r"\bsession\.(get|get_one|execute|scalars?|query|merge|refresh)\(")
    files = python_files("tracker/web", "tracker/cli")
    assert [place(path) for path in files if reading.search(path.read_text())] == []


def test_no_view_makes_a_row():
    """Tables are read by the web, and written by services."""
    rows = {
        node.name
        for path in python_files("tracker/models")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Base" for base in node.bases)
    }
    assert rows
    making = [
        f"{place(path, node)} {node.func.id}"
        for path in python_files("tracker/web", "tracker/cli")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in rows
    ]
    assert making == []


def test_the_desk_leaves_few_values_untyped():
    # WTForms' own attributes and its generic field classes are what is left.
    untyped = [
        f"{place(path)}: {line.strip()}"
        for path in python_files("tracker/web/desk")
        for line in path.read_text().splitlines()
        if re.search(r"\bAny\b", line)
    ]
    assert len(untyped) <= 25, untyped

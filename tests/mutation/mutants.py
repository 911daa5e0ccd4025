"""Mutants of a module: each is its source with one small fault, which an absent-minded programmer might have made."""

import ast
import copy
from collections import Counter
from dataclasses import dataclass

# Each comparison becomes its neighbour (a boundary moves) or its opposite.
_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_TWINS |= {"earliest": "latest", "latest": "earliest", "end_earliest": "end_latest", "end_latest": "end_earliest"}
_TWINS |= {"start_earliest": "start_latest", "start_latest": "start_earliest"}


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, what it changes, and the way to its node from the module's root.

    ``id`` names module, function, operator and the source it changes, not the line: it survives edits elsewhere.
    ``within`` is the statement of the module (function, class) that it changes, ``in_body`` whether that runs only when
    a function is called.
    """

    module: str
    id: str
    line: int
    last_line: int
    way: tuple[tuple[str, int | None], ...]
    operator: str
    choice: int
    within: str
    in_body: bool


def mutants_of(module: str, source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its source."""
    mutants: list[Mutant] = []
    times: Counter[str] = Counter()
    tree = ast.parse(source)
    statements = [ast.unparse(statement) for statement in tree.body]
    for node, way, function, in_body in _nodes(tree):
        for operator, choice in _faults(node):
            text = " ".join(ast.unparse(node).split())[:70]
            name = f"{module}:{function}: {operator}: {text}"
            times[name] += 1
            id = name if times[name] == 1 else f"{name} #{times[name]}"
            placed = node.ifs[choice] if isinstance(node, ast.comprehension) else node
            within = statements[way[0][1]]
            mutants.append(Mutant(module, id, placed.lineno, placed.end_lineno, way, operator, choice, within, in_body))
    return mutants


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """The module's syntax tree with the fault in it."""
    tree = ast.parse(source)
    parent: ast.AST = tree
    for step in mutant.way[:-1]:
        parent = _child(parent, step)
    name, index = mutant.way[-1]
    new = _replacement(_child(parent, mutant.way[-1]), mutant.operator, mutant.choice)
    if index is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[index] = new
    return ast.fix_missing_locations(tree)


def _child(node, step):
    name, index = step
    value = getattr(node, name)
    return value if index is None else value[index]


def _nodes(tree):
    """Nodes that may be mutated, each with the way to it and the function it stands in, and whether in its body."""
    stack = [(tree, (), "", False)]
    while stack:
        node, way, function, in_body = stack.pop()
        if way:
            yield node, way, function, in_body
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            function = f"{function}.{node.name}".lstrip(".")
        children = []
        for name, value in ast.iter_fields(node):
            if name in _not_looked_into(node):
                continue
            listed = value if isinstance(value, list) else [value]
            for i, child in enumerate(listed):
                if isinstance(child, ast.AST) and not _is_documentation(node, name, i, child):
                    step = (name, i if isinstance(value, list) else None)
                    called = in_body or (isinstance(node, ast.FunctionDef) and name == "body")
                    children.append((child, (*way, step), function, called))
        stack += reversed(children)


def _not_looked_into(node):
    """What changes nothing when the program runs, or is a text for programmers: types, decorators, messages."""
    if isinstance(node, ast.Assert | ast.Raise | ast.Import | ast.ImportFrom):
        return node._fields
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("Literal", "Callable")
    ):
        return ("slice",)
    return ("annotation", "returns", "decorator_list", "bases", "keywords" if isinstance(node, ast.ClassDef) else "")


def _is_documentation(node, name, i, child):
    """Docstrings, also those below a constant, and ``__all__``."""
    if name == "body" and isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True
    named = isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name)
    return bool(named and child.targets[0].id in ("__all__", "__slots__"))


def _faults(node):
    """Operators that fit a node, each with which of its variants."""
    if isinstance(node, ast.Compare):
        for i, operator in enumerate(node.ops):
            for j, new in enumerate(_COMPARISONS[type(operator)]):
                yield f"{_sign(operator)} to {_sign(new())}", i * 2 + j
    elif isinstance(node, ast.BoolOp):
        yield "and to or" if isinstance(node.op, ast.And) else "or to and", -1
        yield from (("without operand", i) for i in range(len(node.values)))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield "without sign", 0
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _OPERATORS:
        yield f"{type(node.op).__name__} to {_OPERATORS[type(node.op)].__name__}", 0
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool | int | str) and node.value != "":
            yield "other constant", 0
    elif isinstance(node, ast.Name | ast.Attribute):
        if _name(node) in _TWINS and isinstance(node.ctx, ast.Load):
            yield "twin", 0
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            yield "condition turned round", 0
    elif isinstance(node, ast.comprehension):
        yield from (("without condition", i) for i in range(len(node.ifs)))
    elif isinstance(node, ast.Return):
        # None for False changes nothing that anybody asks.
        if node.value is not None and not (isinstance(node.value, ast.Constant) and not node.value.value):
            yield "returns nothing", 0
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
        yield "statement gone", 0
    elif isinstance(node, ast.Continue | ast.Break):
        yield "break for continue", 0


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else node.id


def _sign(operator):
    return ast.unparse(ast.Compare(ast.Name("a"), [operator], [ast.Name("b")]))[2:-2]


def _replacement(node, operator, choice):
    """The node with the fault in it."""
    new = copy.deepcopy(node)
    match new:
        case ast.Compare():
            i, j = divmod(choice, 2)
            new.ops[i] = _COMPARISONS[type(new.ops[i])][j]()
        case ast.BoolOp():
            return _other_logic(new, choice)
        case ast.UnaryOp():
            return new.operand
        case ast.BinOp() | ast.AugAssign():
            new.op = _OPERATORS[type(new.op)]()
        case ast.Constant():
            new.value = _other_value(new.value)
        case ast.Name():
            new.id = _TWINS[new.id]
        case ast.Attribute():
            new.attr = _TWINS[new.attr]
        case ast.If() | ast.IfExp() | ast.While():
            new.test = ast.UnaryOp(ast.Not(), new.test)
        case ast.comprehension():
            del new.ifs[choice]
        case ast.Return():
            new.value = ast.Constant(None)
        case ast.Expr():
            return ast.copy_location(ast.Pass(), node)
        case ast.Continue():
            return ast.copy_location(ast.Break(), node)
        case ast.Break():
            return ast.copy_location(ast.Continue(), node)
    return new


def _other_logic(node, choice):
    if choice == -1:
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node
    del node.values[choice]
    return node if len(node.values) > 1 else node.values[0]


def _other_value(value):
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}¤"

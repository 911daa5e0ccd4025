"""Conditions on many values at once, given as one parameter.

SQLAlchemy writes a statement anew for each number of values, which takes longer than the database does, and SQLite
prepares each of them anew.
"""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = ["any_of"]


class _Texts(TypeDecorator[Collection[str]]):
    """Texts as one value: an array, and for SQLite JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of each database."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(Text()))

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        """To the database."""
        texts = list(value or ())
        return orjson.dumps(texts).decode() if dialect.name == "sqlite" else texts


class _AnyOf(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: object = None) -> "_AnyOf":  # noqa: ARG002 - as SQLAlchemy declares it
        """As it is: compared with 1, as SQLite's dialect has it, it would use no index."""
        return self


@compiles(_AnyOf)
def _written(element: _AnyOf, compiler: SQLCompiler, **options: Any) -> str:
    column, texts = (compiler.process(part, **options) for part in element.clauses)
    if compiler.dialect.name == "sqlite":
        return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 - a column and a parameter
    return f"{column} = ANY ({texts})"


def any_of(column: ColumnElement[str] | QueryableAttribute[str], name: str) -> ColumnElement[bool]:
    """That a column is one of the texts in the parameter of this name."""
    return _AnyOf(column, bindparam(name, type_=_Texts()))

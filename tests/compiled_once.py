"""What costs most when it is made anew for each test: the code of templates and addresses, the text of SQL statements.

Most tests build a site and open a database of their own; without this, each compiles all that it renders and asks.
And in a fresh checkout each worker would compile every module, at the same time as the others.
"""

import compileall
from contextlib import suppress
from importlib import import_module

from flask import Flask
from jinja2 import FileSystemBytecodeCache, TemplateError
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

from tests.servers.kept_connections import KEPT
from tracker import create_app
from tracker.settings import ROOT, Settings
from tracker.store.database import postgres_engine

_STATEMENTS = {}
TEMPLATES = ROOT / ".pytest_cache" / "d" / "templates"


class _CompiledOnce(FileSystemBytecodeCache):
    """In a folder too, for other workers and the next run: to compile all takes each some seconds."""

    def __init__(self, folder):
        super().__init__(str(folder))
        self.compiled = {}

    def load_bytecode(self, bucket):
        checksum, code = self.compiled.get(bucket.key, (None, None))
        if checksum == bucket.checksum:
            bucket.code = code
        else:
            super().load_bytecode(bucket)
            self.compiled[bucket.key] = bucket.checksum, bucket.code

    def dump_bytecode(self, bucket):
        super().dump_bytecode(bucket)
        self.compiled[bucket.key] = bucket.checksum, bucket.code


class _OneForAll:
    """A dialect that all engines share, as compiled statements are kept by dialect, and with it what they compiled.

    What it asks each server for is asked once.
    """

    ready = False

    def __new__(cls, **_):
        if "one" not in vars(cls):
            cls.one = super().__new__(cls)
        return cls.one

    def __init__(self, **options):
        if not vars(self):
            super().__init__(**options)

    def initialize(self, connection):
        """SQLAlchemy calls this for the first connection of each engine."""
        if not self.ready:
            super().initialize(connection)
            self.ready = True

    @classmethod
    def engine_created(cls, engine):
        """SQLAlchemy calls this for each new engine."""
        engine.update_execution_options(compiled_cache=_STATEMENTS)


class SharedSQLite(_OneForAll, SQLiteDialect_pysqlite):
    """SQLite as always."""

    supports_statement_cache = True  # SQLAlchemy wants to read it in each class


class SharedPostgreSQL(_OneForAll, PGDialect_psycopg):
    """PostgreSQL as always, with connections to lent databases that stay open."""

    supports_statement_cache = True

    def on_connect(self):
        """Nothing is to be done anew with a connection that was kept; notices of the server are not logged."""

    def do_close(self, dbapi_connection):
        """SQLAlchemy calls this for a connection that it needs no more."""
        if not KEPT.give_back(dbapi_connection):
            super().do_close(dbapi_connection)


class _RuleCompiledOnce(Rule):
    """A rule of addresses, whose parts and functions that write addresses are those of an equal rule elsewhere."""

    compiled = {}  # noqa: RUF012 - shared on purpose
    built = {}  # noqa: RUF012 - shared on purpose

    def compile(self):
        converters = frozenset(self.map.converters.items())
        said = (self.rule, repr(self.defaults), self.subdomain, self.host, self.merge_slashes, self.websocket)
        key = (*said, converters)
        if key in self.compiled:
            self._parts, self._trace, self._converters, arguments = self.compiled[key]
            self.arguments |= arguments
            build, build_unknown = (self._compile_builder(more).__get__(self, None) for more in (False, True))
            self._build, self._build_unknown = build, build_unknown
        else:
            super().compile()
            self.compiled[key] = self._parts, self._trace, self._converters, {*self.arguments}

    def _compile_builder(self, append_unknown=True):
        key = tuple(self._trace), repr(self.defaults), append_unknown
        if key not in self.built:
            self.built[key] = super()._compile_builder(append_unknown)
        return self.built[key]


def compile_applications_once():
    """Let every application made from now on take templates and addresses from others that have compiled the same."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _CompiledOnce(TEMPLATES)}
    Flask.url_rule_class = _RuleCompiledOnce


def compile_statements_once():
    """Let every engine made from now on take statements that another has compiled."""
    for name, dialect in (("sqlite", SharedSQLite), ("postgresql", SharedPostgreSQL)):
        registry.register(name, __name__, dialect.__name__)
        registry.register(f"{name}.{dialect.driver}", __name__, dialect.__name__)
    KEPT.serve(postgres_engine._Connection)


def compile_in_turn(worker, workers):
    """Compile all modules and templates, each worker from a place of its own in the list, so that they share the work.

    What one has compiled the others read from its file.
    """

    def in_turn(everything):
        begin = len(everything) * worker // workers
        return (*everything[begin:], *everything[:begin])

    for path in in_turn(sorted(ROOT.glob("tracker/**/*.py"))):
        compileall.compile_file(path, quiet=2)
    for path in in_turn(sorted(ROOT.glob("tests/**/test_*.py"))):
        with suppress(Exception):  # what is wrong with it is said where its tests are collected
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    environment = create_app(Settings()).jinja_env
    for name in in_turn(environment.list_templates()):
        with suppress(TemplateError):  # a test says it
            environment.get_template(name)

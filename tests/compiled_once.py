"""Templates and their code, compiled once for all sites of a test run, of which most tests build one of their own."""

from flask import Flask
from jinja2 import BytecodeCache


class _CompiledOnce(BytecodeCache):
    def __init__(self):
        self.compiled = {}

    def load_bytecode(self, bucket):
        checksum, code = self.compiled.get(bucket.key, (None, None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket):
        self.compiled[bucket.key] = bucket.checksum, bucket.code


def compile_templates_once():
    """Let every application made from now on take templates that another has compiled, if they read the same."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _CompiledOnce()}

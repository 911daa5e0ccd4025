"""The command line: ``tracker COMMAND``. Commands are imported lazily, so that each starts fast."""

import sys
from importlib import import_module
from typing import Any

import click

from tracker.cli.error_messages import explanation
from tracker.collector import collect_seldom

__all__ = ["main"]

_COMMANDS = {
    "run": "serving:run",
    "check": "record_files:check",
    "import": "record_files:import_",
    "mapping": "spreadsheets:mapping",
    "template": "spreadsheets:template",
    "assess": "assessing:assess",
    "export": "record_files:export",
    "schema": "record_files:schema",
    "migrate": "maintenance:migrate",
    "verify": "maintenance:verify",
    "rebuild": "maintenance:rebuild",
    "refresh": "maintenance:work",
    "work": "maintenance:work",
    "capture": "capturing:capture",
    "scrub": "capturing:scrub",
    "erase-copy": "capturing:erase_copy",
    "backup": "maintenance:backup",
    "restore": "maintenance:restore",
    "doctor": "maintenance:doctor",
    "user": "users:user",
    "forget": "erasing:forget",
}


class _Commands(click.Group):
    """Finds commands by name, and turns what a user can cause into one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"tracker.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            message = explanation(error)
            if message is None:
                raise
            raise click.ClickException(message) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Track what companies pledged and what they did, and show what each pledge leaves out.

    Settings come from environment variables: DATABASE_URL, HOST, PORT, PUBLIC_URL, SITE_NAME, TIME_ZONE,
    ONE_PERSON_SITE, SECRETS_DIR and more (docs/operations.md).

    \b
    Example:
      tracker run
    """
    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a sign shall show something, not end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")

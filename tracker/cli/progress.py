"""Progress output: counts, and a progress bar for work that takes more than a second."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["count", "progress"]


def count(number: int, word: str, plural: str = "") -> str:
    """“1 record”, “2,000 records”."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Give a function to call with how much more is done, of ``length``. The bar shows on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update

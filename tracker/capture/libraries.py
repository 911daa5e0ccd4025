"""The libraries of the extra ``capture``, which a site may leave out; looked for, and not imported."""

from functools import cache
from importlib.util import find_spec

__all__ = ["missing_libraries"]

_LIBRARIES = ("httpcore2", "httpx2", "pikepdf", "PIL", "pypdfium2", "resiliparse")


@cache
def missing_libraries() -> tuple[str, ...]:
    """Those that are not installed: without any of them no copy can be made."""
    return tuple(name for name in _LIBRARIES if find_spec(name) is None)

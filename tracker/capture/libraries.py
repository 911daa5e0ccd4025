"""The libraries of the extra ``capture``, which a site may leave out; looked for, and not imported."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["missing_libraries"]

_LIBRARIES = ("httpcore2", "httpx2", "pikepdf", "PIL", "pypdfium2", "resiliparse")


@cache
def missing_libraries(place: Path | str = Path()) -> tuple[str, ...]:
    """Those that are not installed: without any of them no copy can be made, and kept in that place."""
    needed = _LIBRARIES if isinstance(place, Path) else (*_LIBRARIES, "obstore")
    return tuple(name for name in needed if find_spec(name) is None)

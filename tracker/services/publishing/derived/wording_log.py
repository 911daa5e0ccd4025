"""Logs which site-wording texts pages cannot show, for the operator."""

import logging
from functools import lru_cache

from tracker.engine.text import MessageCatalog

__all__ = ["log_unusable"]

log = logging.getLogger(__name__)


def log_unusable(wording: MessageCatalog) -> None:
    """Tell the operator, once for each, which sentences of the record pages cannot show."""
    for key, problem in wording.unusable.items():
        _log_once(key, str(problem))


@lru_cache(maxsize=1000)
def _log_once(key: str, problem: str) -> None:
    log.error(
        "wording: the sentence “%s” %s. Pages show the built-in sentence until the record is corrected", key, problem
    )

"""Processes of the site seldom stand still for Python's collector."""

import gc

from tracker.collector import collect_seldom


def test_what_has_lived_long_is_rarely_looked_at():
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        collect_seldom()
        assert gc.get_threshold() >= (50_000, 20, 10)
        assert gc.get_freeze_count() == frozen
        collect_seldom(settled=True)
        assert gc.get_freeze_count() > frozen
    finally:
        # Nothing is looked at again that was frozen: neither what this test froze nor what tests/conftest.py has.
        gc.set_threshold(*thresholds)

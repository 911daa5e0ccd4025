"""Python's collector of cyclic garbage, for processes that keep much and answer many."""

import gc

__all__ = ["collect_seldom"]

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 10


def collect_seldom(*, settled: bool = False) -> None:
    """Have the collector look seldom, and rarely at what has lived long.

    With the standard thresholds a process that computes scorecards stands still for 0.2 s now and then, while all that
    it keeps is looked at, whatever else it has to answer. ``settled``: what there is now stays to the end, and is not
    looked at again.
    """
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    if settled:
        gc.collect()
        gc.freeze()

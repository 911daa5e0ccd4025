"""Metrics for Prometheus: what requests cost, where they wait, and what answers came from.

``tracker run`` sets PROMETHEUS_MULTIPROC_DIR, by which its processes share them; in a single process they need nothing.
"""

import os
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

__all__ = ["Source", "count_refused", "note_queue", "note_request", "request_metrics"]

Source = str
"""Where an answer came from: ``made``, ``memory``, or ``stale`` while the database was away."""
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_REGISTRY = CollectorRegistry()
_REQUESTS = Counter(
    "tracker_requests", "Requests answered, by kind of page, status and where the answer came from.",
    ["place", "status", "source"], registry=_REGISTRY,
)  # fmt: skip
_LATENCY = Histogram(
    "tracker_request_seconds", "Seconds from the whole request to the whole answer, by kind of page.",
    ["place"], buckets=_SECONDS, registry=_REGISTRY,
)  # fmt: skip
_QUEUE = Histogram(
    "tracker_queue_seconds", "Seconds that requests waited for a thread of their lane.",
    ["lane"], buckets=_SECONDS, registry=_REGISTRY,
)  # fmt: skip
_REFUSED = Counter("tracker_refused", "Requests that got no thread in time.", ["lane"], registry=_REGISTRY)


# Finding a metric by its labels takes longer than adding to it.
@lru_cache(1000)
def _counted(place: str, status: int, source: Source) -> Counter:
    return _REQUESTS.labels(place, str(status), source)


@lru_cache(100)
def _timed(place: str) -> Histogram:
    return _LATENCY.labels(place)


@lru_cache(20)
def _queued(lane: str) -> Histogram:
    return _QUEUE.labels(lane)


def note_request(place: str, status: int, source: Source, seconds: float) -> None:
    """Count an answer."""
    _counted(place, status, source).inc()
    _timed(place).observe(seconds)


def note_queue(lane: str, seconds: float) -> None:
    """Note how long a request waited for a thread."""
    _queued(lane).observe(seconds)


def count_refused(lane: str) -> None:
    """Count a request that got no thread."""
    _REFUSED.labels(lane).inc()


def request_metrics() -> bytes:
    """All of them in Prometheus' text format, of all processes that share them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(_REGISTRY)
    registry = CollectorRegistry()
    # The library types all but this one.
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)

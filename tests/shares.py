"""Which tests each worker begins with: what takes longest comes first, so that short ones are left for the end.

pytest-xdist (``worksteal``) gives each worker an equal part of the list, in order; one that has no more takes half of
what another has left, from its end. A long test that comes last would keep one worker busy while the others wait.
"""

from itertools import islice

LONG = (
    # Stories in a browser: the processor works for the browser, in one worker that has one.
    ("tests/browser/desk/", "tests/browser/"),
    # Whole sites in processes of their own, which take seconds to start.
    ("tests/cli/", "tests/web/server/", "tests/migrations/", "tests/services/publishing/derived/test_jobs.py"),
    # Every page, form or answer there is, one after the other.
    ("tests/web/desk/whole/", "tests/web/http/", "tests/web/desk/drafts/", "tests/web/embed/", "tests/web/accounts/"),
)
"""Beginnings of the ids of long tests, those of one worker together."""


def in_shares(items, workers):
    """Tests in an order that makes each worker's part begin with long ones; of one file they stay together."""
    beginnings = [(beginning, number % workers) for number, some in enumerate(LONG) for beginning in some]
    long, short = [[[] for _ in beginnings] for _ in range(workers)], []
    for item in items:
        for place, (beginning, worker) in enumerate(beginnings):
            if item.nodeid.startswith(beginning):
                long[worker][place].append(item)
                break
        else:
            short.append(item)
    ordered, rest = [], iter(short)
    for number, parts in enumerate(long):
        size = (len(items) - len(ordered)) // (workers - number)
        first = [item for part in parts for item in part]
        ordered += [*first, *islice(rest, max(0, size - len(first)))]
    return [*ordered, *rest]

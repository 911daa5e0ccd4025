"""Who answers requests, and asks for copies, loads nothing of what fetches and opens."""

import subprocess
import sys

HEAVY = ("httpcore2", "httpx2", "pikepdf", "PIL", "pypdfium2", "resiliparse")


def test_the_site_and_whoever_asks_for_copies_do_without_what_makes_them():
    code = (
        "import sys, tracker.web.application, tracker.services.captures.requests, tracker.cli.maintenance, "
        f"tracker.cli.job_handlers; print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "[]\n"

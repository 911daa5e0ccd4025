"""A process that closes itself in, opens nothing, and says what holds it: ``python -m tracker.capture.trying``."""

import json
from pathlib import Path

from tracker.capture.sandbox import confine, system_paths

if __name__ == "__main__":
    Path("result.json").write_text(json.dumps(confine(system_paths(), Path.cwd())), "utf-8")

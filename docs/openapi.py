"""Writes docs/openapi.json: the description of the API that a site serves at /api/v1/openapi.json."""

import json
from pathlib import Path

from tracker.web.api.openapi import description

__all__ = ["PATH", "text"]

PATH = Path(__file__).with_name("openapi.json")


def text() -> str:
    """The description for a site with the default name at an invented address."""
    whole = description("Pledge Tracker", "https://pledges.example")
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")

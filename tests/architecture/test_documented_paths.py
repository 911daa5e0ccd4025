"""What the documents say is where is there."""

import re

import pytest

from tracker.settings import ROOT


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_each_path_that_is_named_exists(document):
    paths = re.findall(
        r"`((?:tracker|templates|tests|migrations|docs)/[\w./-]+)`", (ROOT / document).read_text("utf-8")
    )
    assert len(paths) > 8
    assert [path for path in paths if not (ROOT / path).exists()] == []

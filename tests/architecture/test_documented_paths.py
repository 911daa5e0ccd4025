"""What the documents say is where is there."""

import re

import pytest

from tracker.records.sentences import SENTENCES
from tracker.settings import ROOT


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_each_path_that_is_named_exists(document):
    paths = re.findall(
        r"`((?:tracker|templates|tests|migrations|docs)/[\w./-]+)`", (ROOT / document).read_text("utf-8")
    )
    assert len(paths) > 8
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_methodology_names_each_finding_as_pages_do():
    text = (ROOT / "docs/methodology.md").read_text("utf-8")
    named = set(re.findall(r" \(`([a-z ,]+)`", text)) & {
        key.split(".")[1] for key in SENTENCES if re.fullmatch(r"finding\..*\.heading", key)
    }
    assert len(named) > 20
    assert [key for key in named if f"{SENTENCES[f'finding.{key}.heading']} (`{key}`" not in text] == []

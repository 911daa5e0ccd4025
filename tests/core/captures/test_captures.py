"""Kept copies as values."""

from mimetypes import guess_type

import pytest

from tracker.core.captures.captures import SUFFIXES

ARCHIVES = {"warc.gz": "application/warc", "wacz": "application/wacz"}


@pytest.mark.parametrize("media_type", SUFFIXES)
def test_a_file_is_named_by_its_type(media_type):
    suffix = SUFFIXES[media_type]
    assert (ARCHIVES.get(suffix) or guess_type(f"file.{suffix}")[0]) == media_type

"""Records of a WARC file, each a gzip member of its own, read one after the other at the cost of their bytes."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["PackedRecord", "packed_records"]

_AT_ONCE = 65_536
"""A member is unpacked in portions: what is given at once and belongs to later ones is copied each time."""


class PackedRecord(NamedTuple):
    """A record unpacked; where it begins in the file and how long it is there; whether its end was there."""

    offset: int
    length: int
    content: bytes
    is_whole: bool


def packed_records(warc: bytes) -> Iterator[PackedRecord]:
    """The records in order; the last may be cut short. Raises zlib.error where the bytes are no gzip member."""
    file, offset = memoryview(warc), 0
    while offset < len(file):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        parts, at = list[bytes](), offset
        while not unpacker.eof and at < len(file):
            portion = file[at : at + _AT_ONCE]
            parts.append(unpacker.decompress(portion))
            at += len(portion)
        length = at - offset - len(unpacker.unused_data)
        yield PackedRecord(offset, length, b"".join(parts), unpacker.eof)
        offset += length

"""WARC 1.1: what went over the wire as archives keep it, byte for byte, one gzip member a record.

Written here, as writers of others parse answers and write them anew. The digests are SHA-256 of whole blocks.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from tracker.capture.archives.packed_records import packed_records
from tracker.capture.network.fetching import Exchange

__all__ = ["WarcDamagedError", "check_warc", "warc_of"]

_END = b"\r\n\r\n"
_HEAD = re.compile(rb"WARC/1\.1\r\n((?:[A-Za-z-]+: [^\r\n]*\r\n)+)\r\n")


class WarcDamagedError(Exception):
    """An archive is not what was written; the message says where."""


def warc_of(exchanges: Iterable[Exchange], software: str, at: datetime) -> bytes:
    """An archive of these exchanges, in order: who wrote it, then answer and request of each hop."""
    about = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    info = _id()
    records = [_record("warcinfo", info, at, "application/warc-fields", about, [])]
    for exchange in exchanges:
        answer = _id()
        shared = [("WARC-Target-URI", exchange.url), ("WARC-IP-Address", exchange.address), ("WARC-Warcinfo-ID", info)]
        kind = "application/http; msgtype=response"
        records.append(_record("response", answer, exchange.at, kind, exchange.response, shared))
        shared.append(("WARC-Concurrent-To", answer))
        records.append(
            _record("request", _id(), exchange.at, "application/http; msgtype=request", exchange.request, shared)
        )
    return b"".join(records)


def _id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _record(kind: str, id: str, at: datetime, media_type: str, block: bytes, more: list[tuple[str, str]]) -> bytes:
    headers = [("WARC-Type", kind), ("WARC-Record-ID", id), ("WARC-Date", at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")), *more]
    headers += [("WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}")]
    headers += [("Content-Type", media_type), ("Content-Length", str(len(block)))]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + _END) + packer.flush()


def check_warc(content: bytes, exchanges: int) -> None:
    """Read an archive again, to its last byte; raises WarcDamagedError.

    Tools of others say that one is whole when its end is missing: so records are counted.
    """
    records = 0
    try:
        for records, record in enumerate(packed_records(content), 1):
            if not record.is_whole:
                raise WarcDamagedError(f"record {records} is cut short")
            _check_record(record.content, records)
    except zlib.error as error:
        raise WarcDamagedError(f"record {records + 1}: {error}") from None
    if records != 1 + 2 * exchanges:
        raise WarcDamagedError(f"{records} records")


def _check_record(record: bytes, number: int) -> None:
    head = _HEAD.match(record)
    if head is None or not record.endswith(_END):
        raise WarcDamagedError(f"record {number} has no head or end")
    headers = dict(line.split(b": ", 1) for line in head[1].splitlines())
    block = record[head.end() : -len(_END)]
    digest = f"sha256:{hashlib.sha256(block).hexdigest()}".encode()
    if headers.get(b"WARC-Block-Digest") != digest or headers.get(b"Content-Length") != str(len(block)).encode():
        raise WarcDamagedError(f"record {number} has other bytes than its digest says")

"""A copy as one file to take along: archive, files, manifest, hashes, the ledger’s lines, and what all this proves."""

import hashlib
import io
import json
import zipfile

from sqlalchemy.orm import Session

from tracker.capture.archives.wacz import wacz_of
from tracker.capture.stores.blobs import BlobStore
from tracker.core.captures.captures import SUFFIXES, Capture
from tracker.store.captures.blobs import blob_states
from tracker.store.captures.captures import captures_by_id, positions_with_copy
from tracker.store.ledger import ledger_line, portion_after

__all__ = ["CopyUnavailableError", "copy_archive"]

_SHOWN = {"screenshot": "screenshot.png", "print": "print.pdf", "text": "page-in-browser.txt"}
"""What a browser made of a page. Its own text of the page is never a page again."""
_DAY = (1980, 1, 1, 0, 0, 0)
_CAPTURED = """\
This is a copy that {site} made of
{address}
on {made} (its own clock, UTC).

What it proves: this site received these bytes from the address then, and has not changed them since; the manifest
lists their hashes, and the hash of the manifest (in SHA256SUMS) is in the site's public ledger once a record names it.
What it does not prove: that the site at the address showed the same to others, or that what it says is true.
"""
_SUPPLIED = """\
This is a file that was given to {site} by: {supplier}
It was kept on {made} (the site's own clock, UTC).

What it proves: this site held these bytes then, and has not changed them since; the manifest lists their hashes, and
the hash of the manifest (in SHA256SUMS) is in the site's public ledger once a record names it.
What it does not prove: where the file comes from, that anyone published it, or that what it says is true.
"""
_CHECK = """
To check it without us: sha256sum -c SHA256SUMS
copy.wacz is made from copy.warc.gz and opens in programs that replay web archives, such as ReplayWeb.page.
"""


class CopyUnavailableError(Exception):
    """There is no such copy, or its files are withheld, erased or damaged."""


def copy_archive(session: Session, store: BlobStore, id: str, site_name: str) -> bytes:
    """All of a copy as a ZIP that is checked by ``sha256sum -c``. Raises CopyUnavailableError, BlobDamagedError."""
    capture = captures_by_id(session, [id]).get(id)
    if capture is None or capture.state in ("withheld", "erased"):
        raise CopyUnavailableError(id)
    states = blob_states(session, [file.sha256 for file in capture.files])
    if set(states.values()) != {"kept"}:
        raise CopyUnavailableError(id)
    members = _files(capture, store)
    members["manifest.json"] = capture.manifest.encode()
    members["ledger.jsonl"] = b"".join(
        ledger_line(row)
        for position in positions_with_copy(session, id)
        for row in portion_after(session, position - 1, 1)
    )
    words = _CAPTURED if capture.origin == "captured" else _SUPPLIED
    made = f"{capture.made:%-d %B %Y, %H:%M:%S}"
    about = words.format(site=site_name, address=capture.requested, supplier=capture.supplier, made=made)
    members["README.txt"] = (about + _CHECK).encode()
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(members.items())]
    members["SHA256SUMS"] = "".join(sums).encode()
    return _zipped(members)


def _files(capture: Capture, store: BlobStore) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    software = json.loads(capture.manifest)["tools"].get("pledge-tracker", "")
    for file in capture.files:
        content, suffix = store.read(file.sha256), SUFFIXES.get(file.type)
        if file.role == "warc":
            members["copy.warc.gz"] = content
            members["copy.wacz"] = wacz_of(content, capture.requested, capture.made, f"PledgeTracker {software}")
        else:
            members[_SHOWN.get(file.role) or (f"file.{suffix}" if suffix else f"{file.role}.bin")] = content
    return members


def _zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(members.items()):
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()

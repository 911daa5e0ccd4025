"""Records as they are published: JSON Lines, a record on a line, and YAML files that ``tracker import`` reads."""

import json
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
from sqlalchemy.orm import Session

from tracker.records.kinds import ADAPTER, KINDS
from tracker.records.public_body import may_be_taken_down, public_body
from tracker.records.reading.yaml_text import write_records
from tracker.records.taken_down import Gone
from tracker.records.withheld import withheld
from tracker.services.exporting.table import PLURALS
from tracker.store.export_selection import Selection
from tracker.store.exporting import ExportedRecord, records_of
from tracker.store.lists.taken_down import gone_now

__all__ = ["UNDATED", "record_lines", "write_yaml"]

UNDATED = (1980, 1, 1, 0, 0, 0)
"""The date of all files in an archive: the same records give the same bytes."""
_IN_A_FILE = 1000


def record_lines(session: Session, chosen: Selection | None = None) -> Iterator[bytes]:
    """A line for each record, by kind and id, with where it stands in the ledger; the record is its canonical text.

    Of what was taken down only the date and the reason.
    """
    gone = gone_now(session)
    for kind in KINDS:
        for record in records_of(session, kind, chosen):
            yield _line(kind, record, gone)


def _line(kind: str, record: ExportedRecord, gone: Gone) -> bytes:
    """Put together from texts as they are stored: nothing is read and written again where nothing is gone."""
    body = record.body
    if gone.may_take(kind) or may_be_taken_down(body):
        content = public_body(kind, record.id, orjson.loads(body), gone)
        body = json.dumps(content, ensure_ascii=False) if content.get("taken_down") else body
    return (
        f'{{"kind":"{kind}","id":"{record.id}","revision":{record.number},"change":"{record.change}",'
        f'"published_at":"{record.at}","ledger_position":{record.position},"sha256":"{record.sha256}","record":{body}}}\n'
    ).encode()


def write_yaml(session: Session, path: Path, chosen: Selection | None = None) -> None:
    """An archive of YAML files: unpacked, ``tracker import`` makes the same records of it.

    Of what was taken down only what others need to name it.
    """
    gone = gone_now(session)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in KINDS:
            records = records_of(session, kind, chosen)
            number = 0
            while some := list(islice(records, _IN_A_FILE)):
                number += 1
                read = [ADAPTER.validate_json(record.body) for record in some]
                text = write_records(withheld(record, gone.takes(record)) for record in read)
                name = zipfile.ZipInfo(f"records/{PLURALS[kind]}-{number:04}.yaml", UNDATED)
                name.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(name, text)

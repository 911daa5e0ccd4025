"""A kept copy at the desk: who may have it, what leaves the site, and opening it to readers."""

import io
import json
import shutil
import zipfile

import pytest

from tests.capture.hostile_files import pdf
from tests.factories import source
from tests.services.captures.kept import Copies
from tests.signed_in import signed_in
from tests.stored import clock, published
from tests.web.checking import CheckedClient
from tracker import create_app
from tracker.capture.stores.blobs import BlobStore, StoreUnreachableError
from tracker.services.upkeep.captures.erasing import erase_capture
from tracker.settings import Settings
from tracker.store.captures.captures import captures_by_id
from tracker.store.database.connecting import Database


@pytest.fixture(scope="module")
def kept(migrated_sqlite, tmp_path_factory):
    """A site with a PDF that somebody sent, named by a published source."""
    folder = tmp_path_factory.mktemp("kept")
    url = f"sqlite:///{shutil.copy(migrated_sqlite, folder / 'tracker.sqlite3')}"
    copies = Copies(Database(url), folder)
    key = copies.send("../<b>.pdf", pdf())
    copies.work()
    capture = copies.progress(key).capture
    named = {"capture": capture.id, "sha256": capture.sha256, "made": "2026-11-22", "by": "supplied"}
    published(copies.database, source(copies=[named | {"supplier": "a reader"}]))
    app = create_app(Settings(database_url=url, captures=str(folder / "captures")), clock(60))
    client = CheckedClient(app)
    client.copies, client.id, client.app_ = copies, capture.id, app
    yield client
    for database in (copies.database, app.extensions["site"].database):
        database.close()


def person(kept, role):
    return signed_in(kept.app_, role, name=f"{role}-{len(role)}")


def test_editors_have_all_of_it_as_an_attachment_and_others_nothing(kept):
    ann, other = person(kept, "editor"), person(kept, "contributor")
    address = f"/desk/copies/{kept.id}"
    page = ann.get(address)
    assert page.status_code == 200
    assert 'data-origin="supplied"' in page.text
    assert "Captured by us" not in page.text
    assert "&lt;b&gt;.pdf" in page.text
    taken = ann.get(f"{address}/all.zip")
    assert taken.headers["Content-Disposition"] == f"attachment; filename=copy-{kept.id}.zip"
    assert taken.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(io.BytesIO(taken.data)) as bundle:
        assert json.loads(bundle.read("manifest.json"))["id"] == kept.id
    picture = ann.get(f"{address}/pages/1.jpg")
    assert (picture.content_type, picture.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert ann.get(f"{address}/pages/2.jpg").status_code == 404
    for path in ("", "/all.zip", "/pages/1.jpg"):
        assert other.get(address + path).status_code == 404
        assert kept.client.get(address + path).status_code == 302
    assert 'data-event="downloaded"' in ann.get(address).text


def test_a_reviewer_opens_it_on_a_ground_and_readers_can_then_download_it(kept):
    ann, rosa = person(kept, "editor"), person(kept, "reviewer")
    address, public = f"/desk/copies/{kept.id}", f"/captures/{kept.id}/all.zip"
    assert kept.client.get(public).status_code == 404
    assert "Make public" not in ann.get(address).text
    assert ann.send(address, {"ground": "licence", "reason": "CC BY"}).status_code == 403
    for typed in ({"ground": "", "reason": "CC BY"}, {"ground": "licence", "reason": " "}):
        again = rosa.send(address, typed)
        assert again.status_code == 422
        assert typed["reason"].strip() in again.text
    assert rosa.send(address, {"ground": "licence", "reason": "CC BY"}).status_code == 303
    answer = kept.client.get(public)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Memento-Datetime"] == "Sun, 22 Nov 2026 12:00:00 GMT"
    assert "all.zip" in kept.client.get(f"/captures/{kept.id}").text


def test_what_is_erased_is_nowhere(kept):
    ann, copies = person(kept, "editor"), kept.copies
    key = copies.send("b.pdf", pdf(2), minutes=1)
    copies.work(1)
    id = copies.progress(key, 1).capture.id
    erase_capture(copies.database, copies.store, clock(), id, by="ann", why="court")
    address = f"/desk/copies/{id}"
    assert "Download all" not in ann.get(address).text
    for path in ("/all.zip", "/pages/1.jpg"):
        assert ann.get(address + path).status_code == 404
    rosa = person(kept, "reviewer")
    assert rosa.send(address, {"ground": "licence", "reason": "x"}).status_code == 404
    with copies.database.reading() as session:
        assert not captures_by_id(session, [id])[id].opened


def unreachable(_):
    raise StoreUnreachableError("GenericError")


def test_an_admin_erases_what_is_withheld_and_says_who_asked(kept, monkeypatch):
    copies, rosa, adam = kept.copies, person(kept, "reviewer"), person(kept, "admin")
    key = copies.send("c.pdf", pdf(3), minutes=2)
    copies.work(2)
    id = copies.progress(key, 2).capture.id
    address, typed = f"/desk/copies/{id}", {"asked_by": "Regional court", "reason": "judgment", "sure": "1"}
    assert adam.send(f"{address}/erase", typed).status_code == 404, "it is still shown"
    assert rosa.send(f"{address}/withhold", {"ground": "court", "reason": "judgment"}).status_code == 303
    assert "Erase for good" not in rosa.get(address).text
    assert rosa.send(f"{address}/erase", typed).status_code == 403
    stale = signed_in(kept.app_, "admin", name="admin-5", fresh=False)
    assert stale.send(f"{address}/erase", typed).status_code == 403
    for lacking in typed:
        assert adam.send(f"{address}/erase", typed | {lacking: ""}).status_code == 422
    monkeypatch.setattr(BlobStore, "listed", unreachable)
    away = adam.send(f"{address}/erase", typed)
    assert away.status_code == 422
    assert typed["asked_by"] in away.text
    assert 'data-state="withheld"' in away.text
    monkeypatch.undo()
    done = adam.send(f"{address}/erase", typed, follow_redirects=True)
    assert 'data-state="erased"' in done.text
    assert "Regional court: judgment" in done.text
    assert "Show it again" not in done.text
    with copies.database.reading() as session:
        files = captures_by_id(session, [id])[id].files
    assert not any((copies.store.folder / file.sha256[:2] / file.sha256).exists() for file in files)

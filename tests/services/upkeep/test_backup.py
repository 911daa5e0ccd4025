"""Backups: whole, checked, restorable, and never over a file that is there."""

import os
import pwd

import pytest
from sqlalchemy import make_url

from tests import factories as make
from tests.servers.postgres import fresh_database
from tests.stored import clock, exported, published, published_world
from tracker.services.upkeep.backup import BackupError, back_up, restore
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.database.connecting import Database


@pytest.fixture
def restored(request, tmp_path):
    """A function that restores a backup into an empty place, as docs tell operators to."""
    opened = []

    def restore_to(database, path):
        if database.is_sqlite:
            url = f"sqlite:///{tmp_path}/restored.sqlite3"
        else:
            context = fresh_database(request.getfixturevalue("postgres_server"))
            url = context.__enter__()
            request.addfinalizer(lambda: context.__exit__(None, None, None))
        opened.append(Database(url))
        restore(opened[-1], path)
        return opened[-1]

    yield restore_to
    for database in opened:
        database.close()


def test_a_restored_backup_proves_itself_and_exports_the_same(database, restored, tmp_path):
    published_world(database, make.pledge())
    path = tmp_path / "backup"
    before = exported(database)
    assert back_up(database, path) == path.stat().st_size
    published(database, make.company("beta"), at=clock(1))
    other = restored(database, path)
    assert exported(other) == before
    with other.reading() as session:
        assert verify(session).ok
    published(other, make.company("beta"), at=clock(1))


def test_a_backup_is_never_written_over_a_file(database, tmp_path):
    path = tmp_path / "backup"
    path.write_text("kept")
    with pytest.raises(BackupError, match="already exists"):
        back_up(database, path)
    assert path.read_text() == "kept"


def test_a_backup_needs_its_folder(database, tmp_path):
    with pytest.raises(BackupError, match="does not exist"):
        back_up(database, tmp_path / "none" / "backup")


def test_a_failed_backup_leaves_nothing(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    (tmp_path / "broken").write_bytes(b"no database" * 1000)
    with pytest.raises(BackupError, match="not a database"):
        back_up(Database(f"sqlite:///{tmp_path}/broken"), folder / "backup")
    with pytest.raises(BackupError, match="pg_dump failed"):
        back_up(Database("postgresql://nobody:secret@localhost:1/none"), folder / "backup")
    assert list(folder.iterdir()) == []


def test_a_backup_asks_for_no_password_that_is_in_the_url(database, tmp_path):
    if database.is_sqlite:
        return
    url = make_url(str(database.url)).set(password="a:b\\c")
    back_up(Database(url.render_as_string(hide_password=False)), tmp_path / "backup")
    assert (tmp_path / "backup").exists()


def test_only_the_owner_reads_a_backup(database, tmp_path):
    back_up(database, tmp_path / "backup")
    status = (tmp_path / "backup").stat()
    assert status.st_mode & 0o777 == 0o600
    assert pwd.getpwuid(status.st_uid).pw_uid == os.geteuid()


def test_a_damaged_backup_is_not_restored(database, restored, tmp_path):
    published_world(database)
    path = tmp_path / "backup"
    back_up(database, path)
    good = path.read_bytes()
    for place in (0, len(good) // 2, len(good) - 1):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(BackupError, match=r"backup\.sha256"):
            restored(database, path)
    path.write_bytes(good[:-1])
    with pytest.raises(BackupError, match=r"backup\.sha256"):
        restored(database, path)


def test_a_backup_without_its_checksum_is_not_restored(database, restored, tmp_path):
    path = tmp_path / "backup"
    back_up(database, path)
    (tmp_path / "backup.sha256").unlink()
    with pytest.raises(BackupError, match=r"backup\.sha256"):
        restored(database, path)


def test_nothing_is_restored_over_a_database(database, tmp_path):
    path = tmp_path / "backup"
    back_up(database, path)
    before = exported(database)
    with pytest.raises(BackupError, match=r"exists|empty"):
        restore(database, path)
    assert exported(database) == before

"""The site's own secrets: made once, readable for their owner only, never made anew behind the back of accounts."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.signed_in import account
from tests.stored import clock
from tracker.services.auth.second_factors import decrypt_secret, encrypt_secret
from tracker.services.auth.secret_keys import (
    KEY_FILES,
    KeysMissingError,
    loose_permissions,
    make_keys,
    new_token,
    ready_keys,
)
from tracker.settings import ROOT, Settings


def test_they_are_made_at_the_first_start_and_stay(database, tmp_path):
    folder = tmp_path / "new" / "secrets"
    keys = ready_keys(folder, database)
    assert ready_keys(folder, database) == keys
    assert sorted(path.name for path in folder.iterdir()) == sorted(KEY_FILES)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert loose_permissions(folder) == []
    assert len({(folder / name).read_text() for name in KEY_FILES}) == 3


def test_of_many_starts_at_once_all_read_the_same(database, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys_read = list(pool.map(lambda _: ready_keys(tmp_path / "secrets", database), range(8)))
    assert len({(keys.session, keys.token, keys.totp) for keys in keys_read}) == 1


@pytest.mark.parametrize("name", KEY_FILES)
def test_a_lost_secret_is_not_made_anew_where_there_are_accounts(database, tmp_path, name):
    make_keys(tmp_path)
    account(database, at=clock().now())
    (tmp_path / name).unlink()
    with pytest.raises(KeysMissingError, match=rf"{name} missing in .*backup.*tracker user new-secrets"):
        ready_keys(tmp_path, database)
    assert not (tmp_path / name).exists()


def test_an_empty_key_file_is_reported(database, tmp_path):
    make_keys(tmp_path)
    (tmp_path / "token.key").write_text("\n")
    with pytest.raises(KeysMissingError, match=r"token\.key is empty"):
        ready_keys(tmp_path, database)


def test_a_new_line_on_top_of_totp_keys_encrypts_and_the_old_one_still_opens(database, tmp_path):
    before = ready_keys(tmp_path / "a", database)
    sealed = encrypt_secret(before, "SECRET")
    other = ready_keys(tmp_path / "b", database)
    assert decrypt_secret(other, sealed) is None
    path = tmp_path / "a" / "totp.key"
    path.write_text(f"{other.totp[0]}\n{before.totp[0]}\n")
    both = ready_keys(tmp_path / "a", database)
    assert decrypt_secret(both, sealed) == "SECRET"
    assert decrypt_secret(other, encrypt_secret(both, "SECRET")) == "SECRET"


def test_hashes_of_the_same_text_differ_by_purpose_and_by_site(database, tmp_path):
    one, other = ready_keys(tmp_path / "a", database), ready_keys(tmp_path / "b", database)
    assert len({one.digest("a", "x"), one.digest("b", "x"), other.digest("a", "x")}) == 3


def test_tokens_are_long_enough():
    # ASVS V6.5: at least 128 bits; 43 characters of base 64 hold 256.
    assert {len(new_token()) for _ in range(20)} == {43}


def test_key_files_that_others_may_read_are_reported(tmp_path):
    make_keys(tmp_path)
    (tmp_path / "totp.key").chmod(0o640)
    tmp_path.chmod(0o755)
    assert [text.rpartition("/")[2] for text in loose_permissions(tmp_path)] == [
        f"{tmp_path.name} (755)",
        "totp.key (640)",
    ]


def test_they_lie_beside_the_data_or_where_the_setting_says():
    assert Settings().secrets_folder == ROOT / "var" / "secrets"
    assert str(Settings(database_url="sqlite:////srv/a/t.sqlite3").secrets_folder) == "/srv/a/secrets"
    assert Settings(database_url="postgresql:///tracker").secrets_folder == ROOT / "var" / "secrets"
    assert str(Settings(secrets_dir="/etc/tracker").secrets_folder) == "/etc/tracker"
    assert "/var/" in (ROOT / ".gitignore").read_text().splitlines()

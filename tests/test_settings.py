"""Settings: defaults that work, and wrong values named with what is right."""

import re
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from tracker.settings import ROOT, Settings, SettingsError


def test_without_variables_the_site_runs_from_its_checkout():
    settings = Settings.from_env()
    assert settings.database_url == f"sqlite:///{ROOT}/var/tracker.sqlite3"
    assert (settings.public_url, settings.time_zone) == ("http://127.0.0.1:8000", UTC)


@pytest.fixture
def environment(monkeypatch):
    """Sets variables."""

    def put(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return put


def test_variables_are_read(environment):
    environment(
        DATABASE_URL="postgres://user:secret@db/tracker",
        HOST="::",
        PORT=" 80 ",
        TIME_ZONE="Europe/Berlin",
        SITE_NAME="Promises",
        ONE_PERSON_SITE="yes",
    )
    settings = Settings.from_env()
    assert settings.database_url == "postgresql://user:secret@db/tracker"
    assert (settings.host, settings.port, settings.public_url) == ("::", 80, "http://[::1]:80")
    assert (settings.site_name, settings.time_zone) == ("Promises", ZoneInfo("Europe/Berlin"))
    assert settings.one_person_site


def test_copies_are_in_a_folder_a_bucket_or_nowhere(environment):
    for value, place in (("s3://copies/site", "s3://copies/site"), ("off", None), ("/srv/copies", Path("/srv/copies"))):
        environment(CAPTURES=value)
        assert Settings.from_env().captures_place == place


def test_settings_cannot_be_changed_or_misspelt():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 80
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Settings(prot=80)


def test_the_public_address_has_no_slash_at_its_end():
    assert Settings(public_url="https://pledges.example.org/").public_url == "https://pledges.example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "tracker.sqlite3"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "mysql://localhost/tracker"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PUBLIC_URL", "pledges.example.org"),
        ("PUBLIC_URL", "ftp://pledges.example.org"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../etc/passwd"),
        ("ONE_PERSON_SITE", "perhaps"),
        ("SECRETS_DIR", "secrets"),
        ("CAPTURES", "captures"),
        ("CAPTURES", "s3://"),
        ("CAPTURES", "s3://Bucket Name/x"),
        ("CAPTURE_BROWSER", "chromium"),
        ("FONTS_DIR", "fonts"),
        ("FONTS_DIR", "/no/such/folder"),
        ("TRUSTED_PROXIES", "yes"),
        ("TRUSTED_PROXIES", "10"),
        ("DATABASE_READ_URL", "mysql://localhost/tracker"),
        ("WORKERS", "0"),
        ("THREADS", "7"),
        ("LOG_FORMAT", "xml"),
        ("METRICS_TOKEN", "short"),
        ("METRICS_TOKEN", "has blanks and more"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(environment, name, value):
    environment(**{name: value})
    with pytest.raises(SettingsError, match=f"^{name} .*; use [^;]+$"):
        Settings.from_env()


def test_a_token_that_is_refused_is_not_told(environment):
    environment(METRICS_TOKEN="secret")
    with pytest.raises(SettingsError) as caught:
        Settings.from_env()
    assert "secret" not in str(caught.value)


def test_there_is_a_process_for_each_core_and_never_only_one(monkeypatch):
    for cores, processes in [(1, 2), (2, 2), (6, 6), (64, 8)]:
        monkeypatch.setattr("os.sched_getaffinity", lambda _, cores=cores: range(cores))
        assert Settings().processes == processes
    assert Settings(workers=1).processes == 1


def test_all_wrong_values_are_named_at_once_and_no_password(environment):
    environment(PORT="x", DATABASE_URL="mysql://user:secret@db/tracker")
    with pytest.raises(SettingsError) as caught:
        Settings.from_env()
    assert re.search(r"DATABASE_URL .*; PORT [^;]*; use[^;]*$", str(caught.value))
    assert "secret" not in str(caught.value)


def test_a_blank_variable_counts_as_not_set(environment):
    environment(PORT=" ")
    assert Settings.from_env().port == 8000


def test_each_setting_is_in_the_documentation():
    text = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in text] == []

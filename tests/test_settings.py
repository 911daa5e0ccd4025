"""Settings: defaults that work, and wrong values named with what is right."""

import re
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from tracker.settings import ROOT, Settings, SettingsError


def test_without_variables_the_site_runs_from_its_checkout():
    settings = Settings.from_env({})
    assert settings == Settings()
    assert settings.database_url == f"sqlite:///{ROOT}/var/tracker.sqlite3"
    assert (settings.public_url, settings.time_zone) == ("http://127.0.0.1:8000", UTC)


def test_variables_are_read():
    settings = Settings.from_env(
        {
            "DATABASE_URL": "postgres://user:secret@db/tracker",
            "HOST": "::",
            "PORT": "80",
            "TIME_ZONE": "Europe/Berlin",
            "SITE_NAME": "Promises",
            "ONE_PERSON_SITE": "yes",
        }
    )
    assert settings == Settings(
        database_url="postgresql://user:secret@db/tracker",
        host="::",
        port=80,
        public_url="http://[::1]:80",
        site_name="Promises",
        time_zone=ZoneInfo("Europe/Berlin"),
        one_person_site=True,
    )


def test_the_public_address_has_no_slash_at_its_end():
    assert Settings.from_env({"PUBLIC_URL": "https://pledges.example.org/"}).public_url == "https://pledges.example.org"


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
        ("TRUSTED_PROXIES", "yes"),
        ("TRUSTED_PROXIES", "10"),
    ],
)
def test_a_wrong_value_is_named(name, value):
    with pytest.raises(SettingsError, match=f"^{name} .*write"):
        Settings.from_env({name: value})


def test_all_wrong_values_are_named_at_once_and_no_password():
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"PORT": "x", "DATABASE_URL": "mysql://user:secret@db/tracker"})
    assert re.search(r"DATABASE_URL .*; PORT ", str(caught.value))
    assert "secret" not in str(caught.value)


def test_an_empty_variable_counts_as_none():
    assert Settings.from_env({"PORT": " "}) == Settings()

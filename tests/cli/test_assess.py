"""The command that computes scorecards from files."""

import json

import pytest
from click.testing import CliRunner

from tests import factories as make
from tracker.cli import main
from tracker.records.reading.yaml_text import write_records

PAIR = ["--company", "acme", "--topic", "police-drones"]


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "records.yaml"
    others = [make.company("beta"), make.company("silent"), make.evidence("beta/deal")]
    path.write_text(write_records([*make.world(), *others, make.pledge(), make.evidence()]), encoding="utf-8")
    return str(path)


def assess(*arguments, **environment):
    result = CliRunner().invoke(main, ["assess", *arguments], env={"TIME_ZONE": "UTC", **environment})
    assert "Traceback" not in result.output
    return result


def cards(*arguments, **environment):
    result = assess(*arguments, "--format", "json", **environment)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_all_companies_are_a_list_those_without_records_too(records):
    assert [card["company"]["id"] for card in cards(records)] == ["acme", "beta", "silent"]
    assert [card["company"]["id"] for card in cards(records, "--company", "beta")] == ["beta"]


def test_one_company_and_topic_are_one_object(records):
    card = cards(records, *PAIR, "--as-of", "2020-08-01", "--known-at", "2026-11-01T10:00:00Z")
    assert (card["as_of"], card["known_at"]) == ("2020-08-01", "2026-11-01T10:00:00Z")
    assert card["findings"][0]["finding"] == "breach"


def test_a_company_without_records_has_a_scorecard_when_asked_for(records):
    assert cards(records, "--company", "silent", "--topic", "police-drones")["findings"] == []


def test_the_day_is_that_of_the_moment_in_the_sites_time_zone(records):
    moment = ["--known-at", "2026-11-01T23:30:00Z"]
    assert cards(records, *PAIR, *moment)["as_of"] == "2026-11-01"
    assert cards(records, *PAIR, *moment, TIME_ZONE="Europe/Berlin")["as_of"] == "2026-11-02"


def test_as_text_it_begins_with_name_and_headline(records):
    lines = assess(records, *PAIR, "--as-of", "2020-08-01").output.splitlines()
    assert lines[0] == "Acme Optics Inc.: Camera drones for the police (2020-08-01)"
    assert "  Findings:" in lines


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as-of", "2020-13-01"], "is not a date"),
        (["--as-of", "yesterday"], "is not a date"),
        (["--as-of", "20200101"], "is not a date"),
        (["--known-at", "2020-01-01"], "is not a time"),
        (["--known-at", "2020-01-01T10:00:00"], "with a time zone"),
        (["--known-at", "2999-01-01T10:00:00Z"], "in the future"),
    ],
)
def test_wrong_days_and_moments_are_usage_errors(records, arguments, message):
    result = assess(records, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_unknown_companies_and_topics_are_named(records):
    result = assess(records, "--company", "acne")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no company “acne” in these files; did you mean “acme”?; available: acme" in result.stderr


def test_files_with_problems_are_not_judged(records, tmp_path):
    (tmp_path / "more.yaml").write_text("- kind: company\n  id: other\n")
    result = assess(str(tmp_path), "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "more.yaml:1: company other: name: is missing" in result.stderr
    assert "1 problem in these files" in result.stderr

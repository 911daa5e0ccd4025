"""The command that computes scorecards from files."""

import json

import pytest
from click.testing import CliRunner

from tests import factories as make
from tracker.cli import main
from tracker.records.reading.yaml_text import write_records
from tracker.records.sentences import SENTENCES

PAIR = ["--company", "acme", "--topic", "police-drones"]


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "records.yaml"
    companies = [make.company(id) for id in ("beta", "checked", "silent")]
    others = [make.evidence("beta/deal"), make.check("checked"), make.pledge(), make.evidence()]
    path.write_text(write_records([*make.world(), *companies, *others]), encoding="utf-8")
    return str(path)


def assess(*arguments, **environment):
    result = CliRunner().invoke(main, ["assess", *arguments], env={"TIME_ZONE": "UTC", **environment})
    assert "Traceback" not in result.output
    return result


def cards(*arguments, **environment):
    result = assess(*arguments, "--format", "json", **environment)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_all_companies_that_somebody_looked_at_are_a_list(records):
    assert [card["company"]["id"] for card in cards(records)] == ["acme", "beta", "checked"]
    assert [card["company"]["id"] for card in cards(records, "--company", "beta")] == ["beta"]


def test_one_company_and_topic_are_one_object(records):
    card = cards(records, *PAIR, "--as-of", "2020-08-01", "--known-at", "2026-11-01T10:00:00Z")
    assert (card["as_of"], card["known_at"]) == ("2020-08-01", "2026-11-01T10:00:00Z")
    assert card["findings"][0]["finding"] == "breach"


def test_a_company_that_was_checked_has_a_scorecard_without_findings(records):
    assert cards(records, "--company", "checked", "--topic", "police-drones")["findings"] == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_of_a_company_that_nobody_looked_at_nothing_is_said(records, form):
    result = assess(records, "--company", "silent", "--topic", "police-drones", "--format", form)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "“silent” is not assessed on “police-drones”" in result.stderr
    assert cards(records, "--company", "silent") == []


def test_the_day_is_that_of_the_moment_in_the_sites_time_zone(records):
    moment = ["--known-at", "2026-11-01T23:30:00Z"]
    assert cards(records, *PAIR, *moment)["as_of"] == "2026-11-01"
    assert cards(records, *PAIR, *moment, TIME_ZONE="Europe/Berlin")["as_of"] == "2026-11-02"


def test_as_text_it_begins_with_name_and_headline(records):
    lines = assess(records, *PAIR, "--as-of", "2020-08-01").output.splitlines()
    assert lines[0] == "Acme Optics Inc.: Camera drones for the police (2020-08-01)"
    assert "  Acts:" in lines
    line = next(line for line in lines if ": acme/deal. " in line)
    assert line.startswith(f"    - {SENTENCES['finding.breach.heading'].capitalize()} (breach): acme/deal. ")


def test_promises_are_listed_beside_acts(tmp_path):
    report = make.evidence("acme/report", acts=[], fulfils=[make.fulfilment("none")], period="2021-07-01")
    path = tmp_path / "promises.yaml"
    path.write_text(write_records([*make.world(), make.promise(), report]), encoding="utf-8")
    lines = assess(str(path), *PAIR, "--as-of", "2022-08-01").output.splitlines()
    assert "  Acts:" not in lines
    after = lines[lines.index("  Promises to act:") + 1 :]
    (due,) = cards(str(path), *PAIR, "--as-of", "2022-08-01")["dues"]
    assert (len(after), due["state"]) == (1, "missed")
    assert f"({due['state']}): {due['pledge']}. {' '.join(due['reasons'])}" in after[0]


@pytest.fixture
def said_in_sections(tmp_path):
    """What the text says under each heading, and the scorecard of the same records."""
    way = {
        "target": {"measure": "the share", "at_least": "100"},
        "milestones": [{"at_least": "50", "by": "2020-09-30"}],
    }
    short = make.evidence(
        "acme/short", acts=[], fulfils=[make.fulfilment("none", due="2020-09-30")], period="2020-12-01"
    )
    rating = make.evidence("acme/rating", nature="assessment", acts=None, assessment=make.RATING, period="2020")
    own_records = [
        make.check(until="2021-06-30"),
        make.pledge(versions=[make.version(ends={"last_day": "2030-12-31"})]),
        make.evidence(),
        make.decision(decision="downgraded", to="possible breach"),
        make.promise(versions=[make.version(deadline="2030-06-30", scope={}, **way)]),
        *(short, rating),
    ]
    path = tmp_path / "sections.yaml"
    around = [record for record in make.world() if record.key not in {it.key for it in own_records}]
    path.write_text(write_records([*around, *own_records]), encoding="utf-8")
    result = assess(str(path), *PAIR, "--as-of", "2021-12-31")
    sections, heading = {}, ""
    for line in result.output.splitlines()[1:]:
        if line.startswith("    - "):
            sections[heading].append(line.removeprefix("    - "))
        elif line.endswith(":"):
            heading = line.strip().rstrip(":")
            sections[heading] = []
        else:
            sections.setdefault("", []).append(line.strip())
    return sections, make.scorecard(*own_records)


def test_as_text_it_says_what_the_scorecard_says(said_in_sections):
    sections, card = said_in_sections
    assert sections[""] == [*card.headline, card.note]
    assert sections["Gaps"] == [f"{line.subject}: {line.text}" for line in card.gap_lines]
    assert sections["To close the gaps"] == card.amendment_lines
    keys = {name: [line.partition(" (")[2].partition(". ")[0] for line in said] for name, said in sections.items()}
    assert keys["Acts"] == ["possible breach): acme/deal"]
    assert keys["Promises to act"] == ["missed): acme/report (milestone)", "pending): acme/report"]
    assert sections["What others say"] == ["Example Ratings: C (scale: A (best) to F), 2020. acme/rating"]


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

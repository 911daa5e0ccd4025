"""How results are computed, and the page about the site."""

from datetime import UTC

import pytest

from tests import factories as make
from tests.signed_in import signed_in
from tests.stored import clock
from tests.web.checking import words
from tracker.engine import RULES_VERSION
from tracker.engine.coverage.cells import CellLabel
from tracker.engine.evidence.weight import WEIGHTS
from tracker.engine.methodology.example_records import CASES
from tracker.engine.methodology.examples import methodology
from tracker.engine.rules import GRAVITY, RULES
from tracker.engine.text import capital
from tracker.records.kinds import KINDS, from_body
from tracker.records.sentences import SENTENCES
from tracker.services.upkeep.catching_up import catch_up
from tracker.settings import Settings, SettingsError
from tracker.store.derived.scorecard_index import set_derived_version


@pytest.fixture(scope="module")
def method(seeded):
    return seeded.page("/methodology")


def keys(page, section):
    """What a section explains: each heading with its key in data."""
    within = page.find("section", **{"aria-labelledby": section})
    return [(words(it).rpartition(" (")[0], code.text) for it in within.iter("dt") for code in it.iter("code")]


def test_every_rule_word_and_example_of_the_engine_is_there(method):
    for rule in RULES:
        assert f"{rule.number}. {rule.test}" in method.section("rules")
    for word, place in GRAVITY.items():
        row = words(method.find("tr", id=f"finding-{word.replace(' ', '-').replace(',', '')}"))
        assert row.startswith(f"{place + 1}. {SENTENCES[f'finding.{word}.heading']} ({word}) ")
    examples = list(method.all("article", **{"aria-label": "Example"}))
    assert len(examples) == len(CASES)
    for case, example in zip(methodology().examples, examples, strict=True):
        assert words(example).startswith(case.finding or "No finding")


def test_dates_scope_weights_and_strength_are_computed(method):
    assert "[2020-06-08..2020-06-11] Between 8 June 2020 and 11 June 2020" in method.section("dates")
    assert "border guard federal police and border control – unclear federal police unclear" in method.section("scope")
    assert keys(method, "weight") == [(capital(SENTENCES[f"weight.{name}.heading"]), name) for name in WEIGHTS]
    named = keys(method, "strength")
    assert [name for _, name in named] == [*CellLabel, "not-asked", "none", "narrow", "partial", "broad", "full"]
    assert "(narrow) 1 to 5 of 24" in method.section("strength")


def test_every_kind_of_record_and_every_sentence_is_there(method):
    for kind in KINDS:
        assert list(method.all("details", id=f"format-{kind}"))
    assert f"All {len(methodology().sentences)} sentences" in method.section("sentences")


def test_a_sites_own_wording_stands_in_its_place(site_of):
    own = from_body(
        {"kind": "wording", "id": "english", "sentences": {"finding.breach": "It did what it said it would not."}}
    )
    page = site_of(own).page("/methodology")
    assert "It did what it said it would not." in words(page.find("tr", id="finding-breach"))
    assert "changed by this site" in page.section("sentences")


def unset(page):
    """The settings of which the page says that the site has not given them."""
    return [it.get("data-unset") for it in page.all("p") if it.get("data-unset")]


def test_what_the_operator_has_not_said_is_said(seeded):
    page = seeded.page("/about")
    assert unset(page) == ["SITE_OWNER", "CONTACT", "ANSWER_DAYS", "DATA_LICENCE"]
    assert "@" not in page.text


def test_what_the_operator_says_stands_there(site_of):
    said = {"site_owner": "Example Watch, a charity in Example Town.", "answer_days": 14, "data_licence": "CC BY 4.0."}
    page = site_of(contact="desk@watch.example", **said).page("/about")
    for text in ("Example Watch, a charity in Example Town.", "within 14 days", "The records: CC BY 4.0."):
        assert text in page.text
    assert "mailto:desk@watch.example" in page.links()
    assert unset(page) == []


def test_a_site_without_copies_says_so_to_readers_and_at_the_desk(site_of, seeded):
    site = site_of(captures="off")
    editor = signed_in(site.client.application, "editor")
    about = site.client.get("/about").get_data(as_text=True)
    for text in (about, editor.get("/desk/addresses").text, editor.get("/desk/new/source").text):
        assert "data-copies-off" in text
    assert "data-copies-off" not in seeded.client.get("/about").get_data(as_text=True)


def test_every_scorecard_leads_to_how_to_dispute_it(seeded):
    page = seeded.page("/companies/3m/police-facial-recognition")
    assert "/about#dispute" in page.links()
    assert list(seeded.page("/about").all("h2", id="dispute"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("CONTACT", "javascript:alert(1)"), ("CONTACT", "nobody"), ("ANSWER_DAYS", "0"), ("ANSWER_DAYS", "soon"), ("SITE_OWNER", "x" * 301)],  # noqa: E501
)  # fmt: skip
def test_what_the_operator_cannot_mean_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        Settings.from_env()


def adopted(site):
    """The methodology of a site that went over from version 1 of the rules: the part on what changed."""
    with site.database.writing() as session:
        set_derived_version(session, "4 rules 1")
    assert catch_up(site.database, clock(10), UTC) > 0
    return site.page("/methodology").find("section", **{"aria-labelledby": "adopted"})


def test_the_change_of_rules_is_told_with_each_scorecard_that_it_changed(site_of):
    outcomes = [make.outcome("2020-08-01", "alleged"), make.outcome("2020-08-02", "put right")]
    other = (make.company("beta"), make.pledge("beta/no-sales"), make.evidence("beta/deal"))
    part = adopted(site_of(make.pledge(), make.evidence(outcomes=outcomes), *other))
    (line,) = (item for item in part.iter("li") if "data-change" in item.attrib)
    assert next(line.iter("a")).get("href") == "/companies/acme/police-drones"
    assert words(line).endswith("was breach 1; now possible breach 1.")
    assert f"version {RULES_VERSION}" in words(next(part.iter("h2")))


def test_a_site_that_the_rules_did_not_change_says_so(site_of):
    part = adopted(site_of(make.pledge()))
    assert not [item for item in part.iter("li") if "data-change" in item.attrib]


def test_a_site_of_these_rules_only_tells_of_no_change(site_of):
    assert list(site_of(make.pledge()).page("/methodology").all("section", **{"aria-labelledby": "adopted"})) == []

"""The panel beside a draft: the words, shapes and findings that the scorecard will have, without leading away."""

import shutil

import pytest
from flask import Flask, render_template
from jinja2 import StrictUndefined

from tests import factories as make
from tests.desk import person
from tests.services.editing.test_preview import tried
from tests.stored import published_world
from tests.web.checking import words
from tests.web.desk.controls import fragment
from tracker.records.kinds import body
from tracker.records.sentences import SENTENCES
from tracker.settings import ROOT
from tracker.store.database.connecting import Database
from tracker.web.desk.preview.panel import panel_of


@pytest.fixture(scope="module")
def desk(migrated_sqlite, tmp_path_factory):
    """The small world with a pledge and two deeds, and an editor."""
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("panel") / "tracker.sqlite3")
    database = Database(f"sqlite:///{path}")
    deeds = [make.evidence(), make.evidence("acme/trial", acts=[make.act(action=["pilot"], counterparty=["sheriff"])])]
    published_world(database, make.pledge(title="No sales"), *deeds)
    yield database, person(database)
    database.close()


def shown(desk, data):
    """The panel, and the page that shows it."""
    app = Flask("tracker", template_folder=str(ROOT / "templates"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with app.test_request_context():
        panel = panel_of(tried(*desk, data))
        return panel, fragment(render_template("desk/preview/panel.html", it=panel))


def test_a_pledge_shows_its_cells_in_words_and_shapes_the_gaps_and_where_deeds_fall(desk):
    data = body(
        make.pledge(
            "acme/draft",
            versions=[
                make.version(start="2019-01-01", scope=make.scope(action={"in": ["sell"], "unclear": ["pilot"]}))
            ],
        )
    )
    panel, page = shown(desk, data)
    (topic,) = panel.topics
    assert topic.reaches[0].range == "Clearly covers 1 of 4 points, up to 2 if unclear points count."
    assert [[cell.shown.word for cell in row.cells] for row in topic.reaches[0].grid] == [
        ["covered", "unclear"],
        ["not covered", "not covered"],
    ]
    assert [(fall.title.text, fall.finding.word) for fall in topic.falls] == [
        ("Sold camera drones to a town’s police", SENTENCES["finding.breach.heading"]),
        ("Sold camera drones to a town’s police", SENTENCES["finding.possible breach.heading"]),
    ]
    assert panel.status == (
        "Covers 1 of 4 points, up to 2 if unclear points count. Gaps left: 3. Evidence: 1 act that goes "
        "against a pledge and 1 act that may go against a pledge."
    )
    text = words(page.find("body"))
    for heading in ("What this scope covers", "Gaps that would remain", "How known evidence would count"):
        assert heading in text
    assert "With this draft: Goes against the pledge" not in text
    assert "With this draft: May go against the pledge" in text


def test_a_deed_shows_what_each_act_means_for_each_pledge_and_why(desk):
    panel, page = shown(desk, body(make.evidence("acme/new", acts=[make.act(), make.act(place=["DE"])])))
    text = words(page.find("body"))
    assert panel.status == "Act 1: Goes against the pledge. Act 2: No findings."
    assert "for No sales" in text
    assert "1 July 2020" in text
    assert SENTENCES["context.outside"].format(dimensions="place") in text


def test_a_draft_that_is_hardly_begun_says_what_to_enter(desk):
    panel, page = shown(desk, {"kind": "pledge", "company": "acme"})
    assert panel.topics == []
    assert panel.status == "Nothing to preview yet."
    assert "Choose a topic. It sets what the pledge can cover." in words(page.find("body"))


def test_a_promise_of_the_other_kind_says_that_it_does_not_count(desk):
    panel, _ = shown(desk, body(make.promise("acme/draft")))
    assert panel.topics[0].aside == (
        "This topic is about promises to refrain from something. This pledge is the other kind, so it does "
        "not count towards coverage."
    )


def test_every_link_stays_in_the_panel_or_opens_beside_it(desk):
    for record in (make.pledge("acme/draft"), make.evidence("acme/new")):
        _, page = shown(desk, body(record))
        ids = {element.get("id") for element in page.iter()}
        for link in page.iter("a"):
            assert link.get("href")[1:] in ids or link.get("target") == "_blank"


def test_of_several_versions_the_last_stands_first(desk):
    versions = [make.version(start="2019-01-01", scope={}), make.version(start="2020-01-01")]
    panel, page = shown(desk, body(make.pledge("acme/draft", versions=versions)))
    assert [(reach.title, bool(reach.grid)) for reach in panel.topics[0].reaches] == [
        ("Version 2", True),
        ("Version 1", False),
    ]
    assert "Earlier versions" in words(page.find("body"))

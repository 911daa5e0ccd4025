"""Trees and panel in the forms of the desk: by buttons without scripts, and what scripts ask."""

import re
from collections import Counter
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.desk import draft_of
from tests.stored import published_world
from tests.web.desk.browsing import Browser, draft_id
from tests.web.desk.controls import fragment
from tracker.models import Draft
from tracker.records.sentences import SENTENCES
from tracker.services.auth.roles import Actor, Role
from tracker.store.editing.drafts import own_draft

CUSTOMERS = ("vocabulary", "customers")
TERM = "versions-0-scope-counterparty"


@pytest.fixture
def site(door):
    """The small world with many places, and a deed in it."""
    places = make.vocabulary("places", {"US": [], "US-CA": ["US"], "DE": [], **{f"land-{i}": [] for i in range(120)}})
    checked = make.topic(checked_until={"acme": "2026-11-20"})
    published_world(door.database, places, checked, make.evidence(title="Sold a drone"))
    return SimpleNamespace(client=SimpleNamespace(application=door.app), database=door.database)


@pytest.fixture
def ann(site):
    return Browser(site, name="ann")


@pytest.fixture
def page(ann):
    """The form of a pledge that is not saved yet."""
    return ann.open("/desk/new/pledge?company=acme")


def saved(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page)).data


def setting(page, *values):
    """The values of the scope with these in place of what their controls had."""
    name = "versions-0-scope"
    kept = [old for old in page.form.values(name) if not any(_same(old, new) for new in values)]
    page.form.fill(**{name: [*kept, *values]})


def _same(old, new):
    (one, _, first), (other, _, second) = (
        value.split(":") + ["", ""][: 3 - len(value.split(":"))] for value in (old, new)
    )
    return (one, first) == (other, second)


def test_a_scope_is_set_with_lists_and_the_panel_shows_what_it_covers(site, ann, page):
    setting(page, "action:in:sell", "counterparty:in:local-police", "place:in:US", "subject:in:camera-drones")
    page = ann.press(page, "panel", **{"commitment": "refrain", "versions-0-start-day": "11 June 2020"}).checked()
    assert saved(site, page)["versions"][0]["scope"] == {
        "action": {"in": ["sell"]},
        "subject": {"in": ["camera-drones"]},
        "counterparty": {"in": ["local-police"]},
        "place": {"in": ["US"]},
    }
    assert "Clearly covers 1 of 4 points." in page.text
    assert "1 of 4 points, up to 1 if unclear points count." in page.text
    now, draft = (SENTENCES[f"finding.{key}.heading"] for key in ("no pledge", "breach"))
    assert f"Now: {now}. With this draft: {draft}." in page.text


def test_a_term_of_a_long_vocabulary_is_found_by_a_button(ann, page):
    assert 'value="place:in:land-7"' not in page.html
    page = ann.press(page, "show:versions-0-scope-place", **{"versions-0-scope-place-find": "land-7"}).checked()
    assert 'value="place:in:land-7"' in page.html
    assert "for “land-7”" in page.text
    assert page.path.endswith("#f-versions-0-scope-place")


def test_a_missing_term_is_added_to_my_draft_of_the_vocabulary_and_offered_at_once(site, ann, page):
    typed = {f"{TERM}-name": "Coast Guard", f"{TERM}-under": ["federal-police", "border-control"]}
    page = ann.press(page, f"term:{TERM}", title="No drones", **typed).checked()
    assert "new, not published yet" in page.text
    assert 'value="counterparty:in:coast-guard"' in page.html
    assert saved(site, page)["title"] == "No drones"
    with site.database.reading() as session:
        draft = own_draft(session, ann.client.account_id, CUSTOMERS)
    assert draft.data["terms"][-1] == {
        "id": "coast-guard",
        "name": "Coast Guard",
        "broader": ["federal-police", "border-control"],
    }


def test_a_term_that_looks_like_another_is_asked_about_and_nothing_typed_is_lost(site, ann, page):
    typed = {f"{TERM}-name": "Sheriffs", f"{TERM}-under": ["police", ""]}
    page = ann.press(page, f"term:{TERM}", title="No drones", **typed).checked()
    assert page.status == 200
    assert "Not added yet, because there are similar terms." in page.text
    assert page.form.values(f"{TERM}-name") == ["Sheriffs"]
    assert page.form.values(f"{TERM}-under") == ["police", ""]
    with site.database.reading() as session:
        assert [draft.title for draft in session.scalars(select(Draft))] == ["No drones"]
    page = ann.press(page, f"term:{TERM}", **{f"{TERM}-sure": "yes"})
    assert 'value="counterparty:in:sheriffs"' in page.html


def test_a_term_that_an_act_needs_is_added_as_well(site, ann):
    page = ann.open("/desk/new/evidence?company=acme")
    page = ann.press(
        page, "term:acts-0-done-counterparty", **{"acts-0-done-counterparty-name": "Coast Guard"}
    ).checked()
    assert 'value="counterparty:coast-guard"' in page.html
    with site.database.reading() as session:
        assert own_draft(session, ann.client.account_id, CUSTOMERS).data["terms"][-1]["id"] == "coast-guard"


def ask(browser, page, what, **values):
    """What a script asks with the values of a page’s form."""
    page.form.fill(**values)
    data = {}
    for name, value in page.form.controls:
        data.setdefault(name, []).append(value)
    return browser.client.post(f"{page.form.action.partition('?')[0]}/{what}", data=data)


def test_a_script_is_told_the_panel_and_what_the_trees_say_and_nothing_is_saved(site, ann, page):
    no_limit = [f"{dimension}:rest:in" for dimension in ("action", "subject", "place")]
    setting(page, "counterparty:unclear:police", "counterparty:in:local-police", *no_limit)
    reply = ask(ann, page, "panel", company="Acme Optics Inc.", commitment="refrain").json
    assert reply["trees"]["f-versions-0-scope-counterparty-border-guard"] == [
        "unclear",
        "inherited: unclear (from police)",
    ]
    assert reply["trees"]["f-versions-0-scope-counterparty-sheriff"] == ["covered", "inherited: covered"]
    assert reply["trees"]["f-versions-0-scope-counterparty-rest"][0] == "open"
    assert reply["trees"]["f-versions-0-scope-counterparty-summary"].startswith(
        "covered: local-police; unclear: police"
    )
    panel = fragment(reply["panel"])
    assert next(panel.iter("p")).text == (
        "Covers 2 of 4 points, up to 4 if unclear points count. Gaps left: 2. Evidence: 1 earlier act the "
        "pledge now rules out."
    )
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_script_is_told_one_tree_with_what_is_looked_for(ann, page):
    answer = ask(ann, page, "tree", tree="versions-0-scope-place", **{"versions-0-scope-place-find": "land-7"})
    assert answer.status_code == 200
    tree = fragment(answer.text)
    assert next(tree.iter("details")).get("id") == "f-versions-0-scope-place"
    assert 'value="place:in:land-7"' in answer.text
    assert ask(ann, page, "tree", tree="versions-0-scope-nothing").status_code == 404


def scripts(page):
    """File names of the scripts a page loads, in their order."""
    return re.findall(r'<script src="[^"]*/([\w-]+\.js)', page.html)


def test_a_form_loads_each_script_once_and_the_panels_only_beside_a_panel(ann, page):
    every = Counter(scripts(page))
    assert every["term_trees.js"] == every["preview.js"] == 1
    assert set(every.values()) == {1}
    assert Counter(scripts(ann.open("/desk/new/company"))) == every - Counter(["preview.js"])


def test_panel_and_tree_of_a_draft_are_for_those_who_may_see_it(site, ann):
    page = ann.press(ann.open("/desk/new/pledge?company=acme"), title="No drones")
    assert ask(ann, page, "panel").status_code == 200
    cara = Browser(site, role="contributor", name="cara")
    page.form.fill(csrf_token=cara.client.csrf)
    for what in ("panel", "tree"):
        assert ask(cara, page, what).status_code == 404


def test_kinds_that_are_not_tried_out_have_no_panel(site, ann):
    page = ann.open("/desk/new/source")
    assert "Preview of the result" not in page.text
    assert ask(ann, page, "panel").status_code == 404
    draft = draft_of(site.database, Actor(ann.client.account_id, "ann", Role.EDITOR), make.source("gazette-9"))
    assert ann.client.send(f"/desk/drafts/{draft.id}/tree").status_code == 404

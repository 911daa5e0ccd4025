"""Evidence act by act: what the company is due to do is offered, and a statement about it begins by a button."""

import re

from tests.web.desk.browsing import draft_id
from tracker.models import Draft

DEED = {"title": "Reported", "nature": "conduct", "period": "May 2021", "sources-0": "contract-1"}


def saved(site, page):
    with site.database.reading() as session:
        return session.get(Draft, draft_id(page)).data


def promise(ann, **more):
    """A promise to act in a draft; the page after it was saved."""
    return ann.press(
        ann.open("/desk/new/pledge?company=acme&topic=police-drones"),
        **{
            "title": "A yearly report",
            "commitment": "perform",
            "versions-0-source": "gazette-1",
            "versions-0-quote": "We will report each year",
            "versions-0-speaker": "A. Person, president",
            "versions-0-start-day": "1 June 2019",
            **more,
        },
    )


def test_a_due_of_a_draft_is_offered_and_a_statement_begins_by_a_button(site, ann):
    turns = {"versions-0-deadline-turns-every": "1 year", "versions-0-deadline-turns-first": "30 June 2020"}
    pledge = promise(ann, **turns)
    page = ann.open(next(href for href in links(pledge) if href.startswith("/desk/new/evidence"))).checked()
    assert page.form.values("company.is") == ["acme Acme Optics Inc."]
    offered = [value for name, value in page.form.buttons if name == "fulfils.speaks"]
    assert f"{saved(site, pledge)['id']} 2021-06-30" in offered
    page = ann.press(page, f"{saved(site, pledge)['id']} 2021-06-30", **DEED)
    assert saved(site, page)["fulfils"] == [{"pledge": saved(site, pledge)["id"], "due": "2021-06-30"}]
    assert page.form.values("fulfils-0-pledge") == ["A yearly report"]
    page = ann.press(page, "panel", **{"fulfils-0-extent": "full", "fulfils-0-on": "1 June 2021"}).checked()
    assert "What it says about promises to do something" in page.text
    assert "Promises: Done" in page.text


def test_nothing_is_offered_as_long_as_company_or_topic_are_open(ann):
    assert "It speaks of this" not in ann.open("/desk/new/evidence").checked().text.partition("Guide: evidence")[0]
    assert "It speaks of this" not in ann.open("/desk/new/pledge?company=acme").text


def test_the_index_says_what_is_done_and_what_is_to_be_fixed(ann):
    page = ann.press(ann.open("/desk/new/evidence?company=acme"), **DEED | {"period": "in the May"})
    steps = dict(index(page))
    assert steps["step-what"] == "wrong"
    assert steps["step-sources"] == "done"
    assert steps["step-rare"] == "draft"
    page = ann.press(page, "next:acts", period="May 2021")
    assert page.path.endswith("#step-acts")
    assert dict(index(page))["step-what"] == "done"


def links(page):
    return [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]+)"', page.html)]


def index(page):
    return re.findall(r'<a href="#(step-[a-z]+)"><span class="box ([a-z]+)"', page.html)

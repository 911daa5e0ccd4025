"""Ways between the public site and the desk: Edit on every page, the guide beside the form, previews of whole pages."""

import re

import pytest

from tests.desk import draft_of, submitted
from tests.factories import source
from tests.web.checking import parsed, words
from tests.web.desk.browsing import Browser, draft_id
from tracker.models import Submission
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.topic_builder import topic_templates
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.guide.fields import labels_by_key
from tracker.web.desk.guide.text import guide_part, whole_guide

PUBLIC = ("/", "/companies/acme/police-drones", "/evidence/acme/deal", "/topics/police-drones", "/about", "/changes")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_one_for_all_and_leads_to_its_editing(site, ann, path):
    anonymous = site.client.get(path)
    signed_in = ann.client.get(path)
    assert signed_in.data == anonymous.data
    assert not anonymous.headers.getlist("Set-Cookie")
    assert f'href="/desk/at?path={path}"' in anonymous.text
    led = site.client.application.test_client().get(f"/desk/at?path={path}")
    assert led.headers["Location"].startswith("/account/sign-in?next=/desk/at")


def test_edit_lists_the_records_of_a_scorecard_and_begins_a_draft_of_one(ann):
    page = ann.open("/desk/at?path=/companies/acme/police-drones").checked()
    actions = [form.action for form in page.forms]
    for record in ("company/acme", "topic/police-drones", "pledge/acme/no-sales", "evidence/acme/deal"):
        assert f"/desk/edit/{record}" in actions
    edited = ann.press(page, "", form=next(form for form in page.forms if form.action.endswith("evidence/acme/deal")))
    assert edited.path.startswith("/desk/drafts/")
    assert "Find a record to edit" in ann.open("/desk/at?path=/about").checked().text
    assert "Find a record to edit" in ann.open("/desk/at?path=//elsewhere.example/x").checked().text


def test_the_bar_of_a_record_begins_its_draft_and_nobody_else_gets_it(site, ann):
    bar = ann.client.get("/desk/bar?path=/evidence/acme/deal")
    assert 'action="/desk/edit/evidence/acme/deal"' in bar.text
    assert bar.headers["Cache-Control"] == "no-store"
    assert (
        'href="/desk/at?path=/companies/acme/police-drones"'
        in ann.client.get("/desk/bar?path=/companies/acme/police-drones").text
    )
    assert site.client.application.test_client().get("/desk/bar?path=/").status_code == 302


def test_after_publishing_the_review_leads_to_the_page_and_to_the_next(site, ann):
    actor = Actor(ann.client.account_id, "ann", Role.EDITOR)
    drafts = [draft_of(site.database, actor, source(f"way-{n}")) for n in (1, 2)]
    for draft in drafts:
        submitted(site.database, actor, draft)
    rey = Browser(site, "reviewer", f"rey-{ann.client.account_id}")
    with site.database.reading() as session:
        first, second = session.query(Submission).filter(Submission.draft_id.in_([d.id for d in drafts])).order_by("id")
    page = rey.open(f"/desk/review/{first.id}")
    page = rey.press(
        page, "publish", form=next(f for f in page.forms if ("decision", "publish") in f.buttons)
    ).checked()
    onward = page.html.partition("data-onward")[2].partition("</p>")[0]
    assert 'href="/sources/way-1"' in onward
    assert f'href="/desk/review/{second.id}"' in onward


def led_to(page):
    """Where the links of a page to the guide beside it lead; each place is on the page."""
    tree = parsed(page.checked().html)
    led = {one.get("href")[1:] for one in tree.iter("a") if one.get("class") == "guide-link"}
    assert led <= {one.get("id") for one in tree.iter() if one.get("id")}
    return led


@pytest.mark.parametrize("form", [*LAYOUTS, "topic", "vocabulary", "wording", "take-down", "submit"])
def test_the_guide_tells_of_every_field_of_every_form(form):
    part, keys = guide_part(form), labels_by_key(form)
    assert set(part.places) == set(keys) != set()
    assert all(f'id="{place}"' in part.html for place in part.places.values())


@pytest.mark.parametrize("kind", LAYOUTS)
def test_fields_of_a_record_lead_to_their_text(ann, kind):
    page = ann.open(f"/desk/new/{kind}")
    fields = {name for name, _ in page.form.controls if name in guide_part(kind).places}
    assert fields != set()
    assert {guide_part(kind).places[name] for name in fields} <= led_to(page)


def test_fields_of_a_topic_lead_to_their_text(ann):
    page = ann.open("/desk/new/topic")
    led = led_to(page)
    form = next(form for form in page.forms if "draft" in dict(form.controls))
    page = ann.press(page, "", form=form, start=f"template:{topic_templates()[1].id}")
    steps = page.path.rpartition("/")[0]
    for step in ("question", "kind", "dimensions", "terms", "yardstick", "reasons"):
        led |= led_to(ann.open(f"{steps}/{step}"))
    table = ann.open(f"{steps}/yardstick")
    led |= led_to(ann.open(re.search(r'href="([^"]*cells=rows:[^"]*)"', table.html)[1].partition("#")[0]))
    listed = ann.open(f"{steps}/terms")
    led |= led_to(
        ann.open(re.search(r'href="([^"]*term=[^"]*)"', listed.html)[1].replace("&amp;", "&").partition("#")[0])
    )
    of_some = ("goal", "down_date", "down_reason", "scale_unit", "scale_from", "scale_to", "find", "unasked", "core")
    places = guide_part("topic").places
    assert {place for key, place in places.items() if key not in of_some} - led == set()


def test_the_whole_guide_is_a_page_of_the_desk(ann):
    page = ann.open("/desk/guide").checked()
    assert str(whole_guide()) in page.html
    assert "<table>" in page.html


def test_the_whole_page_is_previewed_with_the_draft_and_nothing_is_published(site, ann):
    page = ann.press(ann.edit("evidence", "acme/deal"), title=f"Sold a thousand drones {ann.client.account_id}")
    before = site.client.get("/companies/acme/police-drones").data
    shown = ann.open(f"/desk/drafts/{draft_id(page)}/page").checked()
    assert f"Sold a thousand drones {ann.client.account_id}" in shown.text
    assert f'data-preview-of="/desk/drafts/{draft_id(page)}"' in shown.html
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert "Acme Optics Inc." in words(next(parsed(shown.html).iter("h1")))
    (section,) = (it for it in parsed(shown.html).iter("section") if it.get("data-preview-of"))
    draft = section.get("data-preview-of")
    assert [it.get("href") for it in section.iter("a")] == [draft, f"{draft}/page?of=own"]
    assert site.client.get("/companies/acme/police-drones").data == before
    other = ann.press(ann.open("/desk/new/evidence"), title="Half a record")
    assert "There is no page to show yet." in ann.open(f"/desk/drafts/{draft_id(other)}/page").checked().text


@pytest.mark.parametrize(
    ("key", "values", "address"),
    [
        (("pledge", "acme/no-sales"), {"title": "No drones at all"}, "/pledges/acme/no-sales"),
        (("evidence", "acme/deal"), {"title": "Sold two drones"}, "/evidence/acme/deal"),
        (("source", "contract-1"), {"title": "The contract, in full"}, "/sources/contract-1"),
        (("topic", "police-drones"), {"name": "Drones and the police"}, "/topics/police-drones"),
    ],
)
def test_the_own_page_of_a_record_is_previewed_as_readers_would_see_it(site, ann, key, values, address):
    page = ann.press(ann.edit(*key), **values)
    shown = ann.open(f"/desk/drafts/{draft_id(page)}/page?of=own").checked()
    (value,) = values.values()
    assert value in shown.text
    assert f'data-preview-of="/desk/drafts/{draft_id(page)}"' in shown.html
    main = [words(next(parsed(it).iter("h1"))) for it in (shown.html, site.client.get(address).text)]
    assert main[0] != main[1]
    assert value not in site.client.get(address).text
    scorecard = re.search(r'href="([^"]*company=acme[^"]*)"', shown.html)
    assert (scorecard is None) == (key[0] == "source")
    assert scorecard is None or value in ann.open(scorecard[1].replace("&amp;", "&")).checked().text


def test_a_company_that_has_nothing_yet_has_no_page_to_preview(ann):
    name = f"Sample {ann.client.account_id} Works"
    page = ann.press(ann.open("/desk/new/company"), name=name)
    shown = ann.open(f"/desk/drafts/{draft_id(page)}/page").checked()
    assert "No page shows this record yet" in shown.text


def test_a_preview_of_somebody_elses_draft_is_shown_to_no_contributor(site, ann):
    page = ann.press(ann.edit("evidence", "acme/deal"), title="Mine")
    con = Browser(site, "contributor", f"con-{ann.client.account_id}")
    assert con.open(f"/desk/drafts/{draft_id(page)}/page").status == 404

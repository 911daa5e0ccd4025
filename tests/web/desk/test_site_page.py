"""The page on which the people who run the site say what readers are told of it, and how the record begins."""

from tests.factories import company
from tests.stored import published
from tests.web.desk.browsing import Browser
from tracker.services.intake.importing import OPERATOR
from tracker.services.upkeep.startup import SEEDED_BY
from tracker.store.ledger import ledger_head

ANSWERS = {
    "site_name": "Promise Watch",
    "site_owner": "The Harbour Times",
    "contact": "corrections@news.example",
    "data_licence": "CC BY 4.0",
    "time_zone": "Europe/Berlin",
}


def admin_of(client):
    return Browser(client, "admin", "ada")


def form(page):
    return next(form for form in page.forms if form.action.endswith("/desk/site"))


def test_readers_see_the_answers_at_once(site_of):
    client = site_of(world=False)
    before = client.page("/about")
    assert before.find("p", **{"data-unset": "SITE_OWNER"}) is not None
    admin = admin_of(client)
    page = admin.open("/desk/site").checked()
    assert page.status == 200
    saved = admin.press(page, "", form=form(page), **ANSWERS)
    assert saved.status == 200
    about = client.client.get("/about").text
    assert "<title>About this site – Promise Watch</title>" in about
    assert 'data-unset="SITE_OWNER"' not in about
    assert "mailto:corrections@news.example" in about
    assert "The records: CC BY 4.0" in about


def test_a_wrong_answer_is_told_beside_its_field_and_nothing_typed_is_lost(site_of):
    client = site_of(world=False)
    admin = admin_of(client)
    page = admin.open("/desk/site")
    answer = admin.press(page, "", form=form(page), **{**ANSWERS, "contact": "nobody"})
    assert answer.status == 422
    assert 'id="contact-wrong"' in answer.html
    assert form(answer).values("site_owner") == ["The Harbour Times"]
    assert form(answer).values("contact") == ["nobody"]


def test_what_the_environment_sets_is_shown_and_not_asked(site_of):
    client = site_of(world=False, contact="set@outside.example")
    page = admin_of(client).open("/desk/site")
    assert "CONTACT" in page.text
    assert 'name="contact" aria-describedby="contact-help" disabled value="set@outside.example"' in page.html


def test_an_empty_site_leads_to_its_first_topic(site_of):
    client = site_of(world=False)
    for path in ("/", "/topics"):
        assert "/desk/new/topic" in client.page(path).links()
    for role in ("contributor", "editor", "reviewer", "admin"):
        assert 'href="/desk/new/topic"' in Browser(client, role).open("/desk/").html


def test_the_example_is_deleted_when_an_admin_asks(site_of):
    client = site_of(world=False)
    published(client.database, company("extra"), author=SEEDED_BY, publisher=OPERATOR)
    admin = admin_of(client)
    page = admin.open("/desk/site")
    (emptying,) = [form for form in page.forms if form.action.endswith("/begin-empty")]
    assert admin.press(page, "", form=emptying).status == 200
    with client.database.reading() as session:
        assert ledger_head(session).position == 0
    assert client.client.get("/companies/extra").status_code == 404


def test_only_an_admin_who_proved_it_lately_may_delete_the_example(site_of):
    client = site_of(world=False)
    published(client.database, company("extra"), author=SEEDED_BY, publisher=OPERATOR)
    for role in ("contributor", "editor", "reviewer"):
        assert Browser(client, role).client.send("/desk/site/begin-empty").status_code == 403
    with client.database.reading() as session:
        assert ledger_head(session).position > 0

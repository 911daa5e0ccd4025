"""Entering an initiative and a pledge of it in the forms of the desk, without scripts."""

from tests.web.desk.drafts.test_drafts import saved


def test_an_initiative_is_entered_with_its_signatories(site, ann):
    page = ann.open("/desk/new/initiative").checked()
    page = ann.press(page, name="Open Drone Charter", source="gazette-1")
    page = ann.press(page.checked(), button="add:signatories")
    page = ann.press(
        page.checked(),
        **{
            "signatories-0-company": "acme",
            "signatories-0-since": "by 14 May 2019",
            "signatories-0-until": "March 2022",
        },
    )
    assert saved(site, page.checked()) == {
        "kind": "initiative",
        "id": "open-drone-charter",
        "name": "Open Drone Charter",
        "source": "gazette-1",
        "signatories": [{"company": "acme", "since": "[..2019-05-14]", "until": "2022-03"}],
    }


def test_a_pledge_names_the_initiative_in_place_of_a_company(site, ann):
    ann.press(ann.open("/desk/new/initiative"), name="Open Drone Charter", source="gazette-1")
    page = ann.press(ann.open("/desk/new/pledge"), title="A yearly report", initiative="open-drone-charter")
    data = saved(site, page.checked())
    assert (data["id"], data["initiative"]) == ("open-drone-charter/yearly-report", "open-drone-charter")
    assert "company" not in data


def test_recurring_deadlines_are_entered_in_words(site, ann):
    page = ann.open("/desk/new/pledge").checked()
    page = ann.press(page, commitment="perform", title="A yearly report", company="acme")
    page = ann.press(
        page.checked(),
        **{
            "versions-0-deadline-chosen": "turns",
            "versions-0-deadline-turns-every": "one year",
            "versions-0-deadline-turns-first": "30 June 2018",
        },
    )
    assert saved(site, page.checked())["versions"] == [{"deadline": {"every": "1 year", "first": "2018-06-30"}}]

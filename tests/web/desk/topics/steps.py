"""The first steps of making a topic, as tests of its later ones need them done."""

from tests.web.desk.browsing import draft_id
from tracker.models import Draft

CUSTOMERS = "Data brokers; list sellers\nAdvertisers\n  Ad exchanges\nPublic bodies"
ACTIONS = "Sale\nSharing\nRenting\nTraining"


def begun(ann, start="blank"):
    page = ann.open("/desk/new/topic").checked()
    return ann.press(page, "", start=start).checked()


def topic_of(ann, page):
    with ann.reading() as session:
        return session.get(Draft, draft_id(page)).data


def with_terms(ann):
    """A topic with two dimensions and eight terms, at the step of its table."""
    page = begun(ann)
    page = ann.press(page, "next", question="Who sells the location of phones?", name="Sale of location data").checked()
    page = ann.press(page, "next", commitment="refrain").checked()
    page = ann.press(page, "next", **{"use-action": "1", "use-counterparty": "1"}).checked()
    page = ann.press(page, "term:paste", lines=ACTIONS).checked()
    page = ann.open(page.path.partition("?")[0] + "?list=counterparty")
    page = ann.press(page, "term:paste", lines=CUSTOMERS).checked()
    return ann.press(page, "next").checked()


def ticks(page, field):
    return page.form.values(field)


def drawn(ann):
    """Its table drawn: three rows and two columns."""
    page = with_terms(ann)
    assert ticks(page, "add-rows") == [f"counterparty:{id}" for id in ("data-brokers", "advertisers", "public-bodies")]
    return ann.press(page, "cells:add", **{"add-columns": ["action:sale", "action:sharing"]}).checked()

"""A charter with yearly reports and a share target, from the form to readers: in the hand, in the dark, on paper."""

import shutil
from datetime import UTC

import pytest

from tests.browser.accessibility import barriers, widths_that_scroll_sideways
from tests.browser.conftest import complaints, note_complaints
from tests.browser.windows import follow, running
from tests.signed_in import signed_in
from tests.stored import clock, published
from tracker import create_app
from tracker.services.intake.record_files import read_files
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database

CHARTER, DAY = "/initiatives/open-audit-charter", "as_of=2024-09-14"
EXAMPLES = read_files([ROOT / "docs/examples/charters", ROOT / "docs/examples/targets"]).records
SIGNED_BY = ("sample-print", "fictional-books")
PUBLIC = (
    f"/initiatives?{DAY}",
    f"{CHARTER}?{DAY}",
    f"/companies/sample-print/recycled-paper?{DAY}",
    f"/compare?topic=open-audits&company=sample-print&company=fictional-books&{DAY}",
)


def in_time():
    """The records of the examples: those before the charter is signed, and those that name it."""
    by_key = {record.key: record for record in EXAMPLES}
    names_it = [
        record
        for record in by_key.values()
        if record.kind in ("pledge", "evidence") and "open-audit-charter" in record.model_dump_json()
    ]
    late = [it for it in names_it if it.kind == "pledge" or it.id.startswith(SIGNED_BY)]
    early = [it for it in by_key.values() if it not in names_it and it.kind != "initiative"]
    return early, late


@pytest.fixture
def place(browser, migrated_sqlite, tmp_path):
    """A site with what the charter needs, its database, and windows on it."""
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'tracker.sqlite3')}"
    database, app = Database(url), create_app(Settings(database_url=url, secrets_dir=tmp_path / "secrets"), clock(60))
    published(database, *in_time()[0])
    contexts, said = [], []
    with running(app) as address:

        def window(role="", name="", **options):
            context = browser.new_context(base_url=address, viewport={"width": 360, "height": 800}, **options)
            contexts.append(context)
            if role:
                context.add_cookies([{"name": "desk", "value": signed_in(app, role, name).token, "url": address}])
            page = context.new_page()
            note_complaints(page, said)
            return page

        yield window, database
        for context in contexts:
            context.close()
    database.close()
    assert complaints(said) == []


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True).first)


def enter_charter(page):
    """By its form, without scripts, on a phone; no id is typed."""
    page.goto("/desk/new/initiative")
    page.get_by_label("Name", exact=True).fill("Open Audit Charter")
    page.locator('[name="source"]').fill("Open Audit Charter")
    for row, (name, since, until) in enumerate(
        (("Sample Print", "1 Oct 2019", ""), ("Fictional Books", "2019", "March 2022"))
    ):
        follow(page.locator('button[value="add:signatories"]'))
        page.locator(f'[name="signatories-{row}-company"]').fill(name)
        page.locator(f'[name="signatories-{row}-since"]').fill(since)
        page.locator(f'[name="signatories-{row}-until"]').fill(until)
    press(page, "Save and continue to submit")
    press(page, "Submit for review")


def test_a_charter_and_a_share_target_reach_readers(place):
    window, database = place
    enter_charter(window("editor", "ann", java_script_enabled=False))
    review = window("reviewer", "bob", java_script_enabled=False)
    review.goto("/desk/review")
    follow(review.get_by_role("link", name="Open Audit Charter").first)
    press(review, "Publish")
    published(database, *in_time()[1], at=clock(61))
    refresh(database, clock(62), UTC)

    plain = window(java_script_enabled=False)
    plain.goto(f"/about?{DAY}")
    follow(plain.get_by_role("link", name="Initiatives").first)
    follow(plain.get_by_role("link", name="Open Audit Charter"))
    row = plain.locator('tr[data-signatory="fictional-books"]')
    assert "until March 2022" in row.get_by_role("rowheader").inner_text()
    follow(plain.get_by_role("link", name="Sample Print", exact=True).first)
    assert plain.locator("ol.turns li").count() >= 4

    page = window(color_scheme="dark")
    for path in PUBLIC:
        page.goto(path)
        assert barriers(page, 360, "dark") == ""
        assert widths_that_scroll_sideways(page, 320, 360, 761) == []
        assert widths_that_scroll_sideways(page, 720, media="print") == []
    page.goto(f"{CHARTER}?{DAY}")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("form").first.is_visible()
    assert page.get_by_role("columnheader", name="31 December 2023").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"

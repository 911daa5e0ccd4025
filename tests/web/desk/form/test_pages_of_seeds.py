"""Records of the seeds through their real pages, with the topic's real trees.

Nothing is changed by opening and saving.
"""

import shutil

import pytest

from tests.stored import clock
from tests.web.checking import CheckedClient
from tests.web.desk.browsing import Browser, draft_id
from tracker import create_app
from tracker.models import Draft
from tracker.settings import Settings

RECORDS = (
    ("company", "microsoft"),
    ("source", "threatpost-repost-2020"),
    ("condition", "us-national-law"),
    ("pledge", "microsoft/police-sales"),
    ("pledge", "amazon/rekognition-terms"),
    ("evidence", "microsoft/dea-2017"),
    ("evidence", "amazon/aws-secret-region-2017"),
    ("evidence", "clearview-ai/federal-use-2020"),
    ("response", "microsoft/silent-on-federal-agencies"),
)


@pytest.fixture(scope="module")
def ann(seeded_url, tmp_path_factory):
    copy = shutil.copy(seeded_url.removeprefix("sqlite:///"), tmp_path_factory.mktemp("seeds") / "tracker.sqlite3")
    app = create_app(Settings(database_url=f"sqlite:///{copy}"), clock(60))
    yield Browser(CheckedClient(app), name="ann")
    app.extensions["site"].database.close()


@pytest.mark.parametrize(("kind", "id"), RECORDS)
def test_opening_and_saving_changes_nothing(ann, kind, id):
    page = ann.edit(kind, id)
    with ann.reading() as session:
        before = session.get(Draft, draft_id(page))
    saved = ann.press(page)
    assert saved.status == 200
    with ann.reading() as session:
        after = session.get(Draft, draft_id(saved))
    assert after.data == before.data
    assert after.version == before.version
    assert "to be put right" not in saved.text

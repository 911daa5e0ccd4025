"""Wording that was published before sentences were filled at check.

Pages show the built-in sentence, the log says why.
"""

import logging

import pytest

from tests import factories as make
from tests.stored import published
from tracker.records.kinds import from_body
from tracker.services.publishing import publish as publishing
from tracker.services.publishing.derived import wording_log
from tracker.services.publishing.publish import InvalidRecordsError

BROKEN = from_body(
    {"kind": "wording", "id": "english", "sentences": {"promise.none": "{state:d}", "finding.met": "{a.b} {c!r}"}}
)


def test_a_record_that_cannot_be_rendered_is_not_published(database):
    with pytest.raises(InvalidRecordsError) as refused:
        published(database, BROKEN)
    assert {fault.path for fault in refused.value.faults} == {
        ("sentences", "promise.none"),
        ("sentences", "finding.met"),
    }


@pytest.mark.parametrize(
    "path",
    [
        "/companies/acme",
        "/companies/acme/police-drones?as_of=2021-12-31",
        "/methodology",
        "/embed/companies/acme/police-drones",
    ],
)
def test_pages_show_the_built_in_sentence_and_the_operator_is_told(site_of, monkeypatch, caplog, path):
    wording_log._log_once.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "faults_among_published", lambda *_: [])
        site = site_of(BROKEN, make.pledge())
    with caplog.at_level(logging.ERROR, "tracker"):
        assert site.client.get(path).status_code == 200
    if path.startswith("/companies"):
        assert any("promise.none" in record.getMessage() for record in caplog.records)

"""What one invented site tells readers, address by address: no change of it goes unseen."""

import pytest

from tests.web import golden_edges, golden_records
from tests.web.golden_pages import ADDRESSES, said, second_topic, sections, site_of_all

GOLDEN = sections()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    app = site_of_all(
        tmp_path_factory.mktemp("golden"), *second_topic(), *golden_records.records(), *golden_edges.records()
    )
    yield app.test_client()
    app.extensions["site"].database.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_says_what_the_golden_file_has(client, address):
    assert said(client, address) == GOLDEN[address], "approve the change by python -m tests.web.golden_pages"


def test_the_golden_file_has_no_other_address():
    assert list(GOLDEN) == list(ADDRESSES)

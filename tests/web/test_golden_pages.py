"""What invented sites tell readers, address by address: no change of it goes unseen."""

import pytest

from tests.web.golden_pages import ADDRESSES, clients, said_by, sections

GOLDEN = sections()


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    made = clients(tmp_path_factory.mktemp("golden"))
    yield made
    for client in made.values():
        client.application.extensions["site"].database.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_says_what_the_golden_file_has(sites, address):
    assert said_by(sites, address) == GOLDEN[address], "approve the change by python -m tests.web.golden_pages"


def test_the_golden_file_has_no_other_address():
    assert list(GOLDEN) == list(ADDRESSES)

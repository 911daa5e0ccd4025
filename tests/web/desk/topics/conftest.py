"""An editor at the desk of a site without records."""

import pytest

from tests.web.desk.browsing import Browser


@pytest.fixture
def empty(site_of):
    return site_of(world=False)


@pytest.fixture
def ann(empty):
    return Browser(empty, name="ann")

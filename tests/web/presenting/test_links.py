"""Addresses that pages lead to."""

import pytest
from flask import Flask

from tracker.web.presenting.links import is_own_path, same_query


@pytest.mark.parametrize(
    ("text", "own"), [("/about", True), ("/", True), ("//a", False), ("/\\a", False), ("a", False), ("/a\tb", False)]
)
def test_a_path_of_this_site_leads_nowhere_else(text, own):
    assert is_own_path(text) is own


def test_the_same_query_has_every_value_of_a_parameter():
    with Flask("t").test_request_context("/compare?company=acme&company=b%26b&q="):
        assert same_query("/embed") == "/embed?company=acme&company=b%26b&q="
    with Flask("t").test_request_context("/compare"):
        assert same_query("/embed") == "/embed"

"""Addresses that pages lead to."""

from flask import Flask

from tracker.web.presenting.links import same_query


def test_the_same_query_has_every_value_of_a_parameter():
    with Flask("t").test_request_context("/compare?company=acme&company=b%26b&q="):
        assert same_query("/embed") == "/embed?company=acme&company=b%26b&q="
    with Flask("t").test_request_context("/compare"):
        assert same_query("/embed") == "/embed"

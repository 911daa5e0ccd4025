"""What a robots.txt says to us by name."""

import pytest

from tracker.core.captures.robots import may_look, own_rules

TEXT = """\ufeff# for all
User-agent: *
Disallow: /

User-Agent: pledgetracker/2.0 # us
user-agent: Other
Crawl-delay: 3
Disallow: /private # and below
Allow: /private/report$
disallow: /*.pdf$
Disallow:
Disallow: nothing
Sitemap: https://acme.example/s.xml

User-agent: Other
Disallow: /other

User-agent: PledgeTracker
Disallow: /*secret*/x
"""


def test_only_rules_that_name_us_are_ours():
    rules = own_rules(TEXT, "PledgeTracker")
    assert rules.splitlines() == [
        "disallow /private",
        "allow /private/report$",
        "disallow /*.pdf$",
        "disallow /*secret*/x",
    ]
    assert own_rules(TEXT, "Pledge") == ""
    assert own_rules("Disallow: /\nUser-agent: PledgeTracker\n", "PledgeTracker") == ""


@pytest.mark.parametrize(
    ("target", "may"),
    [
        ("/", True),
        ("", True),
        ("/public", True),
        ("/private", False),
        ("/privates?x=1", False),
        ("/%70rivate/x", False),
        ("/private/report", True),
        ("/private/report2", False),
        ("/a/b.pdf", False),
        ("/a/b.pdf?x=1", True),
        ("/a-secret-b/x", False),
        ("/a-secret-b/y", True),
        ("/x/secret", True),
        ("/other", True),
    ],
)
def test_the_longest_rule_that_fits_decides(target, may):
    assert may_look(own_rules(TEXT, "PledgeTracker"), target) is may


def test_of_two_that_are_as_long_the_kinder_one_and_stars_cost_nothing():
    assert may_look("disallow /a\nallow /a", "/ab")
    assert may_look("disallow /" + "*a" * 200 + "b$", "/" + "a" * 5_000)
    assert not may_look("disallow /*a*a$", "/aa")
    assert may_look("disallow /*a*a$", "/a")
    assert len(own_rules("User-agent: x\n" + "Disallow: /a\n" * 900, "x").splitlines()) == 500

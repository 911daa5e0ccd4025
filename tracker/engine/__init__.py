"""Records in, results out: pure functions that compute findings, coverage and scorecards."""

RULES_VERSION = "2"

"""A package, so that tests can import tests.factories wherever they stand."""

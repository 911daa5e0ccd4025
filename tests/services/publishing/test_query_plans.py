"""What a publication costs does not grow with the site: no query of it, or of its refresh, reads a table as a whole."""

import re
from datetime import UTC

import pytest
from sqlalchemy import event

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.store.derived.stored_answers import answers_to_renew

FEW = {"vocabulary", "wording", "topic", "condition", "initiative"}
"""Kinds of which a site has some dozens, whatever its size."""
WHOLE = re.compile(
    # Jobs that wait are as many as there is to do, whatever the site's size.
    r"SCAN (?!CONSTANT|\(subquery|few|job USING INDEX|search VIRTUAL TABLE INDEX 0:=)"
    r"|SEARCH record USING INDEX \S+ \(kind=\?\)$"
)


def read_whole(connection, statement, parameters):
    """The steps of SQLite's plan that read all of a table, or all records of a kind of which there may be many."""
    if re.match(r"\s*(SELECT|DELETE|UPDATE|WITH)", statement) is None or "LIMIT" in statement:
        return []
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    steps = [step for *_, step in plan if WHOLE.match(step)]
    kinds = {it for it in parameters if isinstance(it, str)}
    return [(step, statement) for step in steps if not (kinds and kinds <= FEW)]


@pytest.fixture
def plans(database):
    """The statements that read a table as a whole, from the first publication of the test on."""
    result = []

    def explain(connection, _cursor, statement, parameters, _context, many):
        driver = connection.connection.driver_connection
        result.extend(read_whole(driver, statement, parameters[0] if many else parameters))

    for engine in {database.engine, database.reading_engine}:
        event.listen(engine, "after_cursor_execute", explain)
    yield result
    for engine in {database.engine, database.reading_engine}:
        event.remove(engine, "after_cursor_execute", explain)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_query_of_a_publication_reads_a_whole_table(database, plans):
    published_world(database, make.pledge(), make.evidence())
    refresh(database, clock(1), UTC)
    plans.clear()
    changed = [make.evidence(summary="Other words."), make.company(name="Acme Lenses Inc."), make.pledge("acme/more")]
    for minute, record in enumerate(changed, 2):
        published(database, record, change="correction", note="A typing error", at=clock(minute))
    refresh(database, clock(9), UTC)
    assert plans == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_to_be_rendered_again_is_found_by_what_was_published(database):
    published_world(database, make.pledge())
    statements = []
    with database.reading() as session:
        connection = session.connection()
        event.listen(connection, "after_cursor_execute", lambda *given: statements.append(given[2:4]))
        answers_to_renew(session, "1", clock(1).now().date(), 10, since=1)
        (statement, parameters), driver = statements[0], connection.connection.driver_connection
        steps = [step for *_, step in driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert steps
    assert not [step for step in steps if step.startswith("SCAN")]

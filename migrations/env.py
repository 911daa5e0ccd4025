"""Runs migrations on the connection that the caller has locked. Imports nothing from the application."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    # SQLite cannot alter a table: it is built anew. Triggers vanish with the old one and must be made again.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()

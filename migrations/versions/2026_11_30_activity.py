"""The log tells of acts that are about nobody's account, such as a command's, and is found by who did it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_activity"
down_revision = "2026_11_30_job_tokens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        rebuild(without_account=True)
    else:
        op.alter_column("account_event", "account_id", nullable=True)
    op.create_index("ix_account_event_actor_id_id", "account_event", ["actor_id", "id"])
    op.create_index("ix_account_event_event_id", "account_event", ["event", "id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        rebuild(without_account=False)
        return
    op.drop_index("ix_account_event_event_id", "account_event")
    op.drop_index("ix_account_event_actor_id_id", "account_event")
    op.execute("ALTER TABLE account_event DISABLE TRIGGER USER")
    op.execute("DELETE FROM account_event WHERE account_id IS NULL")
    op.execute("ALTER TABLE account_event ENABLE TRIGGER USER")
    op.alter_column("account_event", "account_id", nullable=False)


def rebuild(*, without_account: bool) -> None:
    """SQLite cannot change a column: the rows move to a new table, with its index and triggers."""
    columns = "id, at, account_id, actor_id, event, detail"
    op.create_table(
        "account_event_moved",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=without_account),
        sa.Column("actor_id", sa.Integer, nullable=True),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_event"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_event_account_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name="fk_account_event_actor_id"),
    )
    op.execute(
        f"INSERT INTO account_event_moved ({columns}) SELECT {columns} FROM account_event"
        + ("" if without_account else " WHERE account_id IS NOT NULL")
    )
    op.drop_table("account_event")
    op.rename_table("account_event_moved", "account_event")
    op.create_index("ix_account_event_account_id_id", "account_event", ["account_id", "id"])
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER account_event_no_{act} BEFORE {act.upper()} ON account_event "
            f"BEGIN SELECT RAISE(ABORT, 'account_event only ever grows: {act} refused'); END"
        )

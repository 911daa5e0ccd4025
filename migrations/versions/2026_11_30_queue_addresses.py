"""Addresses of sources that changed are items of the queue."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_queue_addresses"
down_revision = "2026_11_30_lines_by_state"
branch_labels = None
depends_on = None

_BEFORE = ("bundle", "report", "import", "reply", "check", "end")
_NOW = (*_BEFORE, "address")
_COLUMNS = ("item", "item_id", "assignee_id", "reviewer_id", "due_on", "changed_by", "changed_at")


def upgrade() -> None:
    _make_assignments(_NOW)


def downgrade() -> None:
    _make_assignments(_BEFORE)


def _make_assignments(kinds: tuple[str, ...]) -> None:
    """The table anew, which has a row for each thing that somebody was given: SQLite cannot change a constraint."""
    table = sa.table("assignment", *(sa.column(name) for name in _COLUMNS))
    query = sa.select(table).where(table.c.item.in_(kinds))
    rows = [dict(row._mapping) for row in op.get_bind().execute(query)]
    op.drop_table("assignment")
    kinds_listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_table(
        "assignment",
        sa.Column("item", sa.String(10), nullable=False),
        sa.Column("item_id", sa.String(300), nullable=False),
        sa.Column("assignee_id", sa.Integer, nullable=True),
        sa.Column("reviewer_id", sa.Integer, nullable=True),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("changed_by", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("item", "item_id", name="pk_assignment"),
        sa.ForeignKeyConstraint(["assignee_id"], ["account.id"], name="fk_assignment_assignee_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name="fk_assignment_reviewer_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name="fk_assignment_changed_by"),
        sa.CheckConstraint(f"item IN ({kinds_listed})", name=op.f("ck_assignment_item_known")),
        sa.CheckConstraint("length(due_on) = 10", name=op.f("ck_assignment_due_on_a_day")),
    )
    for column in ("assignee_id", "reviewer_id", "due_on"):
        op.create_index(f"ix_assignment_{column}", "assignment", [column])
    if rows:
        op.bulk_insert(table, rows)

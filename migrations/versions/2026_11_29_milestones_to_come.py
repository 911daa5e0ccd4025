"""Milestones among what is coming up.

The table is made of what is published, so its rows are computed again at the next start.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_milestones_to_come"
down_revision = "2026_11_29_site_details"
branch_labels = None
depends_on = None

BEFORE = "'fixed', 'condition met', 'withdrawn', 'replaced', 'deadline', 'condition', 'self-judged'"
AFTER = "'fixed', 'condition met', 'withdrawn', 'replaced', 'milestone', 'deadline', 'condition', 'self-judged'"


def by_bytes(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def create_anew(kinds: str) -> None:
    """SQLite cannot change a constraint of a table."""
    op.drop_table("ending")
    op.create_table(
        "ending",
        sa.Column("topic_id", by_bytes(120), nullable=False),
        sa.Column("company_id", by_bytes(120), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("pledge_id", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("first_day", sa.Date, nullable=True),
        sa.Column("last_day", sa.Date, nullable=True),
        sa.Column("doubted", sa.Boolean, nullable=False),
        sa.Column("condition_id", sa.String(120), nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "company_id", "number", name="pk_ending"),
        sa.CheckConstraint("number >= 0 AND version >= 1", name=op.f("ck_ending_numbers_count")),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_ending_kind_known")),
        sa.CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day", name=op.f("ck_ending_days_whole")
        ),
    )
    for columns in (
        ("first_day", "topic_id", "company_id", "number"),
        ("topic_id", "first_day", "company_id", "number"),
    ):
        op.create_index(f"ix_ending_{'_'.join(columns)}", "ending", list(columns))
    op.execute("DELETE FROM derived")  # without a version of its rows, the next start makes them anew


def upgrade() -> None:
    create_anew(AFTER)


def downgrade() -> None:
    create_anew(BEFORE)

"""Lines of scorecards for lists across companies. They are made anew at the next start."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_listed_lines"
down_revision = "2026_11_29_stored_answers"
branch_labels = None
depends_on = None

_INDEXES = (
    ("part", "state", "company_id", "topic_id", "number"),
    ("part", "topic_id", "company_id", "number"),
    ("part", "sector", "company_id", "topic_id", "number"),
    ("part", "first_day", "company_id", "topic_id", "number"),
    ("part", "changed", "company_id", "topic_id", "number"),
    ("company_id",),
)


def _by_bytes(kind: type[sa.String], length: int | None = None) -> sa.String:
    return kind(length).with_variant(kind(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "listed_line",
        sa.Column("part", sa.String(8), nullable=False),
        sa.Column("company_id", _by_bytes(sa.String, 120), nullable=False),
        sa.Column("topic_id", _by_bytes(sa.String, 120), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("sector", _by_bytes(sa.Text), nullable=False),
        sa.Column("first_day", sa.Date, nullable=True),
        sa.Column("last_day", sa.Date, nullable=True),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("part", "company_id", "topic_id", "number", name="pk_listed_line"),
        sa.CheckConstraint("part IN ('cells', 'dues', 'findings', 'gaps')", name=op.f("ck_listed_line_part_known")),
        sa.CheckConstraint("number >= 0 AND changed >= 0", name=op.f("ck_listed_line_numbers_count")),
        sa.CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day",
            name=op.f("ck_listed_line_days_whole"),
        ),
    )
    for columns in _INDEXES:
        op.create_index(f"ix_listed_line_{'_'.join(columns)}", "listed_line", list(columns))


def downgrade() -> None:
    op.drop_table("listed_line")

"""Lines of scorecards are found by both of their days: lists of a period begin at its first line."""

from alembic import op

revision = "2026_11_30_days_of_lines"
down_revision = "2026_11_30_rows_of_a_company"
branch_labels = None
depends_on = None

_TABLE = "listed_line"
_OLD = "ix_listed_line_part_first_day_company_id_topic_id_number"
_PLACE = ["company_id", "topic_id", "number"]


def upgrade() -> None:
    op.create_index("ix_listed_line_by_first_day", _TABLE, ["part", "first_day", *_PLACE, "last_day", "state"])
    op.create_index("ix_listed_line_by_last_day", _TABLE, ["part", "last_day", *_PLACE, "first_day", "state"])
    op.drop_index(_OLD, _TABLE)


def downgrade() -> None:
    op.create_index(_OLD, _TABLE, ["part", "first_day", *_PLACE])
    op.drop_index("ix_listed_line_by_last_day", _TABLE)
    op.drop_index("ix_listed_line_by_first_day", _TABLE)

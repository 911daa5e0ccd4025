"""Lists of companies are filtered and counted by indexes, whatever the size of the site."""

from alembic import op

revision = "2026_11_30_filters_of_lists"
down_revision = "2026_11_30_days_of_lines"
branch_labels = None
depends_on = None

_INDEXES = (
    ("topic_id", "country", "sort_name"),
    ("topic_id", "sector", "sector_name"),
    ("topic_id", "strength", "sort_name"),
    ("topic_id", "gravest", "sort_name"),
    ("topic_id", "pledge_state", "sort_name"),
)


def upgrade() -> None:
    for columns in _INDEXES:
        op.create_index("_".join(("ix_standing", *columns)), "standing", list(columns))
    analysed = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"
    if op.get_bind().dialect.name == "sqlite" and op.get_bind().exec_driver_sql(analysed).first():
        # Statistics that know of some indexes only would have the others preferred.
        op.execute("ANALYZE standing")


def downgrade() -> None:
    for columns in _INDEXES:
        op.drop_index("_".join(("ix_standing", *columns)), "standing")

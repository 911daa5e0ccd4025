"""Lines of a state by sector, and those of a topic by state: where they are few, no others are looked at."""

from alembic import op

revision = "2026_11_30_lines_by_state"
down_revision = "2026_11_30_robots"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_listed_line_by_state_and_sector": ["part", "state", "sector", "company_id", "topic_id", "number"],
    "ix_listed_line_by_topic_and_state": ["part", "topic_id", "state", "company_id", "number"],
}


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.create_index(name, "listed_line", columns)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, "listed_line")

"""Rows of lists are found by their company: a refresh replaces those of a few without a look at all others."""

from alembic import op

revision = "2026_11_30_rows_of_a_company"
down_revision = "2026_11_30_import_plans"
branch_labels = None
depends_on = None

_TABLES = ("standing", "ending")


def upgrade() -> None:
    for table in _TABLES:
        op.create_index(f"ix_{table}_company_id", table, ["company_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_index(f"ix_{table}_company_id", table)

"""Country and sector of companies, for lists to be filtered by.

The table is made of what is published, so its rows are computed again at the next start.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_country_sector"
down_revision = "2026_11_29_record_line"
branch_labels = None
depends_on = None

COLUMNS = {"country": sa.String(2), "sector": sa.Text(), "sector_name": sa.Text()}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("standing", sa.Column(name, kind, nullable=False, server_default=""))
    op.execute("DELETE FROM derived")  # without a version of its rows, the next start makes them anew


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("standing", name)

"""The line on what is on record of a company, for lists.

They say the same as scorecards, whatever is only alleged included.

The table is made of what is published, so its rows are computed again at the next start.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_record_line"
down_revision = "2026_11_22_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("standing", sa.Column("record_line", sa.Text(), nullable=False, server_default=""))
    op.execute("DELETE FROM derived")  # without a version of its rows, the next start makes them anew


def downgrade() -> None:
    op.drop_column("standing", "record_line")

"""Where in the ledger something was last published that concerns a subject. The rows are made at the next start."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_last_publication"
down_revision = "2026_11_29_draft_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_publication",
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_last_publication"),
        sa.CheckConstraint("position >= 1", name=op.f("ck_last_publication_position_from_1")),
    )
    op.create_index("ix_last_publication_position", "last_publication", ["position"])


def downgrade() -> None:
    op.drop_table("last_publication")

"""That somebody asked to follow is counted apart from who follows, so that no limit tells who does."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_follow_asks"
down_revision = "2026_11_30_items_of_the_queue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_ask",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("origin_key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ask"),
    )
    op.create_index("ix_follow_ask_at", "follow_ask", ["at"])
    op.create_index("ix_follow_ask_origin_key_at", "follow_ask", ["origin_key", "at"])
    op.drop_index("ix_follower_origin_key_asked_at", "follower")
    op.drop_column("follower", "origin_key")


def downgrade() -> None:
    op.add_column("follower", sa.Column("origin_key", sa.String(64), nullable=True))
    op.create_index("ix_follower_origin_key_asked_at", "follower", ["origin_key", "asked_at"])
    op.drop_table("follow_ask")

"""What hosts say of us in their robots.txt."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_robots"
down_revision = "2026_11_30_follow_asks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("host", sa.Column("robots", sa.Text, nullable=False, server_default=""))
    op.add_column("host", sa.Column("robots_at", sa.String(27)))


def downgrade() -> None:
    op.drop_column("host", "robots_at")
    op.drop_column("host", "robots")

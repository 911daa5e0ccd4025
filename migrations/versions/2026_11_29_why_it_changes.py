"""Whether the type of a change was chosen, and what is said to the reviewer alone."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_why_it_changes"
down_revision = "2026_11_29_last_publication"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("change_chosen", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("draft", sa.Column("private_note", sa.Text, nullable=True))
    op.add_column("submission", sa.Column("private_note", sa.Text, nullable=True))


def downgrade() -> None:
    op.drop_column("submission", "private_note")
    op.drop_column("draft", "private_note")
    op.drop_column("draft", "change_chosen")

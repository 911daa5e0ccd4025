"""What a draft said after each save, so that the changes of two people can be merged; begun with what drafts say."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_draft_versions"
down_revision = "2026_11_29_milestones_to_come"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_version",
        sa.Column("draft_id", sa.String(22), nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("typed", sa.Text, nullable=True),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("confirmed", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "version", name="pk_draft_version"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_draft_version_draft_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_draft_version_account_id"),
    )
    op.execute(
        "INSERT INTO draft_version (draft_id, version, account_id, at, body, typed, change, note, confirmed)"
        " SELECT id, version, owner_id, updated_at, body, NULL, change, note, confirmed FROM draft"
        " WHERE state IN ('editing', 'submitted', 'returned')"
    )


def downgrade() -> None:
    op.drop_table("draft_version")

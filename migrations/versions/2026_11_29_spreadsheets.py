"""Bundles of drafts, and imports of spreadsheets with the mappings that are kept for the next file."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_spreadsheets"
down_revision = "2026_11_29_reader_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_bundle",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_bundle"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_draft_bundle_owner_id"),
    )
    op.create_index("ix_draft_bundle_owner_id_created_at", "draft_bundle", ["owner_id", "created_at"])
    op.create_index("ix_draft_bundle_created_at_id", "draft_bundle", ["created_at", "id"])
    op.create_table(
        "bundled_draft",
        sa.Column("draft_id", sa.String(22), nullable=False),
        sa.Column("bundle_id", sa.String(22), nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("lead", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_bundled_draft"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_bundled_draft_draft_id"),
        sa.ForeignKeyConstraint(["bundle_id"], ["draft_bundle.id"], name="fk_bundled_draft_bundle_id"),
        sa.CheckConstraint("row >= 0", name=op.f("ck_bundled_draft_row_from_0")),
    )
    op.create_index("ix_bundled_draft_bundle_id_row", "bundled_draft", ["bundle_id", "row"])
    _imports()


def _imports() -> None:
    op.create_table(
        "table_import",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("owner_id", sa.Integer, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("choices", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_table_import"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_table_import_owner_id"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_table_import_version_from_1")),
    )
    op.create_index("ix_table_import_owner_id_created_at", "table_import", ["owner_id", "created_at"])
    op.create_table(
        "saved_mapping",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_mapping"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_saved_mapping_owner_id"),
        sa.UniqueConstraint("name", name="uq_saved_mapping_name"),
    )


def downgrade() -> None:
    op.drop_table("saved_mapping")
    op.drop_table("table_import")
    op.drop_table("bundled_draft")
    op.drop_table("draft_bundle")

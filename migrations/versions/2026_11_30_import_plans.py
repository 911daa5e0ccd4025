"""Plans of long imports; when an import was changed last, and how many rows it has."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_import_plans"
down_revision = "2026_11_30_quote_places"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("table_import", sa.Column("rows", sa.Integer, nullable=False, server_default="0"))
    op.add_column("table_import", sa.Column("changed_at", sa.String(27), nullable=True))
    op.execute("UPDATE table_import SET changed_at = created_at")
    with op.batch_alter_table("table_import") as table:
        table.alter_column("changed_at", existing_type=sa.String(27), nullable=False)
    op.create_index("ix_table_import_changed_at", "table_import", ["changed_at"])
    op.create_table(
        "import_plan",
        sa.Column("import_id", sa.String(22), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("basis", sa.String(100), nullable=False, server_default=""),
        sa.Column("rows_done", sa.Integer, nullable=False, server_default="0"),
        sa.Column("content", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("import_id", name="pk_import_plan"),
        sa.ForeignKeyConstraint(["import_id"], ["table_import.id"], name="fk_import_plan_import_id"),
    )


def downgrade() -> None:
    op.drop_table("import_plan")
    op.drop_index("ix_table_import_changed_at", table_name="table_import")
    op.drop_column("table_import", "changed_at")
    op.drop_column("table_import", "rows")

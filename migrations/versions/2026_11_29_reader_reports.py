"""What readers send: errors that they report and tips."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_reader_reports"
down_revision = "2026_11_29_listed_lines"
branch_labels = None
depends_on = None

_OUTCOMES = "'open', 'accepted', 'known', 'no document', 'other subject', 'no error', 'unwanted'"


def upgrade() -> None:
    op.create_table(
        "reader_report",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("number", sa.String(9), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("about", sa.String(500), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("origin_key", sa.String(64), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=False, server_default="open"),
        sa.Column("decided_at", sa.String(27), nullable=True),
        sa.Column("decided_by", sa.Integer, nullable=True),
        sa.Column("erased_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reader_report"),
        sa.UniqueConstraint("number", name="uq_reader_report_number"),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_reader_report_decided_by"),
        sa.CheckConstraint("kind IN ('error', 'tip')", name=op.f("ck_reader_report_kind_known")),
        sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name=op.f("ck_reader_report_outcome_known")),
        sa.CheckConstraint(
            "(outcome = 'open') = (decided_at IS NULL)", name=op.f("ck_reader_report_decided_with_its_day")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_reader_report_decided_by_someone")
        ),
        sa.CheckConstraint(
            "erased_at IS NULL OR (text = '' AND name = '' AND email = '')",
            name=op.f("ck_reader_report_erased_is_empty"),
        ),
    )
    op.create_index("ix_reader_report_origin_key_received_at", "reader_report", ["origin_key", "received_at"])
    op.create_index("ix_reader_report_received_at", "reader_report", ["received_at"])
    op.create_index("ix_reader_report_outcome_id", "reader_report", ["outcome", "id"])


def downgrade() -> None:
    op.drop_table("reader_report")

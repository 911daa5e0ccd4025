"""Captures: kept copies of what records rest on, what happened to them, and the files behind them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_captures"
down_revision = "2026_11_30_activity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_blob()
    _create_capture()
    _create_event()
    _create_file()
    _create_text()
    _guard("capture")
    _guard("capture_event")


def _create_blob() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("checked", sa.String(27), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
        sa.CheckConstraint("state IN ('kept', 'damaged', 'quarantined', 'erased')", name=op.f("ck_blob_state_known")),
        sa.CheckConstraint("bytes >= 0", name=op.f("ck_blob_bytes_from_0")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_blob_sha256_32_bytes")),
    )
    op.create_index("ix_blob_checked", "blob", ["checked"])


def _create_capture() -> None:
    op.create_table(
        "capture",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("made", sa.String(27), nullable=False),
        sa.Column("request", sa.String(160), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_capture"),
        sa.UniqueConstraint("sha256", name="uq_capture_sha256"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_capture_account_id"),
        sa.CheckConstraint("state IN ('captured', 'doubtful')", name=op.f("ck_capture_state_known")),
        sa.CheckConstraint("length(id) = 12", name=op.f("ck_capture_id_12_letters")),
    )
    op.create_index("ix_capture_request_made", "capture", ["request", "made"])
    op.create_index("ix_capture_account_id_made", "capture", ["account_id", "made"])


def _create_event() -> None:
    op.create_table(
        "capture_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("capture_id", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_capture_event"),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_capture_event_capture_id"),
    )
    op.create_index("ix_capture_event_capture_id_id", "capture_event", ["capture_id", "id"])


def _create_file() -> None:
    op.create_table(
        "capture_file",
        sa.Column("capture_id", sa.String(12), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("capture_id", "sha256", "role", "number", name="pk_capture_file"),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_capture_file_capture_id"),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_capture_file_sha256"),
    )
    op.create_index("ix_capture_file_sha256", "capture_file", ["sha256"])


def _create_text() -> None:
    op.create_table(
        "capture_text",
        sa.Column("capture_id", sa.String(12), nullable=False),
        sa.Column("readable", sa.String(7), nullable=False),
        sa.Column("pages", sa.Text, nullable=False),
        sa.Column("main", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("tool", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("capture_id", name="pk_capture_text"),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_capture_text_capture_id"),
        sa.CheckConstraint("readable IN ('text', 'machine', 'none')", name=op.f("ck_capture_text_readable_known")),
    )


def _guard(table: str) -> None:
    """Rows of the table can only be added."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only ever grows: {act} refused'); END"
            )
        return
    for act in ("update", "delete", "truncate"):
        level = "STATEMENT" if act == "truncate" else "ROW"
        op.execute(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    for table in ("capture_text", "capture_file", "capture_event", "capture", "blob"):
        op.drop_table(table)

"""Where quotes are in kept copies, by what near copies are found, and addresses that are looked at again."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_quote_places"
down_revision = "2026_11_30_captures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_quote_place()
    _create_shingle()
    _create_watched_address()
    _create_watch_look()


def _create_quote_place() -> None:
    op.create_table(
        "quote_place",
        sa.Column("capture_id", sa.String(12), nullable=False),
        sa.Column("quote", sa.String(64), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("exact", "prefix", "suffix", "before", "shown", "after")
        ),
        sa.PrimaryKeyConstraint("capture_id", "quote", name="pk_quote_place"),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_quote_place_capture_id"),
    )


def _create_shingle() -> None:
    op.create_table(
        "shingle",
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("capture_id", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("number", "capture_id", name="pk_shingle"),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_shingle_capture_id"),
    )
    op.create_index("ix_shingle_capture_id", "shingle", ["capture_id"])


def _create_watched_address() -> None:
    op.create_table(
        "watched_address",
        sa.Column("source_id", sa.String(120), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("due", sa.String(27), nullable=False),
        sa.Column("good", sa.String(27), nullable=False),
        sa.Column("state", sa.String(20)),
        sa.Column("run", sa.String(20)),
        sa.Column("run_from", sa.String(27)),
        sa.Column("run_length", sa.Integer, nullable=False),
        sa.Column("moved_to", sa.String(2000)),
        sa.Column("told", sa.String(27)),
        sa.PrimaryKeyConstraint("source_id", name="pk_watched_address"),
        sa.CheckConstraint("run_length >= 0", name=op.f("ck_watched_address_run_from_0")),
    )
    op.create_index("ix_watched_address_due", "watched_address", ["due"])
    op.create_index("ix_watched_address_told", "watched_address", ["told"])


def _create_watch_look() -> None:
    op.create_table(
        "watch_look",
        sa.Column("source_id", sa.String(120), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("gave", sa.String(20), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("told", sa.String(20)),
        sa.Column("since", sa.String(27)),
        sa.Column("capture_id", sa.String(12)),
        sa.PrimaryKeyConstraint("source_id", "at", name="pk_watch_look"),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_watch_look_capture_id"),
    )


def downgrade() -> None:
    for table in ("watch_look", "watched_address", "shingle", "quote_place"):
        op.drop_table(table)

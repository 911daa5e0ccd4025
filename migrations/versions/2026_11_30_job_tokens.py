"""Jobs of any kind: tokens of leases, when due, who asked, why one failed; hosts that are left alone for a while."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_job_tokens"
down_revision = "2026_11_30_desk_queue"
branch_labels = None
depends_on = None


def by_bytes(length: int) -> sa.String:
    """Text in the one order of ids that all lists keep."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "host",
        sa.Column("name", sa.String(253), nullable=False),
        sa.Column("busy_until", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )
    op.rename_table("job", "old_job")
    op.drop_index("ix_job_kind_leased_until", "old_job")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE old_job RENAME CONSTRAINT pk_job TO pk_old_job")
    op.create_table(
        "job",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", by_bytes(160), nullable=False),
        sa.Column("state", sa.String(10), server_default="waiting", nullable=False),
        sa.Column("position", sa.Integer, nullable=True),
        sa.Column("task", sa.Text, server_default="{}", nullable=False),
        sa.Column("asked_by", sa.Integer, nullable=True),
        sa.Column("host", sa.String(253), nullable=True),
        sa.Column("due", sa.String(27), nullable=True),
        sa.Column("turn", sa.Integer, server_default="0", nullable=False),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("leased_until", sa.String(27), nullable=True),
        sa.Column("token", sa.String(32), nullable=True),
        sa.Column("why", sa.String(200), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_job"),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name="fk_job_asked_by"),
        sa.CheckConstraint("state IN ('waiting', 'failed')", name=op.f("ck_job_state_known")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_job_position_from_1")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_job_tries_from_0")),
        sa.CheckConstraint("(token IS NULL) = (leased_until IS NULL)", name=op.f("ck_job_lease_whole")),
        sa.CheckConstraint("state = 'waiting' OR token IS NULL", name=op.f("ck_job_failed_is_free")),
    )
    op.create_index("ix_job_kind_leased_until", "job", ["kind", "leased_until"])
    op.create_index("ix_job_kind_state_turn", "job", ["kind", "state", "turn"])
    # A lease without a token is nobody's: what was leased is free.
    op.execute("INSERT INTO job (kind, key, position, tries) SELECT kind, key, position, tries FROM old_job")
    op.drop_table("old_job")


def downgrade() -> None:
    op.rename_table("job", "new_job")
    op.drop_index("ix_job_kind_leased_until", "new_job")
    op.drop_index("ix_job_kind_state_turn", "new_job")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE new_job RENAME CONSTRAINT pk_job TO pk_new_job")
    op.create_table(
        "job",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", by_bytes(160), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("leased_until", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_job"),
        sa.CheckConstraint("kind IN ('refresh', 'spread')", name=op.f("ck_job_kind_known")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_job_position_from_1")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_job_tries_from_0")),
    )
    op.create_index("ix_job_kind_leased_until", "job", ["kind", "leased_until"])
    # What was asked for by people cannot be kept by the older table.
    op.execute(
        "INSERT INTO job (kind, key, position, tries) SELECT kind, key, position, tries FROM new_job "
        "WHERE kind IN ('refresh', 'spread')"
    )
    op.drop_table("new_job")
    op.drop_table("host")

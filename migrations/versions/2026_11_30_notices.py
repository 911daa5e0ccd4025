"""Who is told by email, and until when they were told; who follows a company or topic."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_notices"
down_revision = "2026_11_30_reply_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("account_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("email", sa.String(10), nullable=False),
        sa.Column("told_on", sa.String(10), nullable=True),
        sa.PrimaryKeyConstraint("account_id", name="pk_notice_choice"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_choice_account_id"),
        sa.CheckConstraint("email IN ('daily', 'none')", name=op.f("ck_notice_choice_email_known")),
        sa.CheckConstraint("length(told_on) = 10", name=op.f("ck_notice_choice_told_on_a_day")),
    )
    op.create_table(
        "follower",
        *columns(),
        sa.PrimaryKeyConstraint("id", name="pk_follower"),
        sa.UniqueConstraint("token_sha256", name="uq_follower_token_sha256"),
        sa.UniqueConstraint("email_key", "subject", name="uq_follower_email_key_subject"),
        sa.CheckConstraint("length(token_sha256) = 64", name=op.f("ck_follower_token_32_bytes")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_follower_position_from_0")),
    )
    op.create_index("ix_follower_confirmed_at_position", "follower", ["confirmed_at", "position"])
    op.create_index("ix_follower_origin_key_asked_at", "follower", ["origin_key", "asked_at"])
    op.create_index("ix_follower_asked_at", "follower", ["asked_at"])


def columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subject", sa.String(130), nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("email_key", sa.String(64), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("origin_key", sa.String(64), nullable=True),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("confirmed_at", sa.String(27), nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("told_on", sa.String(10), nullable=True),
    ]


def downgrade() -> None:
    op.drop_table("follower")
    op.drop_table("notice_choice")

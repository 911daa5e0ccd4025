"""What companies were asked, and what they sent by the link in the request."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_reply_requests"
down_revision = "2026_11_30_filters_of_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_request",
        *columns(),
        sa.PrimaryKeyConstraint("id", name="pk_reply_request"),
        sa.UniqueConstraint("response_id", name="uq_reply_request_response_id"),
        sa.UniqueConstraint("token_sha256", name="uq_reply_request_token_sha256"),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name="fk_reply_request_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_reply_request_decided_by"),
        *(
            sa.CheckConstraint(text, name=op.f(f"ck_reply_request_{name}"))
            for name, text in (
                ("state_known", "state IN ('waiting', 'answered', 'accepted', 'refused')"),
                ("answered_with_its_day", "(state = 'waiting') = (answered_at IS NULL)"),
                ("answer_with_its_hash", "(answered_at IS NULL) = (answer_sha256 IS NULL)"),
                ("link_used_once", "state = 'waiting' OR token_sha256 IS NULL"),
                ("decided_by_someone", "(decided_at IS NULL) = (decided_by IS NULL)"),
                ("decided_with_its_day", "state IN ('waiting', 'answered') OR decided_at IS NOT NULL"),
                (
                    "erased_is_empty",
                    "erased_at IS NULL OR (text = '' AND speaker = '' AND recipient = '' AND email = '')",
                ),
            )
        ),
    )
    op.create_index("ix_reply_request_state_id", "reply_request", ["state", "id"])
    op.create_index("ix_reply_request_company_id", "reply_request", ["company_id"])


def columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("company_id", sa.String(120), nullable=False),
        sa.Column("response_id", sa.String(120), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("asked_by", sa.Integer, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=True),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="waiting"),
        sa.Column("text", sa.Text, nullable=False, server_default=""),
        sa.Column("speaker", sa.String(300), nullable=False, server_default=""),
        sa.Column("answer_sha256", sa.String(64), nullable=True),
        sa.Column("answered_at", sa.String(27), nullable=True),
        sa.Column("checked_how", sa.String(300), nullable=False, server_default=""),
        sa.Column("decided_at", sa.String(27), nullable=True),
        sa.Column("decided_by", sa.Integer, nullable=True),
        sa.Column("erased_at", sa.String(27), nullable=True),
    ]


def downgrade() -> None:
    op.drop_table("reply_request")

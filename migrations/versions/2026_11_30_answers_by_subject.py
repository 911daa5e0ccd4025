"""Stored answers are found by what they rest on: a publication is not set beside all of them."""

from alembic import op

revision = "2026_11_30_answers_by_subject"
down_revision = "2026_11_30_queue_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_answer_subject_subject_key", "answer_subject", ["subject", "key"])


def downgrade() -> None:
    op.drop_index("ix_answer_subject_subject_key", "answer_subject")

"""Answers as they were sent, and the subjects that they depend on. Both fill up as readers ask."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_stored_answers"
down_revision = "2026_11_29_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_answer",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("encoding", sa.String(20), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("today", sa.Date, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("tag", sa.String(80), nullable=False),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("subjects", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_stored_answer"),
        sa.CheckConstraint("position >= 0", name=op.f("ck_stored_answer_position_from_0")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_stored_answer_size_from_0")),
    )
    op.create_index("ix_stored_answer_asked_on_size", "stored_answer", ["asked_on", "size"])
    op.create_table(
        "answer_subject",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.PrimaryKeyConstraint("key", "subject", name="pk_answer_subject"),
        sa.ForeignKeyConstraint(["key"], ["stored_answer.key"], name="fk_answer_subject_key", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("answer_subject")
    op.drop_table("stored_answer")

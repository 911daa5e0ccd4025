"""Drafts, what was submitted of them, and what became of that; the last two only ever grow."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_drafts"
down_revision = "2026_11_22_accounts"

APPEND_ONLY = ("submission", "review")
CHANGES = "change IN ('new', 'update', 'correction', 'clarification', 'method')"


def upgrade() -> None:
    create_draft()
    create_submission()
    op.create_table(
        "review",
        sa.Column("submission_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("reviewer_id", sa.Integer, nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("position", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("submission_id", name="pk_review"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_review_submission_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name="fk_review_reviewer_id"),
        sa.ForeignKeyConstraint(["position"], ["ledger.position"], name="fk_review_position"),
        sa.UniqueConstraint("position", name="uq_review_position"),
        sa.CheckConstraint("verdict IN ('published', 'returned', 'taken back')", name=op.f("ck_review_verdict_known")),
        sa.CheckConstraint(
            "(verdict = 'published') = (position IS NOT NULL)", name=op.f("ck_review_position_where_published")
        ),
        sa.CheckConstraint("verdict <> 'returned' OR length(note) > 0", name=op.f("ck_review_returned_with_a_note")),
    )
    create_triggers()


def create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(120), nullable=True),
        sa.Column("company_id", sa.String(120), nullable=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Integer, nullable=False),
        sa.Column("writers", sa.JSON, nullable=False),
        sa.Column("base_number", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("confirmed", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_draft_owner_id"),
        sa.CheckConstraint(
            "state IN ('editing', 'submitted', 'returned', 'published', 'discarded')",
            name=op.f("ck_draft_state_known"),
        ),
        sa.CheckConstraint(CHANGES, name=op.f("ck_draft_change_known")),
        sa.CheckConstraint("(base_number = 0) = (change = 'new')", name=op.f("ck_draft_only_the_first_is_new")),
        sa.CheckConstraint("base_number >= 0 AND version >= 1", name=op.f("ck_draft_numbers_count")),
        sa.CheckConstraint("created_at <= updated_at", name=op.f("ck_draft_times_in_order")),
    )
    op.create_index("ix_draft_owner_id_state_updated_at_id", "draft", ["owner_id", "state", "updated_at", "id"])
    op.create_index("ix_draft_state_updated_at_id", "draft", ["state", "updated_at", "id"])
    op.create_index("ix_draft_kind_record_id_state", "draft", ["kind", "record_id", "state"])
    op.create_index("ix_draft_company_id_kind_state", "draft", ["company_id", "kind", "state"])


def create_submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("draft_id", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(120), nullable=False),
        sa.Column("base_number", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("author_id", sa.Integer, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("writers", sa.JSON, nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_submission_draft_id"),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_submission_author_id"),
        sa.CheckConstraint(CHANGES, name=op.f("ck_submission_change_known")),
        sa.CheckConstraint("(base_number = 0) = (change = 'new')", name=op.f("ck_submission_only_the_first_is_new")),
        sa.CheckConstraint("base_number >= 0", name=op.f("ck_submission_number_from_0")),
        sa.CheckConstraint("length(salt) = 64", name=op.f("ck_submission_salt_32_bytes")),
        sa.CheckConstraint("length(content_sha256) = 64", name=op.f("ck_submission_content_32_bytes")),
    )
    op.create_index("ix_submission_draft_id_id", "submission", ["draft_id", "id"])
    op.create_index("ix_submission_kind_record_id", "submission", ["kind", "record_id"])
    op.create_index("ix_submission_content_sha256", "submission", ["content_sha256"])


def create_triggers() -> None:
    """Refuse every change of a row in the append-only tables; the first migration made the function."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for act in ("update", "delete") if sqlite else ("update", "delete", "truncate"):
            if sqlite:
                body = f"BEGIN SELECT RAISE(ABORT, '{table} only ever grows: {act} refused'); END"
            else:
                body = f"FOR EACH {'STATEMENT' if act == 'truncate' else 'ROW'} EXECUTE FUNCTION refuse_change()"
            op.execute(f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} {body}")


def downgrade() -> None:
    for table in ("review", "submission", "draft"):
        op.drop_table(table)

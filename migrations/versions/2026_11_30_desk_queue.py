"""The desk’s queue: assignments, effects of bundles, first approvals, saved views, comments; bundles for drafts."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_desk_queue"
down_revision = "2026_11_29_spreadsheets"
branch_labels = None
depends_on = None

_TOGETHER = timedelta(seconds=2)
"""Drafts that one person submitted within this time were submitted by one press of a button."""


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("item", sa.String(10), nullable=False),
        sa.Column("item_id", sa.String(22), nullable=False),
        sa.Column("assignee_id", sa.Integer, nullable=True),
        sa.Column("reviewer_id", sa.Integer, nullable=True),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("changed_by", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("item", "item_id", name="pk_assignment"),
        sa.ForeignKeyConstraint(["assignee_id"], ["account.id"], name="fk_assignment_assignee_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name="fk_assignment_reviewer_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name="fk_assignment_changed_by"),
        sa.CheckConstraint("item IN ('bundle', 'report', 'import')", name=op.f("ck_assignment_item_known")),
        sa.CheckConstraint("length(due_on) = 10", name=op.f("ck_assignment_due_on_a_day")),
    )
    for column in ("assignee_id", "reviewer_id", "due_on"):
        op.create_index(f"ix_assignment_{column}", "assignment", [column])
    _reviewing()
    _comments()
    _bundle_what_is_open()


def _reviewing() -> None:
    op.create_table(
        "bundle_effect",
        sa.Column("bundle_id", sa.String(22), nullable=False),
        sa.Column("alarming", sa.Boolean, nullable=False),
        sa.Column("lines", sa.JSON, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("bundle_id", name="pk_bundle_effect"),
        sa.ForeignKeyConstraint(["bundle_id"], ["draft_bundle.id"], name="fk_bundle_effect_bundle_id"),
    )
    op.create_table(
        "submission_approval",
        sa.Column("submission_id", sa.Integer, nullable=False),
        sa.Column("reviewer_id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "reviewer_id", name="pk_submission_approval"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_submission_approval_submission_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name="fk_submission_approval_reviewer_id"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("owner_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_saved_view_owner_id"),
        sa.UniqueConstraint("owner_id", "name", name="uq_saved_view_owner_id_name"),
    )


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subject", sa.String(10), nullable=False),
        sa.Column("subject_id", sa.String(160), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author_id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("form_key", sa.String(22), nullable=False),
        sa.Column("resolved_at", sa.String(27), nullable=True),
        sa.Column("resolved_by", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.UniqueConstraint("form_key", name="uq_comment_form_key"),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_comment_author_id"),
        sa.ForeignKeyConstraint(["resolved_by"], ["account.id"], name="fk_comment_resolved_by"),
        sa.CheckConstraint("subject IN ('bundle', 'draft', 'record', 'report')", name=op.f("ck_comment_subject_known")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_comment_says_something")),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by IS NULL)", name=op.f("ck_comment_resolved_by_someone")
        ),
    )
    op.create_index("ix_comment_subject_subject_id_id", "comment", ["subject", "subject_id", "id"])
    op.create_table(
        "comment_mention",
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", "account_id", name="pk_comment_mention"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_comment_mention_comment_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_comment_mention_account_id"),
    )
    op.create_index("ix_comment_mention_account_id_comment_id", "comment_mention", ["account_id", "comment_id"])


_OPEN = sa.text("""
    SELECT draft.id, draft.owner_id, draft.created_at, max(submission.id) AS last_sent, max(submission.at) AS sent_at
    FROM draft LEFT JOIN submission ON submission.draft_id = draft.id AND draft.state = 'submitted'
    WHERE draft.state IN ('editing', 'returned', 'submitted')
      AND NOT EXISTS (SELECT 1 FROM bundled_draft WHERE bundled_draft.draft_id = draft.id)
    GROUP BY draft.id, draft.owner_id, draft.created_at
    ORDER BY last_sent, draft.id
""")


def _bundle_what_is_open() -> None:
    """What was submitted together waits as one bundle, led by what was submitted first; other drafts are one each."""
    connection = op.get_bind()
    bundle, before = "", None
    for draft in connection.execute(_OPEN).mappings().all():
        beside = before is not None and _sent_together(before, draft)
        if not beside:
            bundle = secrets.token_urlsafe(16)
            connection.execute(
                sa.text("INSERT INTO draft_bundle VALUES (:id, '', '', :owner, :at)"),
                {"id": bundle, "owner": draft["owner_id"], "at": draft["created_at"]},
            )
        connection.execute(
            sa.text("INSERT INTO bundled_draft VALUES (:draft, :bundle, 0, :lead)"),
            {"draft": draft["id"], "bundle": bundle, "lead": not beside},
        )
        before = draft


def _sent_together(before: sa.RowMapping, draft: sa.RowMapping) -> bool:
    if not before["sent_at"] or not draft["sent_at"] or before["owner_id"] != draft["owner_id"]:
        return False
    return datetime.fromisoformat(draft["sent_at"]) - datetime.fromisoformat(before["sent_at"]) <= _TOGETHER


def downgrade() -> None:
    for table in ("comment_mention", "comment", "saved_view", "submission_approval", "bundle_effect", "assignment"):
        op.drop_table(table)
    connection = op.get_bind()
    units = "SELECT id FROM draft_bundle WHERE file_name = ''"
    connection.execute(sa.text(f"DELETE FROM bundled_draft WHERE bundle_id IN ({units})"))
    connection.execute(sa.text("DELETE FROM draft_bundle WHERE file_name = ''"))

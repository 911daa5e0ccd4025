"""One table of jobs with leases, in place of the list of companies that are due."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_jobs"
down_revision = "2026_11_29_why_it_changes"
branch_labels = None
depends_on = None


def by_bytes(length: int) -> sa.String:
    """Text in the one order of ids that all lists keep."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
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
    op.execute("INSERT INTO job (kind, key, position, tries) SELECT 'refresh', company_id, position, 0 FROM stale")
    op.drop_table("stale")


def downgrade() -> None:
    op.create_table(
        "stale",
        sa.Column("company_id", by_bytes(120), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_stale"),
        sa.CheckConstraint("position >= 1", name=op.f("ck_stale_position_from_1")),
    )
    # What a shared change bears on would be forgotten: every company is due.
    op.execute(
        "INSERT INTO stale (company_id, position) SELECT record_id, (SELECT max(position) FROM job) FROM record "
        "WHERE kind = 'company' AND (EXISTS (SELECT 1 FROM job WHERE job.kind = 'spread') "
        "OR record_id IN (SELECT key FROM job WHERE job.kind = 'refresh'))"
    )
    op.drop_table("job")

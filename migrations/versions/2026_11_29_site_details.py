"""What the people who run the site say of it: one row, made when they first say something."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_site_details"
down_revision = "2026_11_29_country_sector"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_details",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("site_name", sa.Text, nullable=False),
        sa.Column("site_owner", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("answer_days", sa.Integer, nullable=True),
        sa.Column("data_licence", sa.Text, nullable=False),
        sa.Column("time_zone", sa.String(100), nullable=False),
        sa.Column("begun_empty", sa.Boolean, nullable=False),
        sa.Column("answered_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_site_details"),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_details_one_row")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_site_details_version_from_1")),
        sa.CheckConstraint("answer_days BETWEEN 1 AND 365", name=op.f("ck_site_details_answer_days_in_a_year")),
    )


def downgrade() -> None:
    op.drop_table("site_details")

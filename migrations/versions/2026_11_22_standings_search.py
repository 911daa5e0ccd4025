"""Standings, ends to come and search, all made from what is published; the day of a record; references newest first."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_standings_search"
down_revision = "2026_11_22_first_tables"


def by_bytes(length: int | None = None) -> sa.types.TypeEngine[str]:
    """Text that sorts byte by byte on every database."""
    kind = sa.String if length else sa.Text
    return kind(length).with_variant(kind(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("record", sa.Column("day", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_record_kind_day_position", "record", ["kind", "day", "position"])
    op.drop_index("ix_reference_target_kind_target_id", "reference")
    op.create_index(
        "ix_reference_target_kind_target_id_revision_id", "reference", ["target_kind", "target_id", "revision_id"]
    )
    op.create_index("ix_revision_change_kind_id", "revision", ["change", "kind", "id"])
    create_standing()
    create_ending()
    op.create_table(
        "stale",
        sa.Column("company_id", by_bytes(120), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_stale"),
        sa.CheckConstraint("position >= 1", name=op.f("ck_stale_position_from_1")),
    )
    op.create_table(
        "derived",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_derived"),
    )
    create_search()


def create_standing() -> None:
    op.create_table(
        "standing",
        sa.Column("topic_id", by_bytes(120), nullable=False),
        sa.Column("company_id", by_bytes(120), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sort_name", by_bytes(), nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("says", sa.Text, nullable=False),
        sa.Column("strength", sa.String(10), nullable=False),
        sa.Column("covered", sa.Integer, nullable=False),
        sa.Column("possible", sa.Integer, nullable=False),
        sa.Column("cells", sa.Integer, nullable=False),
        sa.Column("gravest", sa.String(30), nullable=True),
        sa.Column("contrary", sa.Integer, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("reviewed", sa.Integer, nullable=False),
        sa.Column("pledge_state", sa.String(20), nullable=False),
        sa.Column("next_last_day", sa.Date, nullable=True),
        sa.Column("next_last_day_latest", sa.Date, nullable=True),
        sa.Column("next_pledge", sa.String(120), nullable=True),
        sa.Column("checked_until", sa.String(40), nullable=True),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("strength_order", sa.Integer, nullable=False),
        sa.Column("gravity_order", sa.Integer, nullable=False),
        sa.Column("ending_order", sa.Integer, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        *rules_of_standing(),
    )
    op.create_index("ix_standing_topic_id_sort_name", "standing", ["topic_id", "sort_name"], unique=True)
    for name in ("strength_order", "gravity_order", "ending_order"):
        op.create_index(f"ix_standing_topic_id_{name}_sort_name", "standing", ["topic_id", name, "sort_name"])
    op.create_index("ix_standing_valid_until", "standing", ["valid_until"])


def rules_of_standing() -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("topic_id", "company_id", name="pk_standing"),
        sa.CheckConstraint(
            "strength IN ('none', 'narrow', 'partial', 'broad', 'full')", name=op.f("ck_standing_strength_known")
        ),
        sa.CheckConstraint(
            "0 <= covered AND covered <= possible AND possible <= cells", name=op.f("ck_standing_range_within_cells")
        ),
        sa.CheckConstraint("(strength = 'none') = (covered = 0)", name=op.f("ck_standing_none_covers_nothing")),
        sa.CheckConstraint("contrary >= 0 AND reviewed >= 0", name=op.f("ck_standing_counts_from_0")),
        sa.CheckConstraint(
            "pledge_state IN ('in force', 'perhaps in force', 'announced', 'lapsed', 'withdrawn', 'none')",
            name=op.f("ck_standing_pledge_state_known"),
        ),
        sa.CheckConstraint(
            "(next_last_day IS NULL) = (next_pledge IS NULL) "
            "AND (next_last_day IS NULL) = (next_last_day_latest IS NULL) AND next_last_day <= next_last_day_latest",
            name=op.f("ck_standing_next_end_whole"),
        ),
        sa.CheckConstraint("valid_until > as_of", name=op.f("ck_standing_valid_for_a_day")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_standing_position_from_1")),
    ]


def create_ending() -> None:
    op.create_table(
        "ending",
        sa.Column("topic_id", by_bytes(120), nullable=False),
        sa.Column("company_id", by_bytes(120), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("pledge_id", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("first_day", sa.Date, nullable=True),
        sa.Column("last_day", sa.Date, nullable=True),
        sa.Column("doubted", sa.Boolean, nullable=False),
        sa.Column("condition_id", sa.String(120), nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "company_id", "number", name="pk_ending"),
        sa.CheckConstraint("number >= 0 AND version >= 1", name=op.f("ck_ending_numbers_count")),
        sa.CheckConstraint(
            "kind IN ('fixed', 'condition met', 'withdrawn', 'replaced', 'deadline', 'condition', 'self-judged')",
            name=op.f("ck_ending_kind_known"),
        ),
        sa.CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day", name=op.f("ck_ending_days_whole")
        ),
    )
    for columns in (
        ("first_day", "topic_id", "company_id", "number"),
        ("topic_id", "first_day", "company_id", "number"),
    ):
        op.create_index(f"ix_ending_{'_'.join(columns)}", "ending", list(columns))


def create_search() -> None:
    op.create_table(
        "name_word",
        sa.Column("word", sa.String(80), nullable=False),
        sa.Column("company_id", by_bytes(120), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("word", "company_id", name="pk_name_word"),
        sa.CheckConstraint("length = length(word)", name=op.f("ck_name_word_length_of_word")),
    )
    op.create_index("ix_name_word_length_word", "name_word", ["length", "word"])
    op.create_index("ix_name_word_company_id", "name_word", ["company_id"])
    if op.get_bind().dialect.name == "sqlite":
        # Words come folded already: all that is between spaces is a token.
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5("
            "title, body, facets, prefix = '3', tokenize = \"ascii tokenchars '=./-'\")"
        )
        return
    op.execute("CREATE TABLE search (place bigint CONSTRAINT pk_search PRIMARY KEY, words tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_search_words ON search USING gin (words) WITH (fastupdate = off)")


def downgrade() -> None:
    for table in ("search", "name_word", "derived", "stale", "ending", "standing"):
        op.execute(f"DROP TABLE {table}")
    op.drop_index("ix_revision_change_kind_id", "revision")
    op.drop_index("ix_reference_target_kind_target_id_revision_id", "reference")
    op.create_index("ix_reference_target_kind_target_id", "reference", ["target_kind", "target_id"])
    op.drop_index("ix_record_kind_day_position", "record")
    op.drop_column("record", "day")

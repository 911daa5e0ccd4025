"""First tables: revisions, the ledger, and what is published now."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_first_tables"
down_revision = None

APPEND_ONLY = ("revision", "ledger")


def upgrade() -> None:
    create_revision()
    create_ledger()
    create_record()
    create_reference()
    create_triggers()


def create_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(120), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("kind", "record_id", "number", name="uq_revision_kind_record_id_number"),
        sa.CheckConstraint(
            "change IN ('new', 'update', 'correction', 'clarification', 'method')",
            name=op.f("ck_revision_change_known"),
        ),
        sa.CheckConstraint("(number = 1) = (change = 'new')", name=op.f("ck_revision_only_the_first_is_new")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revision_number_from_1")),
        sa.CheckConstraint("length(salt) = 64", name=op.f("ck_revision_salt_32_bytes")),
        sa.CheckConstraint("length(content_sha256) = 64", name=op.f("ck_revision_content_32_bytes")),
    )


def create_ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("revision_id", sa.Integer, nullable=False),
        sa.Column("publisher", sa.String(200), nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("previous_sha256", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_ledger"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_ledger_revision_id"),
        sa.UniqueConstraint("at", name="uq_ledger_at"),
        sa.UniqueConstraint("revision_id", name="uq_ledger_revision_id"),
        sa.UniqueConstraint("previous_sha256", name="uq_ledger_previous_sha256"),
        sa.UniqueConstraint("sha256", name="uq_ledger_sha256"),
        sa.CheckConstraint("position >= 1", name=op.f("ck_ledger_position_from_1")),
        sa.CheckConstraint(
            f"(position = 1) = (previous_sha256 = '{'0' * 64}')", name=op.f("ck_ledger_first_follows_nothing")
        ),
        sa.CheckConstraint("length(at) = 27", name=op.f("ck_ledger_at_with_microseconds")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_ledger_sha256_32_bytes")),
    )


def create_record() -> None:
    op.create_table(
        "record",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(120), nullable=False),
        sa.Column("revision_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("company_id", sa.String(120), nullable=True),
        sa.Column("topic_id", sa.String(120), nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id", name="pk_record"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_record_revision_id"),
        sa.UniqueConstraint("revision_id", name="uq_record_revision_id"),
        sa.UniqueConstraint("position", name="uq_record_position"),
    )
    op.create_index("ix_record_company_id_kind", "record", ["company_id", "kind"])
    op.create_index("ix_record_topic_id_kind", "record", ["topic_id", "kind"])


def create_reference() -> None:
    op.create_table(
        "reference",
        sa.Column("revision_id", sa.Integer, nullable=False),
        sa.Column("field", sa.String(300), nullable=False),
        sa.Column("target_kind", sa.String(20), nullable=False),
        sa.Column("target_id", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("revision_id", "field", "target_kind", name="pk_reference"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_reference_revision_id"),
    )
    op.create_index("ix_reference_target_kind_target_id", "reference", ["target_kind", "target_id"])


def create_triggers() -> None:
    """Refuse every change of a row in the append-only tables."""
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for act in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} only ever grows: {act} refused'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% only ever grows: % refused', TG_TABLE_NAME, lower(TG_OP) "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in APPEND_ONLY:
        for act in ("update", "delete", "truncate"):
            level = "STATEMENT" if act == "truncate" else "ROW"
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    for table in ("reference", "record", "ledger", "revision"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change()")

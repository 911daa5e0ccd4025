"""Accounts with passkeys, recovery codes, sessions and one-time links; tries to sign in; what was done to accounts."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_accounts"
down_revision = "2026_11_22_standings_search"


def upgrade() -> None:
    create_account()
    create_proofs()
    create_sign_in()
    create_one_time_link()
    create_attempt()
    create_account_event()


def create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("public_name", sa.String(200), nullable=False),
        sa.Column("public_name_key", sa.String(400), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("totp_secret", sa.Text, nullable=True),
        sa.Column("totp_step", sa.Integer, nullable=True),
        sa.Column("passkey_handle", sa.String(64), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("signed_in_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
        sa.UniqueConstraint("public_name_key", name="uq_account_public_name_key"),
        sa.UniqueConstraint("passkey_handle", name="uq_account_passkey_handle"),
        sa.CheckConstraint(
            "role IN ('contributor', 'editor', 'reviewer', 'admin')", name=op.f("ck_account_role_known")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower_case")),
        sa.CheckConstraint("length(passkey_handle) = 64", name=op.f("ck_account_passkey_handle_32_bytes")),
    )


def create_proofs() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("credential_id", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_passkey_account_id"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_sign_count_from_0")),
    )
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("code_sha256", sa.String(64), nullable=False),
        sa.Column("used_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_recovery_code_account_id"),
        sa.CheckConstraint("length(code_sha256) = 64", name=op.f("ck_recovery_code_code_32_bytes")),
    )
    op.create_index(
        "ix_recovery_code_account_id_code_sha256", "recovery_code", ["account_id", "code_sha256"], unique=True
    )


def create_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("proved", sa.String(10), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("fresh_at", sa.String(27), nullable=True),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_sign_in_account_id"),
        sa.UniqueConstraint("token_sha256", name="uq_sign_in_token_sha256"),
        sa.CheckConstraint("length(token_sha256) = 64", name=op.f("ck_sign_in_token_32_bytes")),
        sa.CheckConstraint("proved IN ('password', 'both')", name=op.f("ck_sign_in_proved_known")),
        sa.CheckConstraint("proved = 'both' OR fresh_at IS NULL", name=op.f("ck_sign_in_fresh_only_with_both")),
        sa.CheckConstraint("seen_at >= created_at", name=op.f("ck_sign_in_seen_after_created")),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    op.create_index("ix_sign_in_created_at", "sign_in", ["created_at"])


def create_one_time_link() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=True),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_one_time_link"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_one_time_link_account_id"),
        sa.UniqueConstraint("token_sha256", name="uq_one_time_link_token_sha256"),
        sa.CheckConstraint("kind IN ('setup', 'invitation', 'reset')", name=op.f("ck_one_time_link_kind_known")),
        sa.CheckConstraint("length(token_sha256) = 64", name=op.f("ck_one_time_link_token_32_bytes")),
        sa.CheckConstraint(
            "(kind = 'setup') = (account_id IS NULL)", name=op.f("ck_one_time_link_setup_has_no_account")
        ),
        sa.CheckConstraint(
            "(kind = 'setup') = (expires_at IS NULL)", name=op.f("ck_one_time_link_setup_does_not_expire")
        ),
    )
    op.create_index("ix_one_time_link_account_id", "one_time_link", ["account_id"])


def create_attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name_key", sa.String(64), nullable=False),
        sa.Column("origin_key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.CheckConstraint("kind IN ('password', 'code')", name=op.f("ck_attempt_kind_known")),
    )
    op.create_index("ix_attempt_at", "attempt", ["at"])
    op.create_index("ix_attempt_name_key_at", "attempt", ["name_key", "at"])
    op.create_index("ix_attempt_origin_key_at", "attempt", ["origin_key", "at"])


def create_account_event() -> None:
    op.create_table(
        "account_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("actor_id", sa.Integer, nullable=True),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_event"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_event_account_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name="fk_account_event_actor_id"),
    )
    op.create_index("ix_account_event_account_id_id", "account_event", ["account_id", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER account_event_no_{act} BEFORE {act.upper()} ON account_event "
                f"BEGIN SELECT RAISE(ABORT, 'account_event only ever grows: {act} refused'); END"
            )
        return
    for act in ("update", "delete", "truncate"):
        level = "STATEMENT" if act == "truncate" else "ROW"
        op.execute(
            f"CREATE TRIGGER account_event_no_{act} BEFORE {act.upper()} ON account_event "
            f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    for table in ("account_event", "attempt", "one_time_link", "sign_in", "recovery_code", "passkey", "account"):
        op.drop_table(table)

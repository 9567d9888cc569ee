"""Notices to several units, of the command line, who has read them; directives, to whom, what was done."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STANDING = sa.text("undone_at IS NULL")
KEPT = "id, unit_id, topic, subject_id, about_on, created_at, created_by"


def upgrade() -> None:
    """Apply."""
    _make_notices_anew(
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        by_whom_may_be_unknown=True,
        once=["topic", "about_on", "subject_id", "unit_id"],
    )
    op.create_index("ix_notices_unit_id_created_at", "notices", ["unit_id", "created_at"])
    op.create_table(
        "notice_readings",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_readings_notice_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_readings_user_id")),
        sa.PrimaryKeyConstraint("user_id", "notice_id", name=op.f("pk_notice_readings")),
    )
    op.create_table(
        "notices_read",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_read_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notices_read")),
    )
    _make_directives()


def downgrade() -> None:
    """Take back; of the notices that came after, nobody could say a word."""
    for table in ("directive_completions", "directive_addressees", "directives"):
        op.drop_table(table)
    for table in ("notices_read", "notice_readings"):
        op.drop_table(table)
    op.execute("DELETE FROM notices WHERE topic <> 'group-silent'")
    _make_notices_anew(by_whom_may_be_unknown=False, once=["topic", "about_on", "subject_id"])


def _make_directives():
    op.create_table(
        "directives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("request", "guidance", name="directivekind", native_enum=False, length=32, create_constraint=False),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_directives_created_by")),
        sa.ForeignKeyConstraint(["photo_id"], ["attachments.id"], name=op.f("fk_directives_photo_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_directives_unit_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_directives_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directives")),
    )
    op.create_index("ix_directives_unit_id_created_at", "directives", ["unit_id", "created_at"])
    op.create_table(
        "directive_addressees",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("directive_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["directive_id"], ["directives.id"], name=op.f("fk_directive_addressees_directive_id")),
        sa.ForeignKeyConstraint(["read_by"], ["users.id"], name=op.f("fk_directive_addressees_read_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_directive_addressees_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_addressees")),
        sa.UniqueConstraint("directive_id", "unit_id", name=op.f("uq_directive_addressees_directive_id_unit_id")),
    )
    op.create_index("ix_directive_addressees_unit_id", "directive_addressees", ["unit_id"])
    op.create_table(
        "directive_completions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("addressee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["directive_addressees.id"], name=op.f("fk_directive_completions_addressee_id")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name=op.f("fk_directive_completions_done_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["users.id"], name=op.f("fk_directive_completions_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_completions")),
    )
    op.create_index("ix_directive_completions_addressee_id", "directive_completions", ["addressee_id"])
    op.create_index(
        "uq_directive_completions_standing",
        "directive_completions",
        ["addressee_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _make_notices_anew(*more, by_whom_may_be_unknown, once):
    """Make the table anew with what it holds: SQLite changes no constraint, and its batches would rename the table."""
    op.execute(f"CREATE TABLE notices_kept AS SELECT {KEPT} FROM notices")  # noqa: S608 (names of ours)
    op.drop_table("notices")
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        *more,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=by_whom_may_be_unknown),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_notices_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_notices_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(*once, name=op.f(f"uq_notices_{'_'.join(once)}")),
    )
    op.execute(f"INSERT INTO notices ({KEPT}) SELECT {KEPT} FROM notices_kept")  # noqa: S608
    op.drop_table("notices_kept")

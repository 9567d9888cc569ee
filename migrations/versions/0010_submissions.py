"""Submissions upward with versions, transitions, review points and comments; seals; the province's sending days."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "seals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "village_dossier", "commune_dossier", "assessment", name="dossierkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by", sa.Uuid(), nullable=False),
        sa.Column("broken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("broken_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["broken_by"], ["users.id"], name=op.f("fk_seals_broken_by")),
        sa.ForeignKeyConstraint(["sealed_by"], ["users.id"], name=op.f("fk_seals_sealed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_seals_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
    )
    with op.batch_alter_table("seals", schema=None) as batch_op:
        batch_op.create_index("ix_seals_unit_id_kind_year", ["unit_id", "kind", "year"], unique=False)
        batch_op.create_index(
            "uq_seals_standing",
            ["submission_id"],
            unique=True,
            sqlite_where=sa.text("broken_at IS NULL"),
            postgresql_where=sa.text("broken_at IS NULL"),
        )

    op.create_table(
        "sending_days",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "village_dossier", "commune_dossier", "assessment", name="dossierkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "unit_kind",
            sa.Enum("province", "district", "commune", "village", name="unitkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("set_code", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("fk_sending_days_set_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_sending_days_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending_days")),
        sa.UniqueConstraint(
            "unit_id", "kind", "unit_kind", "set_code", name=op.f("uq_sending_days_unit_id_kind_unit_kind_set_code")
        ),
    )
    op.create_table(
        "seal_exceptions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["granted_by"], ["users.id"], name=op.f("fk_seal_exceptions_granted_by")),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_seal_exceptions_seal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_exceptions")),
    )
    with op.batch_alter_table("seal_exceptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seal_exceptions_seal_id"), ["seal_id"], unique=False)

    op.create_table(
        "sealed_records",
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_sealed_records_seal_id")),
        sa.PrimaryKeyConstraint("seal_id", "record_id", name=op.f("pk_sealed_records")),
    )
    with op.batch_alter_table("sealed_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_records_record_id"), ["record_id"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "village_dossier", "commune_dossier", "assessment", name="dossierkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "returned", "approved", name="state", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("waiting_unit_id", sa.Integer(), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_submissions_assessment_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_submissions_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_submissions_unit_id")),
        sa.ForeignKeyConstraint(["waiting_unit_id"], ["units.id"], name=op.f("fk_submissions_waiting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_submissions_assessment_id")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_submissions_waiting_unit_id_waiting_since", ["waiting_unit_id", "waiting_since"], unique=False
        )
        batch_op.create_index(
            "uq_submissions_dossier",
            ["unit_id", "kind", "year"],
            unique=True,
            sqlite_where=sa.text("assessment_id IS NULL"),
            postgresql_where=sa.text("assessment_id IS NULL"),
        )

    op.create_table(
        "review_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_review_comments_by")),
        sa.ForeignKeyConstraint(["photo_id"], ["attachments.id"], name=op.f("fk_review_comments_photo_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_review_comments_submission_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_review_comments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
    )
    with op.batch_alter_table("review_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_comments_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "review_points",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Enum("agree", "return", name="verdict", native_enum=False, length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_review_points_by")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_review_points_submission_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_review_points_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_points")),
        sa.UniqueConstraint(
            "submission_id",
            "number",
            "unit_id",
            "part",
            name=op.f("uq_review_points_submission_id_number_unit_id_part"),
        ),
    )
    op.create_table(
        "submission_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["sent_by"], ["users.id"], name=op.f("fk_submission_versions_sent_by")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_submission_versions_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_versions")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_submission_versions_submission_id_number")),
    )
    op.create_table(
        "transitions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum("send", "take_back", "approve", "return", "reopen", name="act", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_transitions_by")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_transitions_submission_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_transitions_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transitions")),
    )
    with op.batch_alter_table("transitions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transitions_submission_id"), ["submission_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("transitions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transitions_submission_id"))

    op.drop_table("transitions")
    op.drop_table("submission_versions")
    op.drop_table("review_points")
    with op.batch_alter_table("review_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_comments_submission_id"))

    op.drop_table("review_comments")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submissions_dossier",
            sqlite_where=sa.text("assessment_id IS NULL"),
            postgresql_where=sa.text("assessment_id IS NULL"),
        )
        batch_op.drop_index("ix_submissions_waiting_unit_id_waiting_since")

    op.drop_table("submissions")
    with op.batch_alter_table("sealed_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_records_record_id"))

    op.drop_table("sealed_records")
    with op.batch_alter_table("seal_exceptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seal_exceptions_seal_id"))

    op.drop_table("seal_exceptions")
    op.drop_table("sending_days")
    with op.batch_alter_table("seals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_seals_standing",
            sqlite_where=sa.text("broken_at IS NULL"),
            postgresql_where=sa.text("broken_at IS NULL"),
        )
        batch_op.drop_index("ix_seals_unit_id_kind_year")

    op.drop_table("seals")

"""Assessments, answers with their evidence, remedies with their notes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("set_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_assessments_created_by")),
        sa.ForeignKeyConstraint(["ready_by"], ["users.id"], name=op.f("fk_assessments_ready_by")),
        sa.ForeignKeyConstraint(["set_id"], ["criteria_sets.id"], name=op.f("fk_assessments_set_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assessments_unit_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_assessments_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(
            "uq_assessments_standing",
            ["unit_id", "set_code", "last"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )

    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("claim", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("records", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_answers_assessment_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_answers_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_answers_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_answers_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("assessment_id", "code", name=op.f("uq_answers_assessment_id_code")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index("ix_answers_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "remedies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "post",
            sa.Enum(
                "chair",
                "vice_chair",
                "party_secretary",
                "police_chief",
                "police_deputy",
                "village_head",
                "village_secretary",
                "team_leader",
                "front",
                name="post",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_words", sa.Text(), nullable=True),
        sa.Column("done_photo_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_remedies_assessment_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_remedies_created_by")),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name=op.f("fk_remedies_done_by")),
        sa.ForeignKeyConstraint(["done_photo_id"], ["attachments.id"], name=op.f("fk_remedies_done_photo_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_remedies_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_remedies_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_remedies_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedies")),
    )
    with op.batch_alter_table("remedies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remedies_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index("ix_remedies_unit_id_due_on", ["unit_id", "due_on"], unique=False)

    op.create_table(
        "answer_photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_answer_photos_answer_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name=op.f("fk_answer_photos_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_photos")),
    )
    with op.batch_alter_table("answer_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_photos_answer_id"), ["answer_id"], unique=False)

    op.create_table(
        "remedy_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_remedy_notes_created_by")),
        sa.ForeignKeyConstraint(["remedy_id"], ["remedies.id"], name=op.f("fk_remedy_notes_remedy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_notes")),
    )
    with op.batch_alter_table("remedy_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remedy_notes_remedy_id"), ["remedy_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("remedy_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remedy_notes_remedy_id"))

    op.drop_table("remedy_notes")
    with op.batch_alter_table("answer_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_photos_answer_id"))

    op.drop_table("answer_photos")
    with op.batch_alter_table("remedies", schema=None) as batch_op:
        batch_op.drop_index("ix_remedies_unit_id_due_on")
        batch_op.drop_index(batch_op.f("ix_remedies_assessment_id"))

    op.drop_table("remedies")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index("ix_answers_unit_id")

    op.drop_table("answers")
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assessments_standing",
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )

    op.drop_table("assessments")

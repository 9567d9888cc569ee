"""Criteria sets."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "criteria_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "unit_kind",
            sa.Enum("province", "district", "commune", "village", name="unitkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "source", sa.Enum("complete", "partial", name="sourcestate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("source_note", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("calendar", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("deadline_settable", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["based_on_id"], ["criteria_sets.id"], name=op.f("fk_criteria_sets_based_on_id")),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_criteria_sets_made_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_criteria_sets_unit_id")),
        sa.ForeignKeyConstraint(["used_by"], ["users.id"], name=op.f("fk_criteria_sets_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_sets")),
    )
    with op.batch_alter_table("criteria_sets", schema=None) as batch_op:
        batch_op.create_index(
            "uq_criteria_sets_shared",
            ["code", "unit_kind", "version"],
            unique=True,
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )
        batch_op.create_index("uq_criteria_sets_version", ["unit_id", "code", "unit_kind", "version"], unique=True)

    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "test",
            sa.Enum(
                "yes_no",
                "none_of",
                "ratio_at_least",
                "count_at_least",
                "below_last_year",
                name="indicatortest",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("citation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("share", sa.Text(), nullable=True),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column(
            "reading", sa.Enum("pooled", "per_kind", name="reading", native_enum=False, length=32), nullable=True
        ),
        sa.Column("kinds", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("incidents", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("waivers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("met_by", sa.Enum("some", "none", name="metby", native_enum=False, length=32), nullable=True),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("note", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("settable", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("pledge_counts", sa.Boolean(), nullable=True),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["set_id"], ["criteria_sets.id"], name=op.f("fk_indicators_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("set_id", "code", name=op.f("uq_indicators_set_id_code")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("indicators")
    with op.batch_alter_table("criteria_sets", schema=None) as batch_op:
        batch_op.drop_index("uq_criteria_sets_version")
        batch_op.drop_index(
            "uq_criteria_sets_shared",
            sqlite_where=sa.text("unit_id IS NULL"),
            postgresql_where=sa.text("unit_id IS NULL"),
        )

    op.drop_table("criteria_sets")

"""Plans of visits, inspections, their findings, demands and corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "inspection_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("planned_from", sa.Date(), nullable=False),
        sa.Column("planned_to", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_inspection_plans_created_by")),
        sa.ForeignKeyConstraint(["set_id"], ["criteria_sets.id"], name=op.f("fk_inspection_plans_set_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_inspection_plans_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_plans")),
    )
    op.create_index("ix_inspection_plans_unit_id_planned_from", "inspection_plans", ["unit_id", "planned_from"])
    op.create_table(
        "inspections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["concluded_by"], ["users.id"], name=op.f("fk_inspections_concluded_by")),
        sa.ForeignKeyConstraint(["plan_id"], ["inspection_plans.id"], name=op.f("fk_inspections_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_inspections_unit_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_inspections_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("plan_id", "unit_id", name=op.f("uq_inspections_plan_id_unit_id")),
    )
    op.create_index("ix_inspections_unit_id", "inspections", ["unit_id"])
    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("met", "not_met", "not_applicable", name="found", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("demand", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_findings_created_by")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspections.id"], name=op.f("fk_findings_inspection_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_findings_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("inspection_id", "code", name=op.f("uq_findings_inspection_id_code")),
    )
    op.create_table(
        "inspection_demands",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_words", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name=op.f("fk_inspection_demands_done_by")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_demands_inspection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_demands")),
        sa.UniqueConstraint("inspection_id", "number", name=op.f("uq_inspection_demands_inspection_id_number")),
    )
    op.create_table(
        "inspection_corrections",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_inspection_corrections_created_by")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_corrections_inspection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_corrections")),
    )
    op.create_index("ix_inspection_corrections_inspection_id", "inspection_corrections", ["inspection_id"])


def downgrade() -> None:
    """Take back."""
    tables = ("inspection_corrections", "inspection_demands", "findings", "inspections", "inspection_plans")
    for table in tables:
        op.drop_table(table)

"""Reorganisations that were done, what units were called before, and from which unit a group came."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reorganisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisations")),
        sa.UniqueConstraint("name", name=op.f("uq_reorganisations_name")),
    )
    op.create_table(
        "former_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_former_names_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_names")),
    )
    op.create_index("ix_former_names_unit_id", "former_names", ["unit_id"])
    op.create_table(
        "group_moves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["from_unit_id"], ["units.id"], name=op.f("fk_group_moves_from_unit_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_moves_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_moves")),
    )
    op.create_index("ix_group_moves_from_unit_id", "group_moves", ["from_unit_id"])
    op.create_index("ix_group_moves_group_id", "group_moves", ["group_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("group_moves", "former_names", "reorganisations"):
        op.drop_table(table)

"""Obstacles and their steps."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "obstacles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "legal",
                "force",
                "means",
                "coordination",
                "software",
                "other",
                name="category",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "passed_up", "answered", "closed", name="state", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["attachments.id"], name=op.f("fk_obstacles_photo_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["users.id"], name=op.f("fk_obstacles_raised_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_obstacles_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacles")),
    )
    op.create_index("ix_obstacles_unit_id_state", "obstacles", ["unit_id", "state"])
    op.create_index("ix_obstacles_shared_answered_at", "obstacles", ["shared", "answered_at"])
    op.create_table(
        "obstacle_steps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("obstacle_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("raised", "passed_up", "answered", "closed", "reopened", name="step", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["obstacle_id"], ["obstacles.id"], name=op.f("fk_obstacle_steps_obstacle_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_obstacle_steps_taken_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_obstacle_steps_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacle_steps")),
    )
    op.create_index("ix_obstacle_steps_obstacle_id", "obstacle_steps", ["obstacle_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("obstacle_steps", "obstacles"):
        op.drop_table(table)

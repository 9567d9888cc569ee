"""Activities that were withdrawn: when, by whom and why; which others one may be the twin of is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MARKED = sa.text("twin_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.add_column("activities", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("withdrawn_reason", sa.Text(), nullable=True))
    # In one statement: to bind the column afterwards, SQLite would copy the table, to which other tables are bound.
    kind = sa.Uuid().compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE activities ADD COLUMN withdrawn_by {kind} "
        "CONSTRAINT fk_activities_withdrawn_by REFERENCES users (id)"
    )
    op.create_index("ix_activities_twin_id", "activities", ["twin_id"], sqlite_where=MARKED, postgresql_where=MARKED)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_activities_twin_id", "activities", sqlite_where=MARKED, postgresql_where=MARKED)
    for name in ("withdrawn_by", "withdrawn_reason", "withdrawn_at"):
        op.drop_column("activities", name)

"""Documents of directives and of comments; what stood beside the findings of an inspection when it was concluded."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # In one statement: to bind the column afterwards, SQLite would copy the table, to which other tables are bound.
    kind = sa.Uuid().compile(op.get_bind().dialect)
    for table in ("directives", "review_comments"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN document_id {kind} "
            f"CONSTRAINT fk_{table}_document_id REFERENCES attachments (id)"
        )
    op.add_column("findings", sa.Column("beside", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("findings", "beside")
    op.drop_column("review_comments", "document_id")
    op.drop_column("directives", "document_id")

"""Standing: registrations, conventions, recognitions, hotspots, borders, new-rural statuses, forces."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "borders",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("document_photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_borders_created_by")),
        sa.ForeignKeyConstraint(["document_photo_id"], ["attachments.id"], name=op.f("fk_borders_document_photo_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_borders_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_borders_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_borders_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_borders")),
    )
    with op.batch_alter_table("borders", schema=None) as batch_op:
        batch_op.create_index(
            "uq_borders_valid",
            ["unit_id"],
            unique=True,
            sqlite_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
            postgresql_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
        )

    op.create_table(
        "conventions",
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("households_present", sa.Integer(), nullable=True),
        sa.Column("households_invited", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("document_photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_conventions_created_by")),
        sa.ForeignKeyConstraint(
            ["document_photo_id"], ["attachments.id"], name=op.f("fk_conventions_document_photo_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_conventions_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_conventions_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_conventions_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conventions")),
    )
    with op.batch_alter_table("conventions", schema=None) as batch_op:
        batch_op.create_index("ix_conventions_unit_id_since", ["unit_id", "since"], unique=False)

    op.create_table(
        "forces",
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column(
            "rating",
            sa.Enum("unrated", "excellent", "good", "completed", "failed", name="rating", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "rating_state",
            sa.Enum("provisional", "final", name="ratingstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("rated_on", sa.Date(), nullable=True),
        sa.Column(
            "emulation",
            sa.Enum("none", "advanced", "victorious", name="emulation", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reprimanded", sa.Integer(), nullable=False),
        sa.Column("warned_or_more", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("document_photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_forces_created_by")),
        sa.ForeignKeyConstraint(["document_photo_id"], ["attachments.id"], name=op.f("fk_forces_document_photo_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_forces_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_forces_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_forces_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forces")),
    )
    with op.batch_alter_table("forces", schema=None) as batch_op:
        batch_op.create_index(
            "uq_forces_valid",
            ["unit_id", "year"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "hotspots",
        sa.Column(
            "list_name", sa.Enum("security", "order", name="hotspotlist", native_enum=False, length=32), nullable=False
        ),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("plan_until", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("document_photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_hotspots_created_by")),
        sa.ForeignKeyConstraint(["document_photo_id"], ["attachments.id"], name=op.f("fk_hotspots_document_photo_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_hotspots_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_hotspots_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_hotspots_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotspots")),
    )
    with op.batch_alter_table("hotspots", schema=None) as batch_op:
        batch_op.create_index(
            "uq_hotspots_valid",
            ["unit_id", "list_name"],
            unique=True,
            sqlite_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
            postgresql_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
        )

    op.create_table(
        "new_rurals",
        sa.Column(
            "status",
            sa.Enum("not_yet", "recognised", "enhanced", name="newruralstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("document_photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_new_rurals_created_by")),
        sa.ForeignKeyConstraint(
            ["document_photo_id"], ["attachments.id"], name=op.f("fk_new_rurals_document_photo_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_new_rurals_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_new_rurals_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_new_rurals_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_rurals")),
    )
    with op.batch_alter_table("new_rurals", schema=None) as batch_op:
        batch_op.create_index(
            "uq_new_rurals_valid",
            ["unit_id", "since"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "recognitions",
        sa.Column("basis", sa.Enum("tt23", "tt124", name="legalbasis", native_enum=False, length=32), nullable=False),
        sa.Column(
            "result",
            sa.Enum("recognised", "refused", name="recognitionresult", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("document_photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_recognitions_created_by")),
        sa.ForeignKeyConstraint(
            ["document_photo_id"], ["attachments.id"], name=op.f("fk_recognitions_document_photo_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_recognitions_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_recognitions_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_recognitions_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognitions")),
    )
    with op.batch_alter_table("recognitions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_recognitions_valid",
            ["unit_id", "year", "basis"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "registrations",
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("document_photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_registrations_created_by")),
        sa.ForeignKeyConstraint(
            ["document_photo_id"], ["attachments.id"], name=op.f("fk_registrations_document_photo_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_registrations_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_registrations_updated_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_registrations_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index(
            "uq_registrations_valid",
            ["unit_id", "year"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "hotspot_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hotspot_id", sa.Uuid(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_hotspot_notes_created_by")),
        sa.ForeignKeyConstraint(["hotspot_id"], ["hotspots.id"], name=op.f("fk_hotspot_notes_hotspot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotspot_notes")),
    )
    with op.batch_alter_table("hotspot_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hotspot_notes_hotspot_id"), ["hotspot_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("hotspot_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hotspot_notes_hotspot_id"))

    op.drop_table("hotspot_notes")
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registrations_valid",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("registrations")
    with op.batch_alter_table("recognitions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_recognitions_valid",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("recognitions")
    with op.batch_alter_table("new_rurals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_new_rurals_valid",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("new_rurals")
    with op.batch_alter_table("hotspots", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hotspots_valid",
            sqlite_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
            postgresql_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
        )

    op.drop_table("hotspots")
    with op.batch_alter_table("forces", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_forces_valid",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("forces")
    with op.batch_alter_table("conventions", schema=None) as batch_op:
        batch_op.drop_index("ix_conventions_unit_id_since")

    op.drop_table("conventions")
    with op.batch_alter_table("borders", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_borders_valid",
            sqlite_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
            postgresql_where=sa.text("(withdrawn_at IS NULL) AND (until IS NULL)"),
        )

    op.drop_table("borders")

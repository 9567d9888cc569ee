"""Self-management groups and activities."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "group_models",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_models")),
        sa.UniqueConstraint("name", name=op.f("uq_group_models_name")),
    )
    op.create_table(
        "regularity_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("longest_silence", sa.Integer(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("fk_regularity_rules_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regularity_rules")),
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "meeting",
                "patrol",
                "mediation",
                "outreach",
                "tip",
                "help",
                "fire",
                "other",
                name="activitykind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("households_present", sa.Integer(), nullable=True),
        sa.Column("people_present", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("twin_id", sa.Uuid(), nullable=True),
        sa.Column("photos_promised", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["activities.id"], name=op.f("fk_activities_corrects_id")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_activities_created_by")),
        sa.ForeignKeyConstraint(["twin_id"], ["activities.id"], name=op.f("fk_activities_twin_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_activities_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_activities_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_corrects_id", ["corrects_id"], unique=False)
        batch_op.create_index("ix_activities_unit_id_held_on_id", ["unit_id", "held_on", "id"], unique=False)

    op.create_table(
        "activity_outcomes",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_activity_outcomes_activity_id")),
        sa.PrimaryKeyConstraint("activity_id", "name", name=op.f("pk_activity_outcomes")),
    )
    op.create_table(
        "activity_photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_activity_photos_activity_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name=op.f("fk_activity_photos_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_photos")),
    )
    with op.batch_alter_table("activity_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_photos_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "activity_revisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_activity_revisions_activity_id")),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_activity_revisions_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_revisions")),
    )
    with op.batch_alter_table("activity_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_revisions_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "lien_gia", "mediation", "fire", "security", "other", name="groupkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("decision_number", sa.Text(), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("decision_photo_id", sa.Uuid(), nullable=True),
        sa.Column("rules_adopted_on", sa.Date(), nullable=True),
        sa.Column("leader_name", sa.Text(), nullable=False),
        sa.Column("leader_phone", sa.Text(), nullable=True),
        sa.Column("deputy_name", sa.Text(), nullable=True),
        sa.Column("deputy_phone", sa.Text(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum("active", "suspended", "dissolved", name="standing", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_groups_created_by")),
        sa.ForeignKeyConstraint(["decision_photo_id"], ["attachments.id"], name=op.f("fk_groups_decision_photo_id")),
        sa.ForeignKeyConstraint(["model_id"], ["group_models.id"], name=op.f("fk_groups_model_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_groups_unit_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_groups_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.create_index("ix_groups_unit_id_sort_key_id", ["unit_id", "sort_key", "id"], unique=False)
        batch_op.create_index("uq_groups_model_number", ["unit_id", "model_id", "number"], unique=True)
        batch_op.create_index(
            "uq_groups_number",
            ["unit_id", "kind", "number"],
            unique=True,
            sqlite_where=sa.text("model_id IS NULL"),
            postgresql_where=sa.text("model_id IS NULL"),
        )

    op.create_table(
        "activity_groups",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_activity_groups_activity_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_activity_groups_group_id")),
        sa.PrimaryKeyConstraint("group_id", "activity_id", name=op.f("pk_activity_groups")),
    )
    with op.batch_alter_table("activity_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_groups_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "group_leaders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post", sa.Enum("leader", "deputy", name="leaderpost", native_enum=False, length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_group_leaders_created_by")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_leaders_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_leaders")),
    )
    with op.batch_alter_table("group_leaders", schema=None) as batch_op:
        batch_op.create_index(
            "uq_group_leaders_open",
            ["group_id", "post"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "group_memberships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sole_kind",
            sa.Enum(
                "lien_gia", "mediation", "fire", "security", "other", name="groupkind", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_group_memberships_created_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name=op.f("fk_group_memberships_ended_by")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_memberships_group_id")),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_group_memberships_household_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_memberships")),
    )
    with op.batch_alter_table("group_memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_memberships_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_memberships_household_id"), ["household_id"], unique=False)
        batch_op.create_index(
            "uq_group_memberships_sole",
            ["household_id", "sole_kind"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.create_index(
            "uq_group_memberships_open",
            ["group_id", "household_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "group_spells",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("active", "suspended", "dissolved", name="standing", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_group_spells_created_by")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_spells_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_spells")),
    )
    with op.batch_alter_table("group_spells", schema=None) as batch_op:
        batch_op.create_index(
            "uq_group_spells_open",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("group_spells", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_spells_open", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("group_spells")
    with op.batch_alter_table("group_memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_memberships_open",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(
            "uq_group_memberships_sole",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_group_memberships_household_id"))
        batch_op.drop_index(batch_op.f("ix_group_memberships_group_id"))

    op.drop_table("group_memberships")
    with op.batch_alter_table("group_leaders", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_group_leaders_open", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )

    op.drop_table("group_leaders")
    with op.batch_alter_table("activity_groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_groups_activity_id"))

    op.drop_table("activity_groups")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_groups_number", sqlite_where=sa.text("model_id IS NULL"), postgresql_where=sa.text("model_id IS NULL")
        )
        batch_op.drop_index("uq_groups_model_number")
        batch_op.drop_index("ix_groups_unit_id_sort_key_id")

    op.drop_table("groups")
    with op.batch_alter_table("activity_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_revisions_activity_id"))

    op.drop_table("activity_revisions")
    with op.batch_alter_table("activity_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_photos_activity_id"))

    op.drop_table("activity_photos")
    op.drop_table("activity_outcomes")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_unit_id_held_on_id")
        batch_op.drop_index("ix_activities_corrects_id")

    op.drop_table("activities")
    op.drop_table("regularity_rules")
    op.drop_table("group_models")

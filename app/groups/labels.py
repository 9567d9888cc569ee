"""What groups and activities are called."""

from flask.sansio.app import App
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.groups.models import ActivityKind, Group, GroupKind

GROUP_KINDS = {
    GroupKind.LIEN_GIA: _l("Nhóm liên gia tự quản"),
    GroupKind.MEDIATION: _l("Tổ hoà giải"),
    GroupKind.FIRE: _l("Tổ phòng cháy, chữa cháy"),
    GroupKind.SECURITY: _l("Tổ an ninh nhân dân"),
    GroupKind.OTHER: _l("Mô hình khác"),
}
ACTIVITY_KINDS = {
    ActivityKind.MEETING: _l("Họp nhóm"),
    ActivityKind.PATROL: _l("Tuần tra"),
    ActivityKind.MEDIATION: _l("Hoà giải"),
    ActivityKind.OUTREACH: _l("Tuyên truyền"),
    ActivityKind.TIP: _l("Tin báo"),
    ActivityKind.HELP: _l("Giúp đỡ người được quản lý"),
    ActivityKind.FIRE: _l("An toàn cháy nổ"),
    ActivityKind.OTHER: _l("Việc khác"),
}


def label_of(group: Group) -> str:
    """Return what a group is called, such as "Nhóm liên gia tự quản số 3"."""
    return numbered(group.model.name if group.model else str(GROUP_KINDS[group.kind]), str(group.number))


def numbered(kind: str, number: str) -> str:
    """Return what the group of a kind with this number is called."""
    return str(_l("%(kind)s số %(number)s", kind=kind, number=number))


def household_count(count: int) -> str:
    """Return how many households belong to a group, in words."""
    said: str = ngettext("%(n)s hộ", "%(n)s hộ", count, n=count)
    return said


def init_labels(app: App) -> None:
    """Give templates ``group_label()`` and ``household_count()``."""
    app.jinja_env.globals.update(group_label=label_of, household_count=household_count)

"""Forms about groups that succeed, and the cast's households that are, or are not yet, in a group."""

from io import BytesIO
from typing import Any

from app.clock import today
from tests.world import MEMBERS, id_of, jpeg

BELONGING = {id_of(f"group {place}"): id_of(head) for place, head in MEMBERS}
JOINING = {
    id_of(f"group {place}"): id_of(head)
    for place, head in [("Na", "Lò Văn Ánh"), ("Pa", "Lò Thị Hoa"), ("Hạ", "Giàng A Khánh")]
}


def founding(_who: str | None) -> dict[str, Any]:
    """Return the form of a new group."""
    leader = {"leader_name": "Hà Văn Xuân", "leader_phone": "0987 654 321"}
    return {**leader, "kind": "lien_gia", "number": "7", "founded_on": f"{today():%Y-%m-%d}"}


def edited(who: str | None) -> dict[str, Any]:
    """Return the form of a group that is known."""
    return {**founding(who), "version": "1"}


def decision(_who: str | None) -> dict[str, Any]:
    """Return the photo of a decision."""
    return {"photo": (BytesIO(jpeg("navy")), "quyet-dinh.jpg")}


def standing(_who: str | None) -> dict[str, Any]:
    """Return the form that suspends a group."""
    return {"standing": "suspended", "since": f"{today():%Y-%m-%d}", "reason": "Về ở với con"}


def joining(group: Any) -> dict[str, Any]:
    """Return the form by which a household joins the group of this id."""
    return {"household": str(JOINING[group])} if group in JOINING else {}


def activity(_who: str | None) -> dict[str, Any]:
    """Return the form of a patrol today."""
    return {"kind": "patrol", "held_on": f"{today():%Y-%m-%d}", "summary": "Tuần tra quanh bản", "outcome-times": "1"}


def edited_activity(who: str | None) -> dict[str, Any]:
    """Return the form of an activity that is known."""
    return {**activity(who), "version": "1"}


def mistake(_who: str | None) -> dict[str, Any]:
    """Return the form that takes an activity back."""
    return {"reason": "Ghi nhầm nhóm", "sure": "y"}


def rule(_who: str | None) -> dict[str, Any]:
    """Return the form of another rule of regularity."""
    return {"held": "8", "longest_silence": "3", "fewest": "4"}

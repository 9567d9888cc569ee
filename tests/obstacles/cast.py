"""The cast's obstacles: of each unit one that is open, with a photo, and one that the province answered for all."""

from collections.abc import Mapping
from uuid import NAMESPACE_DNS, uuid5

from app.accounts.models import User
from app.attachments.photos import Photo
from app.obstacles.models import Category
from app.obstacles.operations import ObstacleTerms, answer, raise_obstacle
from app.units.models import Unit

RAISED = [("Na", "head"), ("Pa", "head2"), ("Hạ", "head3"), ("An", "police"), ("Bình", "police2"), ("Một", "district")]
OPEN = {place: uuid5(NAMESPACE_DNS, f"obstacle {place}") for place, _ in RAISED}
ANSWERED = {place: uuid5(NAMESPACE_DNS, f"answered obstacle {place}") for place, _ in RAISED}
TITLE = "Bàn chuyện giữ bản"


def raise_obstacles(units: Mapping[str, Unit], users: Mapping[str, User], picture: Photo) -> None:
    """Raise the obstacles, by those who may."""
    for place, by in RAISED:
        pictured = ObstacleTerms(Category.MEANS, TITLE, "Họp dân bàn lại", picture)
        raise_obstacle(OPEN[place], pictured, units[place], by=users[by])
        terms = ObstacleTerms(Category.LEGAL, TITLE, "Về quê vợ")
        asked = raise_obstacle(ANSWERED[place], terms, units[place], by=users[by])
        answer(asked, "Về ở với con", shared=True, by=users["province"])

"""The cast in a crowd: many households, groups, pledges, residences, activities, units and photos."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select

from app.accounts.models import User
from app.attachments.photos import Photo
from app.clock import now, today
from app.criteria.evaluation import IndicatorTest
from app.criteria.models import CriteriaSet
from app.criteria.operations.versions import add_own, take_into_use
from app.criteria.terms import IndicatorTerms
from app.directives.models import DirectiveKind
from app.directives.operations.answering import complete, undo
from app.directives.operations.giving import DirectiveTerms, give, remind_of
from app.directives.queries import own
from app.extensions import db
from app.groups.models import Activity, ActivityKind, Group, GroupKind, Standing
from app.groups.operations.editing import update_group
from app.groups.operations.founding import GroupTerms, found_group
from app.groups.operations.logging import ActivityTerms, log_activity
from app.groups.operations.membership import Joining, let_go, take_in
from app.groups.operations.revising import add_activity_photo, edit_activity
from app.groups.operations.standing import Turn, turn
from app.groups.regularity import window
from app.households.models import DepartureKind, Household
from app.households.operations import Departure, HouseholdTerms, bring_back, depart, register
from app.inspections.models import Inspection
from app.inspections.operations import PlanTerms, conclude, correct, plan_visits
from app.notices.models import Notice
from app.notices.operations import remind
from app.obstacles.models import Category
from app.obstacles.operations import ObstacleTerms, answer, raise_obstacle, reopen
from app.pledges.models import Pledge, SigningMethod
from app.pledges.operations import PledgeTerms, sign, withdraw
from app.policy import Action
from app.standing.kinds import CONVENTION, HOTSPOT, RECOGNITION, REGISTRATION
from app.standing.models import Hotspot, HotspotList, LegalBasis, RecognitionResult
from app.standing.operations import Terms, add_note, declare, end
from app.standing.operations import withdraw as take_back
from app.units.models import Succession, Unit, UnitKind
from app.units.operations import Founding, found
from tests.inspections.cast import find_all, inspections
from tests.world import World, photo

MANY = 60
FAMILIES = ("Lò Văn", "Quàng Thị", "Giàng A", "Vì Thị")
GIVEN = ("Án", "Bun", "Chiến", "Dín", "Đông", "Hặc", "Kẹo", "Lả", "Muôn", "Nọi", "Panh", "Sơ", "Tủa", "Ví", "Yên")


def gather(world: World) -> None:
    """Add the crowd to the cast, in the transaction that is open."""
    units = {name: db.session.get_one(Unit, id_) for name, id_ in world.units.items()}
    head = db.session.get_one(User, world.users["head"])
    _more_units(units)
    for number in range(MANY):
        _one_more(number, units["Na"], head)
        _one_more_group(number, units["Na"], head)
        _one_more_silent_group(number, units["Na" if number % 2 else "Pa"], head)
    _crowded_group(db.session.get_one(Group, world.groups["Na"]), head)
    _more_activities(world, head)
    _more_versions(world)
    _more_standing(world, units, db.session.get_one(User, world.users["district"]))
    _more_obstacles(world, units["Na"], head)
    _more_inspections(world, units["An"], db.session.get_one(User, world.users["district"]))
    _more_directives(world, units)
    _every_topic_first()
    for name in ("Ánh", "Cúc"):
        _long_history(db.session.get_one(Household, world.households[name]), head)


def _more_versions(world: World) -> None:
    """Let the province make many versions of a set, each with an indicator of its own, and use them."""
    by = db.session.get_one(User, world.users["province"])
    one = db.session.get_one(CriteriaSet, world.sets["ntm-19.2-2016/commune"])
    for number in range(10):
        terms = IndicatorTerms(code="", label={"vi": f"Thêm {number}"}, test=IndicatorTest.YES_NO, citation={})
        one = add_own(one, terms, by=by)
        if number < 9:
            take_into_use(one, by=by)


def _more_units(units: dict[str, Unit]) -> None:
    """Found villages in two communes and communes in the district, and announce mergers of one of them."""
    for number in range(30):
        for code, parent in (("a", "An"), ("b", "Bình")):
            found(Founding("thu", f"{code}{number}", UnitKind.VILLAGE, "bản", f"Nà {number}"), units[parent], by=None)
        found(Founding("thu", f"c{number}", UnitKind.COMMUNE, "xã", f"Mẫu {number}"), units["Một"], by=None)
        later = found(Founding("sau", f"{number}", UnitKind.COMMUNE, "xã", f"Mới {number}", None), None, by=None)
        pairs = [(units["An"], later)] if number % 2 else [(later, units["An"])]
        for before, after in pairs:
            db.session.add(
                Succession(predecessor_id=before.id, successor_id=after.id, effective_on=today(), partly=True)
            )


def _one_more(number: int, village: Unit, by: User) -> None:
    """Register a household; three of four sign, every third of them with a photo; some leave."""
    name = f"{FAMILIES[number % len(FAMILIES)]} {GIVEN[number % len(GIVEN)]}"
    terms = HouseholdTerms(name, 1 + number % 9, 1950 + number, f"+849120{number:05}", "cuối bản")
    household = register(uuid4(), terms, village, duplicate_seen=True, by=by)
    if number % 4:
        _sign(household, today(), None if number % 3 else photo(), by)
    if number % 5 == 0:
        depart(household, Departure(DepartureKind.MOVED_OUT, today(), "Về quê"), by=by)


def _one_more_group(number: int, village: Unit, by: User) -> None:
    """Found a group; some are suspended or dissolved."""
    kind = list(GroupKind)[number % 4]
    founded = today() - timedelta(days=400)
    group = found_group(uuid4(), GroupTerms(kind, 10 + number, founded, "Lò Văn Trưởng"), village, by=by)
    if number % 3 == 0:
        state = Standing.SUSPENDED if number % 2 else Standing.DISSOLVED
        turn(group, Turn(state, today(), "Ít người"), by=by)


def _crowded_group(group: Group, by: User) -> None:
    """Let many belong to the group, and many have led it, left it and been where it was suspended."""
    residing = select(Household).where(Household.village_id == group.unit_id, Household.away_since.is_(None))
    all_there = db.session.scalars(residing).all()
    take_in(group, all_there[:30], Joining(today()), by=by)
    for household in all_there[:12]:
        let_go(group, household, today(), by=by)
    for number in range(9):
        since = group.founded_on + timedelta(days=10 + number)
        name = f"{FAMILIES[number % 2]} {GIVEN[number]}"
        terms = GroupTerms(group.kind, group.number, group.founded_on, name)
        update_group(group, terms, version=group.version, led_since=since, by=by)
        turn(group, Turn(Standing.SUSPENDED, since, "Mùa vụ", since + timedelta(days=1)), by=by)


def _more_activities(world: World, by: User) -> None:
    """Let a village have many groups that act alone and together, and one activity be edited many times."""
    village = db.session.get_one(Unit, world.units["Na"])
    terms = GroupTerms(GroupKind.LIEN_GIA, 2, date(today().year - 2, 1, 1), "Lò Văn Hai")
    groups = [found_group(uuid4(), replace(terms, number=200 + number), village, by=by) for number in range(20)]
    groups.append(db.session.get_one(Group, world.groups["Na"]))
    for number in range(MANY):
        done = ActivityTerms(ActivityKind.PATROL, today(), now(), 1, 3, f"Tuần tra {number}", "Họp", {"times": 2})
        together = groups if number % 2 else groups[-1:]
        log_activity(uuid4(), done, village, together, duplicate_seen=bool(number % 3), queued=True, by=by)
    activity = db.session.get_one(Activity, world.activities["Na"])
    for number in range(10):
        again = ActivityTerms(ActivityKind.MEETING, today(), now(), 1, 4, f"Họp nhóm {number}", None, {"weapons": 1})
        edit_activity(activity, again, version=activity.version, by=by)
    for color in ("red", "blue"):
        add_activity_photo(activity, photo(color), by=by)


def _one_more_silent_group(number: int, village: Unit, by: User) -> None:
    """Found a group that met seldom, and not last month."""
    terms = GroupTerms(GroupKind.LIEN_GIA, 500 + number, date(today().year - 3, 1, 1), "Lò Văn Trưởng")
    group = found_group(uuid4(), terms, village, by=by)
    met = ActivityTerms(ActivityKind.MEETING, window(today())[number % 9], now(), 1, 3, outcomes={"weapons": 1})
    log_activity(uuid4(), met, village, [group], by=by)


def _more_standing(world: World, units: dict[str, Unit], by: User) -> None:
    """Let a village and a commune have records of many years, and a hotspot many notes."""
    for year in range(2012, today().year - 1):
        first = date(year, 1, 15)
        decided = {"result": RecognitionResult.RECOGNISED, "basis": LegalBasis.TT23, "document_on": first}
        for name in ("Na", "An"):
            declare(REGISTRATION, uuid4(), Terms({"year": year, "registered_on": first}, photo()), units[name], by=by)
            refused = declare(RECOGNITION, uuid4(), Terms({"year": year, **decided}), units[name], by=by)
            take_back(refused, "Ghi sai", by=by)
        spans = {"since": first, "until": date(year, 9, 1)}
        declare(CONVENTION, uuid4(), Terms({"adopted_on": first, **spans}), units["Na"], by=by)
        hotspot = declare(HOTSPOT, uuid4(), Terms({"list_name": HotspotList.SECURITY, **spans}), units["An"], by=by)
        assert isinstance(hotspot, Hotspot)
        end(hotspot, date(year, 10, 1), "Ổn định", by=by)
    for number in range(12):
        note = f"Tiến triển {number}"
        add_note(db.session.get_one(Hotspot, world.hotspots["An"]), today(), note, by=by)


def _more_obstacles(world: World, village: Unit, by: User) -> None:
    """Let a village have many obstacles, open and answered, and one be asked again and again."""
    above = db.session.get_one(User, world.users["province"])
    for number in range(20):
        terms = ObstacleTerms(Category.MEANS, f"Bàn chuyện giữ bản {number}", "Họp dân bàn lại", photo())
        asked = raise_obstacle(uuid4(), terms, village, by=by)
        if number % 2:
            answer(asked, "Về quê vợ", shared=True, by=above)
    made = raise_obstacle(uuid4(), ObstacleTerms(Category.OTHER, "Bàn chuyện giữ bản", "Ít người"), village, by=by)
    for _ in range(10):
        answer(made, "Về quê vợ", shared=True, by=above) if made.is_unanswered else reopen(made, "Ít người", by=by)


def _more_inspections(world: World, commune: Unit, by: User) -> None:
    """Let a commune be inspected again and again, as planned and as concluded, and one be corrected many times."""
    one = db.session.get_one(CriteriaSet, world.sets["antt-tt124-2021/commune"])
    terms = PlanTerms("Bàn chuyện giữ bản", today(), today(), one, today().year)
    for number in range(24):
        [made] = plan_visits(uuid4(), terms, [commune], by=by).inspections
        if number % 2:
            find_all(made, by=by)
            conclude(made, today(), "Ít người", by=by)
    concluded = db.session.get_one(Inspection, inspections("concluded", world.units)["An"])
    for number in range(10):
        correct(concluded, f"Họp dân {number}", by=by)


def _more_directives(world: World, units: dict[str, Unit]) -> None:
    """Let a village and a commune be asked for many things with many others, do some, and be reminded of the rest."""
    users = {name: db.session.get_one(User, world.users[name]) for name in ("police", "district", "head", "province")}
    for author, place in (("police", "Na"), ("district", "An"), ("province", "Một")):
        by, first = users[author], units[place]
        others = select(Unit.id).where(Unit.parent_id == first.parent_id, Unit.path.is_not(None)).order_by(Unit.id)
        all_there = db.session.scalars(others).all()
        for number in range(40):
            kind = DirectiveKind.REQUEST if number % 3 else DirectiveKind.GUIDANCE
            terms = DirectiveTerms(kind, f"Báo cáo đợt {number}", "Gửi trước hạn", today())
            made = give(uuid4(), terms, by.unit, all_there, by=by)
            if number % 4 == 0:
                remind_of(made, by=by)
            answerer = {"Na": users["head"], "An": users["police"], "Một": users["district"]}[place]
            mine = db.session.scalars(own(answerer, Action.DIRECTIVE_ANSWER, made.id)).one()
            if number % 5 == 1 and kind is DirectiveKind.REQUEST:
                complete(mine, "Đã gửi", today(), by=answerer)
                undo(mine, "Còn thiếu", by=answerer)
    for back in range(20):
        remind(today() - timedelta(days=back), by=None)


def _every_topic_first() -> None:
    """Let the first page of each unit's notices have one of each topic: who has words for it asks for them."""
    moment, seen = now(), set()
    for notice in db.session.scalars(select(Notice)):
        if (notice.unit_id, notice.topic) not in seen:
            seen.add((notice.unit_id, notice.topic))
            notice.created_at = moment


def _long_history(household: Household, by: User) -> None:
    """Let a household leave, come back, sign for the year before and withdraw, again and again."""
    for number in range(10):
        depart(household, Departure(DepartureKind.MOVED_OUT, today(), f"Đi làm xa {number}"), by=by)
        bring_back(household, today(), by=by)
        withdraw(_sign(household, date(today().year - 1, 5, 1 + number), None, by), f"Ghi sai {number}", by=by)


def _sign(household: Household, day: date, picture: Photo | None, by: User) -> Pledge:
    terms = PledgeTerms(uuid4(), day, household.head_name, None, SigningMethod.PAPER, now(), picture)
    return sign(household, terms, by=by)

"""What each day's digest says of dossiers: who should decide, who should send, who should send again."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.clock import today
from app.extensions import db
from app.reviews.models import Submission
from app.reviews.operations.calendar import set_day
from app.reviews.operations.deciding import Seen, send_back
from app.reviews.reminding import returned, to_review, unsent
from app.reviews.timeliness import YEARLY
from app.web.transaction import begin_writing
from tests.dossiers import ask_for_nothing
from tests.world import World

DAY = today()


@pytest.mark.parametrize(("ahead", "told"), [(3, False), (2, True), (-40, True)])
def test_who_should_decide_is_told_two_days_ahead(app: Flask, world: World, ahead: int, told: bool) -> None:
    with app.app_context():
        begin_writing()
        sent = db.session.get_one(Submission, world.submissions["Na"])
        sent.decide_by = DAY + timedelta(days=ahead)
        db.session.flush()
        assert to_review(DAY) == ({world.units["An"]: 1} if told else {})
        db.session.rollback()
        db.session.remove()


@pytest.mark.parametrize(("ahead", "told"), [(8, False), (7, True)])
def test_who_should_send_again_is_told_a_week_ahead(app: Flask, world: World, ahead: int, told: bool) -> None:
    with app.app_context():
        begin_writing()
        sent = db.session.get_one(Submission, world.submissions["Na"])
        police = db.session.get_one(User, world.users["police"])
        seen = Seen(sent.number, sent.transitions[-1].id)
        send_back(sent, "Thiếu ảnh", DAY + timedelta(days=ahead), seen=seen, by=police)
        assert returned(DAY) == ({world.units["Na"]: 1} if told else {})
        assert to_review(DAY) == {}
        db.session.rollback()
        db.session.remove()


@pytest.mark.parametrize(("offset", "told"), [(15, False), (14, True), (-30, True), (-31, False)])
def test_who_has_not_sent_is_told_about_the_day(app: Flask, world: World, offset: int, told: bool) -> None:
    with app.app_context():
        begin_writing()
        ask_for_nothing()
        day = DAY.replace(month=7, day=1)  # so that all days lie in one year
        due = day + timedelta(days=offset)
        province = db.session.scalars(select(User).where(User.username == "province")).one()
        set_day(YEARLY[0], f"{due:%m-%d}", by=province)
        sent = {world.units[name] for name in ("Na", "Pa", "Hạ")}
        found = unsent(day)
        assert (world.units["Xa"] in found) == told
        assert not sent & set(found)
        db.session.rollback()
        db.session.remove()

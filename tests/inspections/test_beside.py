"""What stands beside a finding: live until the conclusion, and from then on as it was."""

from uuid import UUID

from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.inspections.models import Finding
from app.web.transaction import begin_writing
from tests.conftest import SignIn
from tests.inspections.cast import inspections
from tests.inspections.test_views import concluded, said
from tests.world import COMMUNE_CODE, World

PAGES = ("", "/paper", f"/findings/{COMMUNE_CODE}")


def test_what_changes_later_does_not_change_what_was_concluded(app: Flask, as_: SignIn, world: World) -> None:
    own, police, district = world.assessments["An"], as_("police"), as_("district")
    answer = f"/assessments/{own}/answers/{COMMUNE_CODE}"
    assert police.send(answer, stance="yes", note="Có nghị quyết").status_code == 303
    to = concluded(app, district, world)
    assert "Đã kết luận." in said(district.get(to)), "which is said once"
    before = {page: said(district.get(f"{to}{page}")) for page in PAGES}
    assert all("như lúc kết luận, " in page for page in before.values())
    assert "Có nghị quyết" in before[PAGES[2]]
    open_ = f"/inspections/{inspections('planned', world.units)['An']}"
    live = {page: said(district.get(f"{open_}{page}")) for page in PAGES}
    assert not any("như lúc kết luận, " in page for page in live.values())
    assert police.send(answer, stance="no", note="Chưa ra nghị quyết", version="1").status_code == 303
    assert police.send(f"/pledges/{world.pledges['Bình']}/withdrawal", reason="Ký nhầm hộ").status_code == 303
    now = {page: said(district.get(f"{open_}{page}")) for page in PAGES}
    assert all(now[page] != live[page] for page in PAGES), "an open one follows what is said and recorded"
    assert "Chưa ra nghị quyết" in now[PAGES[2]]
    assert {page: said(district.get(f"{to}{page}")) for page in PAGES} == before
    for words in ("Có nghị quyết", "như lúc kết luận, "):
        assert words in said(police.get(f"{to}{PAGES[2]}"))


def test_what_was_concluded_before_anything_was_kept_is_shown_live(app: Flask, as_: SignIn, world: World) -> None:
    to = f"/inspections/{inspections('concluded', world.units)['An']}"
    with app.app_context():
        begin_writing()
        db.session.execute(update(Finding).where(Finding.inspection_id == UUID(to[-36:])).values(beside=None))
        db.session.commit()
        db.session.remove()
    for page in PAGES:
        answer = as_("police").get(f"{to}{page}")
        assert (answer.status_code, "như lúc kết luận" in answer.text) == (200, False)

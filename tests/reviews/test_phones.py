"""What is decided above does not make a phone fetch its book anew."""

from uuid import uuid4

from app.clock import today
from tests.conftest import SignIn
from tests.offline.test_pack import later, pack_of
from tests.world import World


def test_what_is_decided_about_a_dossier_does_not_make_the_phone_fetch_all(as_: SignIn, world: World) -> None:
    cursor = later(pack_of(as_("head")))
    part = {"code": "convention", "verdict": "return", "reason": "Thiếu số"}
    assert as_("police").send(f"/reviews/{world.submissions['Na']}/parts", **part).status_code == 303
    assert as_("police").send(f"/reviews/{world.submissions['Na']}/decision", decision="return").status_code == 303
    assert as_("head").send("/submissions", year=str(today().year)).status_code == 303
    for who in ("police", "district"):
        assert as_(who).send(f"/reviews/{world.submissions['Na']}/decision", decision="approve").status_code == 303
    obstacle = {"category": "means", "title": "Bàn chuyện giữ bản", "words": "Ít người"}
    assert as_("head").send("/obstacles", id=str(uuid4()), **obstacle).status_code == 303
    assert pack_of(as_("head"), since=cursor)["full"] is False

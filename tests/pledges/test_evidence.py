"""What proves a pledge stays as it is: no photo replaces a signature, or is added to what was withdrawn."""

import base64
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from app.clock import today
from tests.conftest import SignIn
from tests.contents import changed, contents
from tests.world import World, file, jpeg


def test_a_withdrawn_pledge_takes_no_photo(app: Flask, as_: SignIn, world: World) -> None:
    head, pledge = as_("head"), world.pledges["Cúc"]
    head.send(f"/pledges/{pledge}/withdrawal", reason="Ký nhầm hộ")
    before = contents(app)
    assert head.send(f"/pledges/{pledge}/photo", photo=file(jpeg())).status_code == 409
    assert changed(before, contents(app)) == {}


def test_a_drawing_of_more_pixels_than_a_screen_has_is_no_signature(as_: SignIn, world: World) -> None:
    for size, status in ((7070, 422), (1900, 303)):
        drawn = BytesIO()
        Image.new("1", (size, size), 1).save(drawn, "PNG")
        url = f"data:image/png;base64,{base64.b64encode(drawn.getvalue()).decode()}"
        form = {"signed_on": today().isoformat(), "signer_name": "Lò Văn Ánh", "method": "screen", "signature": url}
        answer = as_("head").send(f"/households/{world.households['Ánh']}/pledge", **form)
        assert (answer.status_code, "Chữ ký chưa đọc được" in answer.text) == (status, status == 422)


def test_a_signature_on_the_screen_is_not_replaced(app: Flask, as_: SignIn, world: World) -> None:
    head, household = as_("head"), world.households["Ánh"]
    drawn = f"data:image/png;base64,{base64.b64encode(jpeg()).decode()}"
    fields = {
        "signed_on": today().isoformat(),
        "signer_name": "Lò Văn Ánh",
        "method": "screen",
        "signature": drawn,
    }
    signed = head.send(f"/households/{household}/pledge", **fields)
    before = contents(app)
    assert head.send(f"{signed.location}/photo", photo=file(jpeg("red"))).status_code == 409
    assert changed(before, contents(app)) == {}


def test_a_household_that_is_away_is_not_asked_to_sign(as_: SignIn, world: World) -> None:
    answer = as_("head").get(f"/households/{world.households['Dũng']}/pledge/new")
    assert (answer.status_code, answer.location) == (303, f"/households/{world.households['Dũng']}")


@pytest.mark.parametrize("day", ["2020-01-05", None])
def test_a_household_leaves_no_sooner_than_it_came(as_: SignIn, world: World, day: str | None) -> None:
    head, household = as_("head"), world.households["Ánh"]
    on = day or today().isoformat()
    head.send(f"/households/{household}/departure", kind="moved_out", on=on, reason="Về quê")
    assert f"từ {today():%d/%m/%Y}" in head.get(f"/households/{household}").text
    assert "05/01/2020" not in head.get(f"/households/{household}").text

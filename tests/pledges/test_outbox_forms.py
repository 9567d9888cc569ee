"""Each form that may wait on the phone says what the outbox calls it, whom it is about, and where to go meanwhile."""

import pytest

from tests.conftest import SignIn
from tests.pages import parse
from tests.world import World

NEW_NEXT = "/households/{id}/pledge/new"


def marked(text: str) -> dict[str, dict[str, str]]:
    """Return the data attributes of every form that writes about households, by its id or its address."""
    forms = [form for form in parse(text).iter("form") if form.get("method") == "post"]
    about = [form for form in forms if (form.get("action") or "").startswith(("/households", "/pledges"))]
    return {
        form.get("id") or str(form.get("action")): {k: str(v) for k, v in form.items() if k.startswith("data-")}
        for form in about
    }


def test_a_new_household(as_: SignIn) -> None:
    assert marked(as_("head").get("/households/new").text)["household-form"] == {
        "data-outbox": "Thêm hộ", "data-about-field": "head_name", "data-next": NEW_NEXT,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "form", "words"),
    [
        ("/households/{}/edit", "household-form", "Sửa hộ"),
        ("/households/{}/departure/new", "departure-form", "Đưa hộ ra khỏi danh sách"),
    ],
)
def test_an_act_on_a_household(as_: SignIn, world: World, page: str, form: str, words: str) -> None:
    anh = world.households["Ánh"]
    assert marked(as_("head").get(page.format(anh)).text)[form] == {
        "data-outbox": words, "data-about": "Lò Văn Ánh", "data-next": f"/households/{anh}",
    }  # fmt: skip


def test_a_return(as_: SignIn, world: World) -> None:
    dung = world.households["Dũng"]
    assert marked(as_("head").get(f"/households/{dung}").text)["return-form"] == {
        "data-outbox": "Đưa hộ trở lại", "data-about": "Cà Văn Dũng", "data-next": f"/households/{dung}",
    }  # fmt: skip


def test_a_pledge_and_its_photo(as_: SignIn, world: World) -> None:
    page = as_("head").get(f"/households/{world.households['Ánh']}/pledge/new").text
    assert marked(page)["pledge-form"] == {
        "data-outbox": "Ký cam kết", "data-about": "Lò Văn Ánh",
        "data-next": f"/households?village={world.units['Na']}&status=missing",
        "data-photo-path": "/pledges/{id}/photo", "data-photo-title": "Ảnh tờ đã ký",
    }  # fmt: skip
    photos = [element for element in parse(page).iter() if "data-photo" in element.attrib]
    assert [photo.get("data-not-photo") for photo in photos] == ["Tệp này không phải ảnh. Chụp lại hoặc chọn ảnh khác."]


def test_what_a_pledge_takes_later(as_: SignIn, world: World) -> None:
    forms = marked(as_("head").get(f"/pledges/{world.pledges['Cúc']}").text)
    rest = {"data-about": "Lường Thị Cúc", "data-next": f"/households/{world.households['Cúc']}"}
    assert forms == {
        "photo-form": {"data-outbox": "Ảnh tờ đã ký", **rest},
        "withdrawal-form": {"data-outbox": "Rút cam kết", **rest},
    }


@pytest.mark.parametrize("page", ["/households/{}", "/households/{}/edit", "/households/{}/pledge/new"])
def test_no_form_about_a_household_is_left_out(as_: SignIn, world: World, page: str) -> None:
    for name in ("Ánh", "Dũng"):
        forms = marked(as_("head").get(page.format(world.households[name])).text)
        assert [form for form, data in forms.items() if "data-outbox" not in data] == []

"""What a phone installs: the service worker, its version and files, the one that ends it, the manifest, the icons."""

import json
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app import create_app
from app.config import Settings, from_environment
from app.web.version import version
from tests.conftest import SignIn


def test_the_worker_says_which_build_it_is_and_what_it_keeps(as_: SignIn) -> None:
    nobody = as_(None)
    answer = nobody.get("/service-worker.js")
    first = answer.text.splitlines()[0]
    assert f'self.VERSION = "{version()}"' in first
    assert answer.mimetype == "text/javascript"
    assert (answer.headers["Cache-Control"], answer.headers["Service-Worker-Allowed"]) == ("no-cache", "/")
    kept = json.loads(re.search(r"\[.*?\]", first).group())  # type: ignore[union-attr]
    assert {name.rsplit("-", 1)[0] for name in kept} >= {"/static/app", "/static/offline", "/static/icons"}
    assert {nobody.get(address).status_code for address in kept} == {200}


def test_every_file_of_a_page_is_kept(as_: SignIn) -> None:
    kept = as_(None).get("/service-worker.js").text.splitlines()[0]
    page = as_("head").get("/").text
    asked = set(re.findall(r'(?:src|href)="(/static/[^"#]+\.(?:css|js|svg))', page))
    assert len(asked) >= 4
    assert [address for address in asked if address not in kept] == []


@pytest.mark.parametrize(("word", "on"), [("on", True), ("1", True), ("off", False), ("0", False)])
def test_the_worker_is_ended_by_a_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Settings, word: str, on: bool
) -> None:
    monkeypatch.setenv("BANYEN_SERVICE_WORKER", word)
    monkeypatch.setenv("BANYEN_DATA_DIR", str(tmp_path))
    assert from_environment().service_worker is on
    client = create_app(replace(settings, service_worker=on)).test_client()
    script = client.get("/service-worker.js").get_data(as_text=True)
    assert ("unregister" in script and "skipWaiting" in script and "indexedDB" not in script) is not on


def test_a_page_names_no_worker_where_it_is_ended(fresh_app: Flask, settings: Settings) -> None:
    client: Any = fresh_app.test_client()
    client.enter("head")
    assert 'data-worker="/service-worker.js"' in client.get("/").text
    fresh_app.config["SETTINGS"] = replace(settings, service_worker=False)
    assert "data-worker" not in client.get("/").text


def test_the_manifest_is_in_the_person_s_language(as_: SignIn) -> None:
    head = as_("head")
    answer = head.get("/manifest.webmanifest")
    manifest = json.loads(answer.text)
    assert answer.mimetype == "application/manifest+json"
    assert (manifest["lang"], manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "vi", "/", "/", "standalone",
    )  # fmt: skip
    assert [each["url"] for each in manifest["shortcuts"]] == ["/households/new", "/activities/new"]
    head.send("/locale", locale="en")
    english = json.loads(head.get("/manifest.webmanifest").text)
    assert english["lang"] == "en"
    assert english["id"] == manifest["id"], "the same application in both languages"


def test_the_icons_are_pictures_of_their_size(as_: SignIn) -> None:
    nobody = as_(None)
    manifest = json.loads(nobody.get("/manifest.webmanifest").text)
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    for icon in manifest["icons"]:
        picture = Image.open(BytesIO(nobody.get(icon["src"]).data))
        assert picture.format == "PNG"
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        corner = picture.convert("RGBA").getpixel((0, 0))
        assert isinstance(corner, tuple)
        assert (corner[3] == 255) is (icon["purpose"] == "maskable"), "a maskable icon fills its square"


def test_every_page_leads_to_the_manifest_and_an_icon_for_iphones(as_: SignIn) -> None:
    page = as_(None).get("/login").text
    assert '<link rel="manifest" href="/manifest.webmanifest"' in page
    icon = re.search(r'rel="apple-touch-icon" href="([^"]+)"', page)
    assert icon
    assert Image.open(BytesIO(as_(None).get(icon[1]).data)).size == (180, 180)


@pytest.mark.parametrize(("who", "owner"), [("head", True), ("admin", True), (None, False)])
def test_every_answer_says_whose_it_is(as_: SignIn, who: str | None, owner: bool) -> None:
    client = as_(who)
    for address in ("/", "/households/new", "/nothing"):
        assert ("Banyen-Owner" in client.get(address).headers) is owner
    assert "Banyen" in client.get("/").headers

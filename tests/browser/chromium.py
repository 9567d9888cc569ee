"""Which Chromium is driven (by default the build without windows, which takes a third less time), at which sizes."""

import os

from playwright.sync_api import Page, ViewportSize

CHROMIUM = os.environ.get("BANYEN_CHROMIUM", "/usr/bin/chromium-headless-shell")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "banyen-demo"
PHONE = ViewportSize(width=360, height=760)
DESK = ViewportSize(width=1280, height=900)


def sign_in(page: Page, username: str) -> None:
    """Sign in as a person of the demo."""
    page.goto("/login")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.click("#sign-in button[type=submit]")
    page.wait_for_url("**/")

"""How long 200 forms that waited on a phone take over a village's line, until each is acknowledged and stored."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from random import Random
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, sync_playwright

from app.seeds.names import People, head_name
from tests.bench.figures import Aim, Readings
from tests.bench.part import Part, Run
from tests.bench.sender import Refused
from tests.bench.served import demo, own_folder
from tests.bench.village_line import Signal, VillageLine
from tests.bench.wire import KB
from tests.browser.phones import Handset, enter, waiting
from tests.browser.serving import Gunicorn

FORMS = 200
UNTIL_SENT = Aim(f"{FORMS} households waiting on a phone: until all are acknowledged", "s", at_most=20)
UP, DOWN = Aim("  sent meanwhile", "KB"), Aim("  received meanwhile (the book's renewal in it)", "KB")

# Fills the page's own form in as often as there are names; each is kept as it is after its first try found no network.
FILL = """async (names) => {
  const core = await import(document.querySelector("link[rel=modulepreload]").href);
  const form = document.querySelector("form[data-outbox]");
  const owner = document.body.dataset.user;
  const queue = await core.itemsOf(owner);
  for (const name of names) {
    const now = new Date();
    const typed = { id: core.uuid(), head_name: name, member_count: "4", captured_at: now.toISOString() };
    const entries = [...new FormData(form)].map(([field, value]) => [field, typed[field] ?? value]);
    const about = { title: form.dataset.outbox, about: name, page: "/households/new" };
    const said = { key: core.uuid(), owner, path: new URL(form.action).pathname, ...about, entries };
    const made = core.formItem(said, queue, now);
    queue.push({ ...made, queued: true, attempts: 1, at: made.captured });
  }
  await core.write(queue);
  return queue.map(({ key, subject }) => [key, subject]);
}"""
SEND = """async () => {
  const core = await import(document.querySelector("link[rel=modulepreload]").href);
  const started = performance.now();
  document.dispatchEvent(new CustomEvent("banyen:send"));
  while ((await core.itemsOf(document.body.dataset.user)).length) await new Promise((done) => setTimeout(done, 50));
  return (performance.now() - started) / 1000;
}"""


class Backlog:
    """A phone at the end of a village's line."""

    def __init__(self, server: Gunicorn, line: VillageLine, page: Page) -> None:
        """The phone is signed in and has what it needs."""
        self.server, self.line, self.page = server, line, page
        self.rng = Random(9)  # noqa: S311 (the same every time is what it is for)

    def send(self) -> Readings:
        """Enter the forms without a network, then send them; look into the database for each."""
        self.line.become(Signal.FULL)
        self.page.goto("/households/new", wait_until="networkidle")
        self.line.become(Signal.NONE)
        names = [head_name(self.rng, People.THAI, woman=self.rng.random() < 0.3) for _ in range(FORMS)]
        made = self.page.evaluate(FILL, names)
        if len(waiting(self.page)) != FORMS:
            raise Refused(f"{len(waiting(self.page))} forms wait on the phone, not {FORMS}")
        self.line.become(Signal.WEAK)
        before = self.line.up.carried, self.line.down.carried
        seconds = float(self.page.evaluate(SEND))
        up, down = self.line.up.carried - before[0], self.line.down.carried - before[1]
        self._look_for(made)
        return {UNTIL_SENT: seconds, UP: up / KB, DOWN: down / KB}

    def _look_for(self, made: list[Any]) -> None:
        """Raise Refused unless each form is stored, once, and its key remembered."""
        with closing(sqlite3.connect(self.server.data_dir / "banyen.sqlite3")) as database:
            for table, column, ids in (
                ("households", "id", [subject for _, subject in made]),
                ("ledger_entries", "key", [key for key, _ in made]),
            ):
                rows = database.execute(f"SELECT {column} FROM {table}").fetchall()  # noqa: S608 (our own words)
                stored = [UUID(str(id_)) for (id_,) in rows]
                if any(stored.count(UUID(id_)) != 1 for id_ in ids):
                    raise Refused(f"not all {FORMS} forms are in {table}")


@contextmanager
def prepared() -> Iterator[Run]:
    """Serve the demo at the end of a line, to a phone that has been there once."""
    with own_folder() as profile, demo() as server, sync_playwright() as playwright:
        line = VillageLine(server.port)
        phone = Handset(playwright, profile, f"http://127.0.0.1:{line.port}", [])
        try:
            page = phone.start()
            enter(page)
            yield Backlog(server, line, page).send
        finally:
            phone.close()
            line.close()


PART = Part("a phone that comes back to 50 kbit/s and 500 ms latency with much to send", prepared)

// The outbox over a real IndexedDB: nothing leaves it but what the server took, whatever the line answers.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { OTHER, USER, fresh, itemsOfBatch, outbox, photographed, server, store, typed, uuidOf } from "./phone.mjs";

const here = async (user = USER) => (await outbox.itemsOf(user.id)).map(({ key }) => key);
const echo = (headers, more = {}) => ({ "Idempotency-Key": headers["Idempotency-Key"], ...more });
const takesAll = async (path, headers, body) => {
  if (path !== "/offline/batch") return { status: 201, headers: echo(headers, { Location: "/x", "Banyen-Receipt": "BY-0000-00" }) };
  const answers = (await itemsOfBatch(body)).map(({ key }) => ({ key, status: 201, url: "/x", receipt: "BY-0000-00" }));
  return { status: 200, text: JSON.stringify({ answers }), headers: echo(headers) };
};

beforeEach(async () => {
  await fresh();
  await typed();
  await outbox.flush(server(takesAll)); // a line that works, whatever the test before met
  await fresh();
});

test("what the server took leaves the outbox and stands among the sent with its receipt", async () => {
  const item = await typed();
  const end = await outbox.flush(server(takesAll));
  assert.deepEqual(end, { waiting: 0, fixing: 0, signedOut: false });
  const [sent] = await store.all("sent");
  assert.deepEqual([sent.key, sent.receipt, sent.url, sent.owner], [item.key, "BY-0000-00", "/x", USER.id]);
});

test("for every status and every echo, alone or in a load, only 200 and 201 with our echo take an item away", async () => {
  const echoes = { ours: (key) => key, none: () => null, another: () => uuidOf(), rubbish: () => "x".repeat(36) };
  for (let status = 200; status < 600; status++) {
    for (const [kind, made] of Object.entries(echoes)) {
      const item = await typed();
      const line = server((_path, headers) => {
        const echoed = made(headers["Idempotency-Key"]);
        return { status, text: "<p>x</p>", headers: echoed ? { "Idempotency-Key": echoed } : {} };
      });
      await outbox.flush(line);
      const kept = (await here()).includes(item.key);
      assert.equal(kept, !(kind === "ours" && (status === 200 || status === 201)), `${status} with ${kind} echo`);
      await outbox.discard(item.key);
    }
  }
});

test("malformed answers, dead lines and foreign pages take nothing away", async () => {
  const ours = (path, headers) => (path === "/offline/batch" ? echo(headers) : {}); // alone, an echoed 200 is our word
  const moods = {
    dead: () => { throw new TypeError("network"); },
    portal: () => ({ status: 200, text: "<html>Đăng nhập wifi</html>", headers: {} }),
    half: (path, headers) => ({ status: 200, text: '{"answers": [{"key"', headers: ours(path, headers) }),
    empty: (path, headers) => ({ status: 200, text: "", headers: ours(path, headers) }),
    strangers: (path, headers) => ({
      status: 200, text: JSON.stringify({ answers: [{ key: uuidOf(), status: 201 }] }), headers: ours(path, headers),
    }),
  };
  for (const [name, mood] of Object.entries(moods)) {
    const items = [await typed(), await typed()];
    await outbox.flush(server(mood));
    assert.deepEqual(await here(), items.map(({ key }) => key), name);
    for (const { key } of items) await outbox.discard(key);
  }
});

test("many go in one load, each settled by its own answer", async () => {
  const [one, two, three, four] = [await typed(), await typed(), await typed(), await typed()];
  const line = server(async (path, headers, body) => {
    if (path !== "/offline/batch") throw new TypeError("network");
    const status = { [one.key]: 201, [two.key]: 422, [three.key]: 500, [four.key]: 200 };
    const answers = (await itemsOfBatch(body)).map(({ key }) => ({ key, status: status[key], reason: "invalid", html: "<form></form>" }));
    return { status: 200, text: JSON.stringify({ answers }), headers: echo(headers) };
  });
  const end = await outbox.flush(line);
  assert.deepEqual([end.waiting, end.fixing], [1, 1]);
  assert.deepEqual(await here(), [two.key, three.key]);
  const refused = await store.get("outbox", two.key);
  assert.deepEqual([refused.state, refused.reason, refused.html], ["fix", "invalid", "<form></form>"]);
});

test("a pledge of a household made here waits until the household is there", async () => {
  const household = uuidOf();
  const made = await typed("/households", { id: household });
  const pledge = await typed(`/households/${household}/pledge`, { fields: [["id", uuidOf()]] });
  assert.equal(pledge.after, made.key);
  const refusing = server((_path, headers) => ({ status: 422, text: "", headers: echo(headers) }));
  await outbox.flush({ fetch: async (path, request) => (path === "/offline/batch" ? new Response("", { status: 500 }) : refusing.fetch(path, request)) });
  assert.deepEqual(await here(), [made.key, pledge.key]);
});

test("another user's items are neither seen nor sent", async () => {
  const theirs = await typed("/households", { owner: OTHER });
  const line = server(takesAll);
  assert.deepEqual(await outbox.flush(line), { waiting: 0, fixing: 0, signedOut: false });
  assert.equal(line.asked.length, 0);
  assert.deepEqual(await here(OTHER), [theirs.key]);
});

test("each submission says whose it is, that it waited, and from which phone it comes", async () => {
  await typed();
  await outbox.flush(server(() => ({ status: 503 })));
  const line = server(takesAll);
  await outbox.flush(line);
  const { headers } = line.asked.at(-1);
  assert.deepEqual([headers["Banyen-Owner"], headers["Banyen-Queued"], headers["Banyen-Schema"]], [USER.id, "1", "1"]);
  const phones = new Set(line.asked.map((one) => one.headers["Banyen-Phone"]));
  assert.deepEqual([...phones], [(await store.get("meta", "phone")).value]);
});

test("signed out keeps all, asks to sign in, and stops", async () => {
  const items = [await typed(), await typed(), await typed()];
  const line = server((_path, headers) => ({ status: 401, headers: echo(headers) }));
  const end = await outbox.flush(line);
  assert.equal(end.signedOut, true);
  assert.equal(line.asked.length, 1);
  assert.deepEqual(await here(), items.map(({ key }) => key));
});

test("words written anew while the former ones are on their way are not lost with them", async () => {
  const item = await typed();
  const line = server(async (_path, headers) => {
    await outbox.write([{ ...item, fields: [["head_name", "Cà Văn Mới"]], captured: "2026-11-24T00:00:00.000Z" }]);
    return { status: 201, headers: echo(headers) };
  });
  let calls = 0;
  await outbox.flush({ fetch: (...request) => (calls++ ? Promise.reject(new TypeError("network")) : line.fetch(...request)) });
  const [kept] = await outbox.itemsOf(USER.id);
  assert.deepEqual(kept.fields, [["head_name", "Cà Văn Mới"]]);
  assert.notEqual(kept.key, item.key);
});

test("one form that breaks every load does not hold up the others for ever", async () => {
  const poison = await typed();
  const good = await typed();
  const line = server((path, headers) => {
    if (path === "/offline/batch" || headers["Idempotency-Key"] === poison.key) return { status: 500 };
    return { status: 201, headers: echo(headers) };
  });
  for (let i = 0; i < 6; i++) await outbox.flush(line);
  assert.deepEqual(await here(), [poison.key]);
  assert.ok(!(await here()).includes(good.key));
});

test("a gentle try waits for the end of the pause", async () => {
  await typed();
  const dead = server(() => ({ status: 503, headers: { "Retry-After": "300" } }));
  await outbox.flush({ ...dead, now: () => 1_000 });
  assert.ok(outbox.nextTry() >= 1_000 + 5_000);
  const line = server(takesAll);
  await outbox.flush({ ...line, gently: true, now: () => outbox.nextTry() - 1 });
  assert.equal(line.asked.length, 0);
  await outbox.flush({ ...line, gently: true, now: () => outbox.nextTry() + 1 });
  assert.deepEqual(await here(), []);
});

test("taking an item away takes what cannot arrive without it, and nothing else", async () => {
  const household = uuidOf();
  const made = await typed("/households", { id: household });
  const pledge = await typed(`/households/${household}/pledge`, { fields: [["id", uuidOf()]] });
  await photographed(pledge);
  const other = await typed();
  await outbox.discard(made.key);
  assert.deepEqual(await here(), [other.key]);
});

test("a photo is sent in parts from what the server holds, then used", async () => {
  const photo = await photographed({ ...(await typed()), key: "arrived" }, 100_000);
  await outbox.flush(server(takesAll)); // the form
  let held = 40_000; // from an earlier try
  let cuts = 2;
  const line = server(async (path, headers, body) => {
    if (path.endsWith("/chunks")) {
      const chunk = body.get("chunk");
      if (Number(body.get("offset")) === held) held += chunk.size;
      if (cuts-- > 0) throw new TypeError("cut after the server kept it");
      return { status: 200, text: JSON.stringify({ received: held, complete: held === 100_000 }), headers: echo(headers) };
    }
    assert.deepEqual([path, body.get("upload"), held], ["/pledges/x/photo", photo.upload, 100_000]);
    return { status: 201, headers: echo(headers) };
  });
  for (let i = 0; i < 4; i++) await outbox.flush(line);
  assert.deepEqual(await here(), []);
  assert.equal(held, 100_000);
});

test("a server that keeps nothing, or answers rubbish, keeps the photo on the phone", async () => {
  const photo = await photographed({ ...(await typed()), key: "arrived" });
  await outbox.flush(server(takesAll));
  await outbox.write([photo]);
  for (const text of ['{"received": 0}', '{"received": -1}', '{"received": 1e9}', "<html>", "{}", "null"]) {
    await outbox.flush(server((_path, headers) => ({ status: 200, text, headers: echo(headers) })));
    assert.deepEqual(await here(), [photo.key], text);
  }
});

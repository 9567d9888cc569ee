// A phone for the tests: a real IndexedDB (in memory), a signed-in user, items to send, and servers of many moods.
import "fake-indexeddb/auto";

delete globalThis.BroadcastChannel; // one tab; Node's would keep the test from ending

export const store = await import("../../../static/js/offline/store.js");
export const outbox = await import("../../../static/js/offline/outbox.js");
const { formItem, photoItem } = await import("../../../static/js/offline/submission.js");
const { uuid } = await import("../../../static/js/behaviors/identity.js");

export const USER = { id: "01900000-0000-7000-8000-00000000000a", name: "Lò Văn Thử", village: "7", role: "village_head" };
export const OTHER = { ...USER, id: "01900000-0000-7000-8000-00000000000b" };
export const uuidOf = uuid;

/** Empty the phone and sign `user` in. */
export async function fresh(user = USER) {
  for (const name of ["outbox", "sent", "drafts", "packs", "meta"]) {
    await store.together([name], "readwrite", (of) => void of(name).clear());
  }
  await store.put("meta", { name: "user", value: user });
}

/** Write a form to the outbox and return its item; `id` is the record's, `path` where it goes. */
export async function typed(path = "/households", { owner = USER, id = uuid(), fields = [["head_name", "Cà Văn Đôi"]] } = {}) {
  const queue = await outbox.itemsOf(owner.id);
  const entries = path === "/households" ? [["id", id], ...fields] : fields;
  const form = { key: uuid(), owner: owner.id, path, page: path, title: "Thêm hộ", about: "Cà Văn Đôi", entries };
  const item = formItem(form, queue, new Date());
  await outbox.write([item]);
  return item;
}

/** Write a photo that follows `first` and return its item. */
export async function photographed(first, size = 100_000) {
  const blob = new Blob([new Uint8Array(size).fill(7)], { type: "image/jpeg" });
  const item = photoItem({ key: uuid(), upload: uuid(), path: "/pledges/x/photo", blob, hash: "h", title: "Ảnh" }, first);
  await outbox.write([item]);
  return item;
}

/** Return a server: `answer(path, headers, body)` gives { status, body, headers } or throws; what was asked is kept. */
export function server(answer) {
  const asked = [];
  const fetch = async (path, { headers, body }) => {
    asked.push({ path, headers, body });
    const { status, text = "", headers: more = {} } = await answer(path, headers, body);
    const bare = status === 204 || status === 205 || status === 304;
    return new Response(bare ? null : text, { status, headers: { Banyen: "1", ...more } });
  };
  return { fetch, asked };
}

/** Return the parsed items of a batch's body. */
export async function itemsOfBatch(body) {
  const plain = body.stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text()).items;
}

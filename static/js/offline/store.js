// The phone's memory: one IndexedDB, reached only from here. Every write is on disk before its promise resolves.

const NAME = "banyen";
const VERSION = 1;
const KEYS = { outbox: "key", sent: "key", drafts: "id", packs: "id", meta: "name" };

let opening = null;

/** Return the open database. Rejects where the browser has none (private windows) or refuses it. */
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(KEYS)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      const closed = () => (opening = null);
      request.result.onclose = closed;
      request.result.onversionchange = () => {
        request.result.close();
        closed();
      };
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => reject(request.error ?? new Error("the database is blocked"));
  });
  opening.catch(() => (opening = null));
  return opening;
}

/** Run `work(store => IDBObjectStore)` in one transaction over `names`; return its result once all of it is kept. */
export async function together(names, mode, work) {
  const transaction = (await database()).transaction(names, mode, { durability: "strict" });
  const result = work((name) => transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(result instanceof IDBRequest ? result.result : result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("not stored"));
  });
}

/** Return the value at `key` of `name`, undefined when there is none. */
export const get = (name, key) => together([name], "readonly", (store) => store(name).get(key));

/** Return all values of `name`, in the order of their keys. */
export const all = (name) => together([name], "readonly", (store) => store(name).getAll());

/** Keep `value`, in place of one with the same key. */
export const put = (name, value) => together([name], "readwrite", (store) => void store(name).put(value));

/** Take away what is at `key`. */
export const remove = (name, key) => together([name], "readwrite", (store) => void store(name).delete(key));

/** Put what `change(value)` returns in place of the value at `key`, in one go; null takes it away. Gone stays gone. */
export const alter = (name, key, change) =>
  together([name], "readwrite", (store) => {
    const request = store(name).get(key);
    request.onsuccess = () => {
      if (!request.result) return;
      const changed = change(request.result);
      if (changed?.[KEYS[name]] !== key) store(name).delete(key);
      if (changed) store(name).put(changed);
    };
  });

/** Tell whether this browser keeps anything at all. */
export const available = () => database().then(() => true, () => false);

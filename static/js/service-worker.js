// The service worker: pages open without a network, and what waits is sent in the background. The server puts a line
// before this that sets VERSION and ASSETS. It keeps nothing but what it was told to, and never a fragment or a form.
import { drop, FILES, PAGES } from "./offline/caches.js";
import { flush } from "./offline/outbox.js";
import { isOurs, isPage, mayBeSeenAgain, shellFor } from "./offline/routes.js";
import * as store from "./offline/store.js";

const { VERSION, ASSETS } = self;
const OUR_FILES = `${FILES}${VERSION}`;
const PATIENCE = 4_000; // milliseconds for the network, where the phone has a page of its own
const SHELLS = "/offline/shells";
const NOT_HERE = `${SHELLS}/offline`;
const FRESH_FOR = 24 * 3600_000;
const MOST_SEEN = 30;
const SYNC = "banyen-outbox";

addEventListener("install", (event) => {
  event.waitUntil(install());
  passBy(event);
});
addEventListener("activate", (event) => event.waitUntil(sweep().then(() => clients.claim())));
addEventListener("sync", (event) => event.tag === SYNC && event.waitUntil(sendAll()));
addEventListener("message", (event) => {
  if (event.data.take) skipWaiting();
  if (event.data.prepare) event.waitUntil(prepare(event.data.prepare));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event, pathname));
});

/** Let what scripts ask, and forms, pass by the worker where the browser can: it is woken for pages and files alone.
 *
 * Lighter on a small phone; and in Chromium a request that meets a worker just as it gives way to a newer one may be lost.
 */
function passBy(event) {
  const conditions = [{ requestMethod: "POST" }, { requestDestination: "" }];
  event.addRoutes?.(conditions.map((condition) => ({ condition, source: "network" })))?.catch(() => {});
}

async function install() {
  const files = await caches.open(OUR_FILES);
  await Promise.all(ASSETS.map(async (address) => files.put(address, (await caches.match(address)) ?? (await sound(address)))));
  await files.put(NOT_HERE, await sound(NOT_HERE, { credentials: "omit" }));
  const user = await userId();
  if (user) await fetchShells({ user, stamp: null }).catch(() => {}); // a signed-in page asks again
}

async function sound(address, options) {
  const response = await fetch(address, options);
  if (response.status !== 200 || response.redirected) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** Sends what waits; the browser tries again later when this rejects. */
async function sendAll() {
  const { waiting } = await flush();
  if (waiting) throw new Error(`${waiting} wait`);
}

const userId = async () => (await store.get("meta", "user").catch(() => null))?.value.id ?? null;

const pagesOf = (user) => `${PAGES}${user}-${VERSION}`;

// ── what is kept of whom

/** Keep the pages of the user who is signed in, and of nobody else. stamp: what they depend on besides the version. */
async function prepare({ user, stamp }) {
  await forgetOthers(user);
  const made = await (await caches.open(pagesOf(user))).match(SHELLS);
  const { at, stamp: madeFor } = made ? await made.json() : {};
  if (at > Date.now() - FRESH_FOR && madeFor === stamp) return;
  await fetchShells({ user, stamp });
  await sweep();
}

async function forgetOthers(user) {
  await drop((name) => name.startsWith(PAGES) && !name.startsWith(`${PAGES}${user}-`));
  const packs = (await store.all("packs")).filter(({ owner }) => owner !== user);
  await Promise.all(packs.map(({ id }) => store.remove("packs", id)));
}

/** Fetch all pages of the phone in one answer. Rejects when they are another person's, or another build's. */
async function fetchShells({ user, stamp }) {
  const answer = await sound(SHELLS, { cache: "no-store" });
  const said = (name) => answer.headers.get(name);
  if (said("Banyen") !== VERSION || said("Banyen-Owner") !== user) throw new Error("not the pages asked for");
  const headers = asHtml(answer.headers);
  const { shells } = await answer.json();
  const pages = await caches.open(pagesOf(user));
  await Promise.all(Object.entries(shells).map(([name, html]) => pages.put(`${SHELLS}/${name}`, new Response(html, { headers }))));
  await pages.put(SHELLS, new Response(JSON.stringify({ at: Date.now(), stamp })));
}

/** Take away what earlier builds kept, once this one has all it needs: until then the older pages still open. */
async function sweep() {
  const user = await userId();
  const complete = !user || (await (await caches.open(pagesOf(user))).match(SHELLS));
  const current = new Set([OUR_FILES, user && pagesOf(user)]);
  if (!complete) return;
  await drop((name) => !current.has(name));
}

// ── answering

/** The network first; where it fails, is slow, or is not ours, the phone's own page or the one last seen. */
async function page(event, pathname) {
  const user = await userId();
  const shell = user && (await kept(user, `${SHELLS}/${shellFor(pathname)}`));
  const own = shell ?? (user ? await kept(user, event.request.url) : undefined);
  const answer = await fromNetwork(event.request, own && PATIENCE);
  if (answer?.type === "opaqueredirect") return own && !(await isServerHere()) ? own : answer;
  if (!answer || !isOurs(answer)) return own ?? (user && (await kept(user, NOT_HERE))) ?? caches.match(NOT_HERE);
  if (own && (answer.status >= 500 || (answer.status === 404 && (await isWaiting(user, pathname))))) return own;
  if (!shell && user && isPage(answer) && mayBeSeenAgain(pathname)) event.waitUntil(keepSeen(user, event.request.url, answer.clone()));
  return answer;
}

/** Return the answer of the network; null when it fails or, with `patience`, takes longer. */
function fromNetwork(request, patience) {
  const answer = fetch(request).catch(() => null);
  if (!patience) return answer;
  return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, patience, null))]);
}

/** Tell whether our server is there: where a redirect leads is hidden from a worker, and a foreign network redirects, too. */
async function isServerHere() {
  const answer = await fromNetwork(new Request("/healthz", { cache: "no-store", redirect: "manual" }), PATIENCE);
  return Boolean(answer && isOurs(answer));
}

/** Return what is kept for the user at an address, this build's first; undefined when nothing is. */
async function kept(user, address) {
  const older = (await caches.keys()).filter((name) => name.startsWith(`${PAGES}${user}-`)).reverse();
  for (const cacheName of [pagesOf(user), ...older]) {
    const found = await caches.match(address, { cacheName, ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/** Tell whether an address is of something that is on this phone only: the server cannot know it yet. */
async function isWaiting(user, pathname) {
  return (await store.all("outbox")).some(({ owner, subject }) => owner === user && subject && pathname.includes(subject));
}

/** Keep a page as it was seen now, if it was the user's; the page says so when it is shown again. */
async function keepSeen(user, address, answer) {
  if (answer.headers.get("Banyen-Owner") !== user) return;
  const html = (await answer.text()).replace("<body ", `<body data-seen="${new Date().toISOString()}" `);
  const pages = await caches.open(pagesOf(user));
  await pages.put(address, new Response(html, { headers: asHtml(answer.headers) }));
  const seen = (await pages.keys()).filter(({ url }) => !new URL(url).pathname.startsWith(SHELLS));
  await Promise.all(seen.slice(0, -MOST_SEEN).map((request) => pages.delete(request)));
}

/** Return the headers of an answer for HTML that was taken out of it. */
function asHtml(said) {
  const headers = new Headers(said);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("Content-Type", "text/html; charset=utf-8");
  return headers;
}

const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

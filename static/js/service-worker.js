// The service worker: pages open without a network, and what waits is sent in the background. The server puts a line
// before this that sets VERSION and ASSETS. It keeps nothing but what it was told to, and never a fragment or a form.
import { drop, FILES, PAGES } from "./offline/caches.js";
import { flush } from "./offline/outbox.js";
import { isOurs, isPage, mayBeSeenAgain, shellFor } from "./offline/routes.js";
import * as store from "./offline/store.js";
import { makes } from "./offline/submission.js";

const { VERSION, ASSETS } = self;
const OUR_FILES = `${FILES}${VERSION}`;
const PATIENCE = 4_000; // milliseconds for the network, where the phone has a page of its own
const SHELLS = "/offline/shells";
const NOT_HERE = `${SHELLS}/offline`;
const FRESH_FOR = 24 * 3600_000;
const ASSESSMENTS = "/offline/assessments";
const ASSESSMENTS_FRESH_FOR = 5 * 60_000; // as the books
const BEHIND_FOR = 60_000; // milliseconds that they may lack what has arrived: the forms on them know it
const OF_ASSESSMENTS = /^\/(?:assessments|remedies)(?:\/|$)/;
const KEEPERS = new Set(["village_head", "commune_police"]);
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
  if (event.data.assessments) event.waitUntil(keepAssessments(...event.data.assessments).catch(() => {})); // another time
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
  if (!user) return;
  await fetchShells({ user, stamp: null }).catch(() => {}); // a signed-in page asks again
  await keepAssessments(user).catch(() => {});
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
  await keepAssessments(user).catch(() => {}); // what earlier builds kept is about to go
  await sweep();
}

async function forgetOthers(user) {
  await drop((name) => name.startsWith(PAGES) && !name.startsWith(`${PAGES}${user}-`));
  const packs = (await store.all("packs")).filter(({ owner }) => owner !== user);
  await Promise.all(packs.map(({ id }) => store.remove("packs", id)));
}

/** Fetch pages of the user. Rejects when they are another person's, or another build's. */
async function fetchPages(user, address) {
  const answer = await sound(address, { cache: "no-store" });
  const said = (name) => answer.headers.get(name);
  if (said("Banyen") !== VERSION || said("Banyen-Owner") !== user) throw new Error("not the pages asked for");
  return answer;
}

/** Fetch all pages of the phone in one answer. */
async function fetchShells({ user, stamp }) {
  const answer = await fetchPages(user, SHELLS);
  const headers = asHtml(answer.headers);
  const { shells } = await answer.json();
  const pages = await caches.open(pagesOf(user));
  await Promise.all(Object.entries(shells).map(([name, html]) => pages.put(`${SHELLS}/${name}`, new Response(html, { headers }))));
  if (!shells.first) await keepFirst(user).catch(() => {}); // another time: it is kept as well when it is seen
  await pages.put(SHELLS, new Response(JSON.stringify({ at: Date.now(), stamp })));
}

/** Keep the pages of the open assessments of the user's unit as they are now, each as a page that was seen now.
 *
 * seen: the address of a page that is open; one of an assessment which is not kept may be of a new one.
 */
async function keepAssessments(user, seen = "/") {
  const { id, role } = (await store.get("meta", "user"))?.value ?? {};
  if (id !== user || !KEEPERS.has(role)) return;
  const pages = await caches.open(pagesOf(user));
  const former = await pages.match(ASSESSMENTS);
  const { at = 0, stamp = "" } = former ? await former.json() : {};
  const isKept = !OF_ASSESSMENTS.test(seen) || (await pages.match(seen));
  if (isKept && (await areFresh(user, at))) return;
  const now = Date.now();
  const answer = await fetchPages(user, `${ASSESSMENTS}?since=${stamp}`);
  const told = await answer.json();
  if ((await userId()) !== user) return; // who signed out meanwhile has no pages here
  const kept = await caches.open(pagesOf(user));
  if (told.pages) await replace(kept, Object.entries(told.pages), asHtml(answer.headers), now);
  await kept.put(ASSESSMENTS, new Response(JSON.stringify({ at: now, stamp: told.stamp })));
}

/** Tell whether the pages were fetched not long ago, and lack nothing that the user answered or planned, or not for long. */
async function areFresh(user, at) {
  const age = Date.now() - at;
  if (age < 0 || age > ASSESSMENTS_FRESH_FOR) return false;
  if (age < BEHIND_FOR) return true;
  const sent = (await store.all("sent")).filter(({ owner, path }) => owner === user && OF_ASSESSMENTS.test(path));
  return !sent.some((item) => Date.parse(item.at) > at);
}

/** Put pages ([address, html] pairs) in the place of those of assessments that are kept. */
async function replace(kept, pages, headers, now) {
  const fresh = new Set(pages.map(([address]) => new URL(address, location.href).href));
  const former = (await kept.keys()).filter(({ url }) => OF_ASSESSMENTS.test(new URL(url).pathname) && !fresh.has(url));
  await Promise.all(pages.map(([address, html]) => kept.put(address, new Response(asSeen(html, now), { headers }))));
  await Promise.all(former.map((request) => kept.delete(request)));
}

/** Keep the first page of who has none that is drawn here: it was there before this worker was. */
const keepFirst = async (user) => keepSeen(user, new URL("/", location.href).href, await sound("/", { cache: "no-store" }));

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
  const shell = user && (await kept(user, `${SHELLS}/${shellFor(pathname, new URL(event.request.url).search)}`));
  const own = shell ?? (user ? await kept(user, event.request.url) : undefined);
  const answer = await fromNetwork(event.request, own && PATIENCE);
  if (answer?.type === "opaqueredirect") {
    return own && ((await isHeld(user, event.request.url)) || !(await isServerHere())) ? own : answer;
  }
  if (!answer || !isOurs(answer)) return own ?? (user && (await kept(user, NOT_HERE))) ?? caches.match(NOT_HERE);
  if (own && (answer.status >= 500 || (answer.status === 404 && (await isMadeHere(user, pathname))))) return own;
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

const itemsOf = async (user) => (await store.all("outbox")).filter(({ owner }) => owner === user);

/** Tell whether an address is of something that is on this phone only: the server cannot know it yet. */
async function isMadeHere(user, pathname) {
  return (await itemsOf(user)).some((item) => makes(item) && pathname.includes(item.subject));
}

/** Tell whether the form at an address was filled in and waits here: it is shown, wherever the server would lead to. */
async function isHeld(user, address) {
  const { pathname, search } = new URL(address);
  return (await itemsOf(user)).some(({ page: own }) => own === pathname + search);
}

/** Keep a page as it was seen now, if it was the user's; the page says so when it is shown again. */
async function keepSeen(user, address, answer) {
  if (answer.headers.get("Banyen-Owner") !== user) return;
  const html = asSeen(await answer.text(), Date.now());
  const pages = await caches.open(pagesOf(user));
  await pages.put(address, new Response(html, { headers: asHtml(answer.headers) }));
  const seen = (await pages.keys()).filter(({ url }) => mayBeSeenAgain(new URL(url).pathname));
  await Promise.all(seen.slice(0, -MOST_SEEN).map((request) => pages.delete(request)));
}

/** Return a page that says when it was seen. */
const asSeen = (html, now) => html.replace("<body ", `<body data-seen="${new Date(now).toISOString()}" `);

/** Return the headers of an answer for HTML that was taken out of it. */
function asHtml(said) {
  const headers = new Headers(said);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("Content-Type", "text/html; charset=utf-8");
  return headers;
}

const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

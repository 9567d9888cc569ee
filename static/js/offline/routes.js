// Which page of the phone stands for which address, and what the worker may keep.

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const SHELLS = [
  ["first", "/"],
  ["outbox", "/outbox"],
  ["households", "/households"],
  ["new", "/households/new"],
  ["household", `/households/${ID}`],
  ["edit", `/households/${ID}/edit`],
  ["departure", `/households/${ID}/departure/new`],
  ["pledge", `/households/${ID}/pledge/new`],
  ["signed", `/pledges/${ID}`],
  ["log", `/groups/${ID}/activities/new`],
  ["groups", "/groups"],
  ["found", "/groups/new"],
  ["group", `/groups/${ID}`],
  ["group-edit", `/groups/${ID}/edit`],
  ["members", `/groups/${ID}/members/new`],
  ["year", `/groups/${ID}/year`],
  ["book", `/groups/${ID}/book`],
  ["activities", "/activities"],
  ["choose", "/activities/new"],
  ["activity", `/activities/${ID}`],
  ["activity-edit", `/activities/${ID}/edit`],
  ["difficulty", "/obstacles/new"],
  ["correction", `/activities/${ID}/correction/new`],
].map(([name, path]) => [name, new RegExp(`^${path}$`)]);
// Boards and places: numbers and names of units. Pages with names of people come from the pack, which is one and known.
const SEEN = /^\/$|^\/(?:progress|units)(?:\/\d+)?$/;

const WHO_ACTED = /[?&](?:group|unit)=/; // once that is chosen, the same address shows the form

/** Return the name of the page of the phone that stands for an address; null when there is none. */
export function shellFor(pathname, search = "") {
  const name = SHELLS.find(([, path]) => path.test(pathname))?.[0] ?? null;
  return name === "choose" && WHO_ACTED.test(search) ? "joint" : name;
}

/** Tell whether the last seen page at an address may be kept. */
export const mayBeSeenAgain = (pathname) => SEEN.test(pathname);

/** Tell whether an answer comes from our server: a captive portal's, or a proxy's, says nothing of us. */
export const isOurs = (response) => response.headers.has("Banyen");

/** Tell whether an answer is a page of ours that came as it was asked for. */
export const isPage = (response) =>
  isOurs(response) && response.status === 200 && !response.redirected &&
  (response.headers.get("Content-Type") ?? "").startsWith("text/html");

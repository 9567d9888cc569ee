// Whether the person is on the way to another page: this one may not hold them back by showing itself anew.
const LONG_ENOUGH = 30_000; // milliseconds; whoever is still here then has not left: what came was a file, or nothing

let since = -Infinity;
addEventListener("beforeunload", () => (since = performance.now())); // also of what is only a file to keep

/** Tell whether another page has been asked for. */
export const isLeaving = () => performance.now() - since < LONG_ENOUGH;

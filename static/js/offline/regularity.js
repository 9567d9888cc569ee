// Whether a group is regular, reckoned from its months as app/groups/regularity.py does.

/** Return what months come to; states: "h" it met, "s" it did not, "i" it was not active, oldest first.
 *
 * rule: [numerator, denominator of the share, longest silence, fewest months]. silent: the places of the silent months.
 */
export function reckoned(states, [part, whole, longestSilence, fewest]) {
  const active = states.filter((state) => state !== "i");
  const held = active.filter((state) => state === "h").length;
  const silent = states.flatMap((state, place) => (state === "s" ? [place] : []));
  const regular = held * whole >= part * active.length && longestRun(active) <= longestSilence;
  return { active: active.length, held, silent, verdict: active.length < fewest ? "early" : regular ? "regular" : "irregular" };
}

function longestRun(states) {
  let [longest, run] = [0, 0];
  for (const state of states) {
    run = state === "s" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

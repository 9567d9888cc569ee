// What the pages show on which one logs what groups did: who may have acted, and what they did last time.

/** Return the values of the page that asks who acted: the groups of each village, or of the one in the address. */
export function chooseValues({ groups, query }) {
  const village = query.get("village");
  const shown = groups.filter(({ unit }) => !village || String(unit) === village);
  const units = [...new Set(shown.map(({ unit }) => unit))].map((unit) => shown.filter((group) => group.unit === unit));
  return {
    here: !shown.length,
    units: units.map((own) => ({ row: "unit", values: { village: own[0].village, groups: own.map(choice) } })),
  };
}

const choice = ({ id, label, leader }) => ({ row: "choice", values: { group: id, label, leader } });

/** Return the values of a group's form; null for a group that the phone does not know. */
export function logValues({ groups }, id) {
  const group = groups.find((each) => each.id === id);
  return group ? { group: id, names: nameOf(group), ...lastOf(group, "meeting") } : null;
}

/** Return the values of the form for several groups, or for a unit without a group; null for what the phone does not know. */
export function jointValues({ groups, query, villages, own, home }) {
  const ids = [...new Set(query.getAll("group"))];
  const acting = ids.map((id) => groups.find((group) => group.id === id));
  if (ids.length) {
    if (acting.includes(undefined)) return null;
    const rows = ids.map((group) => ({ row: "acting", values: { group } }));
    return { groups: rows, names: acting.map(nameOf).join("; "), ...lastOf(acting[0], ids.length > 1 ? "patrol" : "meeting") };
  }
  const unit = query.get("unit");
  const named = unit === own ? home : villages.find(({ id }) => String(id) === unit)?.name;
  return { unit, names: named ?? home, kind: "outreach" };
}

const nameOf = ({ label, village }) => `${label}, ${village}`;

const lastOf = ({ kind, households, people }, usual) => ({
  kind: kind ?? usual, households_present: households, people_present: people,
});

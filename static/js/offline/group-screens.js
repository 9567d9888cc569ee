// What each page of groups and of what they did shows, from the book with what waits laid over; a part of its own.
import { chooseValues, jointValues, logValues } from "./acting.js";
import { activityFormValues, activityLogValues, activityValues, bookValues } from "./activities.js";
import { laidOver } from "./group-book.js";
import { groupEditValues, groupListValues, groupValues, membersValues, yearValues } from "./groups.js";

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

const SCREENS = {
  groups: groupListValues,
  group: groupValues,
  found: ({ today }) => ({ today, fetched: null }),
  "group-edit": groupEditValues,
  members: membersValues,
  year: yearValues,
  book: bookValues,
  choose: chooseValues,
  joint: jointValues,
  log: logValues,
  activities: activityLogValues,
  activity: activityValues,
  "activity-edit": (place, id) => activityFormValues(place, id, { edits: true }),
  correction: (place, id) => activityFormValues(place, id, { edits: false }),
};

/** Return the values of the page `name`; nothing when the phone does not hold what it is about, or has no such page.
 *
 * place: as of screens.js, and { user, now (ms), groups, activities, months (see group_pack.py), told (when the server told
 * of them), ahead (what waits), ticked (households), word (name => words that this page has under it) }.
 */
export function valuesOf(name, place) {
  const laid = { ...place, ...laidOver(place) };
  const own = SCREENS[name]?.(laid, UUID.exec(place.path)?.[0]); // none for the page that says what is not here
  return own && { today: place.today, year: Number(place.today.slice(0, 4)), fetched: place.told, ...own };
}

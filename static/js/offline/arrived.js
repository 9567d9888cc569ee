// What a form of an answer holds once later ones have arrived, of which its page does not know.

const NOT_SAID = new Set(["captured_at", "version", "photo_coming"]);
const CUT = "…"; // what outbox.js keeps of a long field that was sent

/** Return what a form holds, that held `fields`, once the `arrived` items were written: each that says something else and
 * was made of the version before it. What came in another way, or is not known whole, is left to the server to judge.
 */
export function fieldsAfter(fields, arrived) {
  return arrived.reduce((known, item) => (follows(item, known) ? written(item.fields) : known), fields);
}

const follows = ({ fields = [] }, known) =>
  fields.length > 0 && versionOf(fields) === versionOf(known) && said(fields) !== said(known) && !fields.some(([, value]) => value === CUT);

const written = (fields) => fields.map(([name, value]) => [name, name === "version" ? String(versionOf(fields) + 1) : value]);

const versionOf = (fields) => Number(fields.find(([name]) => name === "version")?.[1] ?? 0);

const said = (fields) => JSON.stringify(fields.filter(([name]) => !NOT_SAID.has(name)).sort());

// What a person typed into a form, in the words of its labels: for the outbox, where the form itself is not at hand.

/** Return what was typed into `form` as [label, words] pairs, in its order. */
export function shownIn(form) {
  return [...form.elements].filter(isTyped).map((control) => [labelOf(control), wordsOf(control)]);
}

function isTyped({ name, type, value, checked, disabled }) {
  if (!name || disabled || ["hidden", "file", "submit", "button", "fieldset"].includes(type)) return false;
  return type === "checkbox" || type === "radio" ? checked : Boolean(value?.trim());
}

function labelOf(control) {
  const legend = isChoice(control) && control.closest("fieldset")?.querySelector("legend");
  return ownText(legend || control.labels[0]);
}

function wordsOf(control) {
  if (control.options) return [...control.selectedOptions].map(({ text }) => text.trim()).join(", ");
  if (control.type === "date") return control.value.split("-").reverse().join("/");
  if (!isChoice(control)) return control.value.trim();
  return control.closest("fieldset") ? ownText(control.labels[0]) : "✓";
}

const isChoice = ({ type }) => type === "checkbox" || type === "radio";

/** Return the text of an element without that of the elements in it: a label's words, not its hint. */
const ownText = (element) =>
  [...(element?.childNodes ?? [])].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data.trim()).join(" ").trim();

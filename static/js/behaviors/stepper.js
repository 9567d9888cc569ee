// The minus and plus beside a number.

/** Return `value` moved by `step` and kept within `min` and `max`; what is no number counts as `min` or 0. */
export function stepped(value, step, { min = "", max = "" } = {}) {
  const low = min === "" ? -Infinity : Number(min);
  const high = max === "" ? Infinity : Number(max);
  const now = value === "" || Number.isNaN(Number(value)) ? null : Number(value);
  if (now === null) return Math.min(high, Number.isFinite(low) ? low : 0);
  return Math.min(high, Math.max(low, Math.trunc(now) + step));
}

if (globalThis.document) {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-step]");
    const input = button?.closest("[data-stepper]")?.querySelector("input");
    if (!input) return;
    input.value = String(stepped(input.value, Number(button.dataset.step), input.dataset));
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  });
}

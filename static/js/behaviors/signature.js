// A signature drawn with the finger: strokes on a canvas, sent as a PNG in the hidden field beside it.
import { everywhere } from "./page.js";

/** Return the place of a pointer on a canvas of `width` × `height` that is shown in `box`. */
export function placeOf({ clientX, clientY }, box, { width, height }) {
  return [((clientX - box.left) * width) / box.width, ((clientY - box.top) * height) / box.height];
}

function paper(canvas) {
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#10231b" });
  return pen;
}

function follow(pad) {
  const canvas = pad.querySelector("canvas");
  const field = pad.querySelector("input");
  let pen = paper(canvas);
  const at = (event) => placeOf(event, canvas.getBoundingClientRect(), canvas);
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    field.value = canvas.toDataURL("image/png");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    pen = paper(canvas);
    field.value = "";
  });
}

function showChosen(form) {
  const screen = form.querySelector("[name=method][value=screen]").checked;
  form.querySelector("[data-signature]").hidden = !screen;
  form.querySelector("[data-photo]").closest(".field").hidden = screen;
}

if (globalThis.document) {
  everywhere((root) => {
    for (const pad of root.querySelectorAll("[data-signature]:not([data-ready])")) {
      pad.dataset.ready = "";
      follow(pad);
      showChosen(pad.closest("form"));
    }
  });
  document.addEventListener("change", ({ target }) => target.name === "method" && showChosen(target.form));
}

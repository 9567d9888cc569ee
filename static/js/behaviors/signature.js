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
  pad.dataset.ready = "";
  const canvas = pad.querySelector("canvas");
  const field = pad.querySelector("input");
  let pen = paper(canvas);
  let drawn = "";
  const keep = (value) => {
    field.value = drawn = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // What was drawn before (a form sent back, a draft) is shown again.
  const show = () => {
    if (field.value === drawn) return;
    drawn = field.value;
    const picture = new Image();
    picture.onload = () => pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.src = drawn;
  };
  field.addEventListener("change", show);
  show();
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
  canvas.addEventListener("pointerup", () => keep(canvas.toDataURL("image/png")));
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    pen = paper(canvas);
    keep("");
  });
}

if (globalThis.document) {
  everywhere((root) => {
    for (const pad of root.querySelectorAll("[data-signature]:not([data-ready])")) follow(pad);
  });
}

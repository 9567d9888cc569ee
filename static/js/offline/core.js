// What the phone's side shares, in one file that every part loads once; the build lets the parts import it from there.
export * from "../behaviors/identity.js";
export * from "../behaviors/page.js";
export * from "./clock.js";
export * from "./contact.js";
export * from "./outbox.js";
export * from "./replay.js";
export * from "./store.js";
export * from "./submission.js";
export * from "./upload.js";
export * from "./wire.js";

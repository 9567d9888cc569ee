// What the build gives a phone: small enough, hashed, compressed truthfully, and with every icon that a page asks for.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = mkdtempSync(join(tmpdir(), "banyen-assets-"));
after(() => rmSync(built, { recursive: true }));
execFileSync(process.execPath, [join(root, "static/build.mjs"), built]);

const read = (name) => readFileSync(join(built, name));
const manifest = JSON.parse(read("manifest.json").toString());

test("style and script together fit the first visit on 2G", () => {
  const bytes = ["app.css", "app.js"].reduce((sum, name) => sum + read(`${manifest[name]}.br`).length, 0);
  assert.ok(bytes <= 24 * 1024, `${bytes} bytes`);
});

test("a name carries the hash of its content, and the compressed files hold the same", () => {
  for (const name of ["app.css", "pages.css", "app.js", "icons.svg", "mark.svg"]) {
    const content = read(manifest[name]);
    const hash = createHash("sha256").update(content).digest("hex");
    assert.ok(manifest[name].includes(`-${hash.slice(0, 12)}.`), manifest[name]);
    assert.deepEqual(brotliDecompressSync(read(`${manifest[name]}.br`)), content);
    assert.deepEqual(gunzipSync(read(`${manifest[name]}.gz`)), content);
  }
});

test("every icon that a template names is in the sprite", () => {
  const sprite = read(manifest["icons.svg"]).toString();
  const drawn = new Set([...sprite.matchAll(/<symbol id="([^"]+)"/g)].map((found) => found[1]));
  const templates = readdirSync(join(root, "templates"), { recursive: true }).filter((file) => file.endsWith(".html"));
  const text = templates.map((file) => readFileSync(join(root, "templates", file), "utf8")).join("\n");
  const asked = new Set([...text.matchAll(/\b(?:icon\(|shape=)"([a-z]+)"/g)].map((found) => found[1]));
  assert.ok(asked.size > 5);
  assert.deepEqual([...asked].filter((name) => !drawn.has(name)), []);
});

test("nothing in the style sheets reaches outside this site", () => {
  for (const name of ["app.css", "pages.css"]) assert.doesNotMatch(read(manifest[name]).toString(), /url\(|https?:/, name);
});

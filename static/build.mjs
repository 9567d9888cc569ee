// Builds static/dist: one style sheet, one script, one sprite of icons and the mark; hashed, minified, compressed.
// Usage: node static/build.mjs [FOLDER], else into static/dist.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = process.argv[2] ?? join(here, "dist");
// The oldest browsers promised; esbuild rewrites what they do not know.
const target = ["chrome100", "edge100", "safari16", "firefox115"];

async function bundled(entry, define = {}) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    legalComments: "none",
    define,
    external: ["/static/*"],
    target,
  });
  return result.outputFiles[0].contents;
}

/** One <symbol> for each icons/NAME.svg, drawn by <use href="…#NAME">. */
function sprite() {
  const symbols = readdirSync(join(here, "icons")).sort().map((file) => {
    const icon = readFileSync(join(here, "icons", file), "utf8").trim();
    const id = basename(file, ".svg");
    return icon.replace(/^<svg xmlns="[^"]*"/, `<symbol id="${id}"`).replace(/<\/svg>$/, "</symbol>");
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const file = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  const small = brotliCompressSync(content, best);
  writeFileSync(join(dist, file), content);
  writeFileSync(join(dist, `${file}.br`), small);
  writeFileSync(join(dist, `${file}.gz`), gzipSync(content, { level: 9 }));
  console.log(`${file.padEnd(28)} ${String(content.length).padStart(7)} B, ${String(small.length).padStart(6)} B brotli`);
  return file;
}

mkdirSync(dist, { recursive: true });
// Parts of offline.js that only some pages need: whole files of their own, loaded by `import(NAME)`.
const parts = {};
for (const name of ["photos", "sheet", "correction", "outbox-page"]) {
  parts[`${name}.js`] = put(`${name}.js`, await bundled(`js/offline/${name}.js`));
}
const addresses = Object.fromEntries(
  Object.entries(parts).map(([name, file]) => [
    name.replace(".js", "").replaceAll("-", "_").toUpperCase(), JSON.stringify(`/static/${file}`),
  ]),
);
const manifest = {
  "app.css": put("app.css", await bundled("css/app.css")),
  "app.js": put("app.js", await bundled("js/app.js")),
  "offline.js": put("offline.js", await bundled("js/offline.js", addresses)),
  ...parts,
  "icons.svg": put("icons.svg", sprite()),
  "mark.svg": put("mark.svg", readFileSync(join(here, "mark.svg"))),
};
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

// A server that is running, or a page that is open, may still ask for the files of an earlier build: they stay a day.
const kept = new Set(["manifest.json", ...Object.values(manifest).flatMap((file) => [file, `${file}.br`, `${file}.gz`])]);
const yesterday = Date.now() - 24 * 60 * 60 * 1000;
for (const file of readdirSync(dist)) {
  if (!kept.has(file) && statSync(join(dist, file)).mtimeMs < yesterday) rmSync(join(dist, file));
}

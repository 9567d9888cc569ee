// Builds static/dist: style sheet, scripts, a sprite of icons, the mark and its pictures; hashed, minified, compressed.
// Usage: node static/build.mjs [FOLDER], else into static/dist.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Resvg, initWasm } from "@resvg/resvg-wasm";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = process.argv[2] ?? join(here, "dist");
// The oldest browsers promised; esbuild rewrites what they do not know.
const target = ["chrome100", "edge100", "safari16", "firefox115"];

async function bundled(entry, { define = {}, format = "esm", plugins = [] } = {}) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format,
    legalComments: "none",
    define,
    plugins,
    external: ["/static/*"],
    target,
  });
  return result.outputFiles[0].contents;
}

/** Let a part import what core.js exports from the built `file`, which the page has loaded, and not hold it again. */
function sharing(file) {
  const shared = new Set(readFileSync(join(here, "js/offline/core.js"), "utf8").match(/[\w-]+\.js(?=")/g));
  return {
    name: "sharing",
    setup({ onResolve }) {
      onResolve({ filter: /\/(?:behaviors|offline)\/|^\.\// }, ({ path, importer }) => {
        const own = path.startsWith("./") || path.startsWith("../behaviors/") || importer.endsWith("offline.js");
        return own && shared.has(basename(path)) ? { path: `/static/${file}`, external: true } : null;
      });
    },
  };
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

/** The mark on a ground without corners, `around` units wider on every side: for phones that cut icons to a shape. */
function fullMark(svg, around) {
  const side = 48 + 2 * around;
  const ground = `<rect x="${-around}" y="${-around}" width="${side}" height="${side}"`;
  const full = svg.replace(/viewBox="[^"]*"/, `viewBox="${-around} ${-around} ${side} ${side}"`);
  return full.replace(/<rect width="48" height="48" rx="11"/, ground);
}

function picture(svg, width) {
  return Buffer.from(new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng());
}

function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const file = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  const small = brotliCompressSync(content, best);
  writeFileSync(join(dist, file), content);
  if (extname(name) === ".png") return file; // compressed as it is
  writeFileSync(join(dist, `${file}.br`), small);
  writeFileSync(join(dist, `${file}.gz`), gzipSync(content, { level: 9 }));
  console.log(`${file.padEnd(28)} ${String(content.length).padStart(7)} B, ${String(small.length).padStart(6)} B brotli`);
  return file;
}

/** Return the names by which scripts import parts, each with its address. */
function addressesOf(parts) {
  const named = ([name, file]) => [name.replace(".js", "").replaceAll("-", "_").toUpperCase(), JSON.stringify(`/static/${file}`)];
  return Object.fromEntries(Object.entries(parts).map(named));
}

mkdirSync(dist, { recursive: true });
// The phone's side: what all of it shares; parts that only some pages need, loaded by `import(NAME)`; and its start.
const core = put("core.js", await bundled("js/offline/core.js"));
const plugins = [sharing(core)];
const parts = {};
for (const name of ["sheet", "forms", "outbox-page", "group-screens", "drawing", "keeping", "backlog", "farewell"]) {
  const define = addressesOf(parts); // a part may load those before it
  parts[`${name}.js`] = put(`${name}.js`, await bundled(`js/offline/${name}.js`, { define, plugins }));
}
const mark = readFileSync(join(here, "mark.svg"), "utf8");
await initWasm(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
const manifest = {
  "app.css": put("app.css", await bundled("css/app.css")),
  "pages.css": put("pages.css", await bundled("css/pages.css")),
  "app.js": put("app.js", await bundled("js/app.js")),
  "choosing.js": put("choosing.js", await bundled("js/behaviors/choosing.js")), // of the one page that chooses groups
  "reviewing.js": put("reviewing.js", await bundled("js/behaviors/reviewing.js")), // of the page that a reviewer works on
  "core.js": core,
  "offline.js": put("offline.js", await bundled("js/offline.js", { define: addressesOf(parts), plugins })),
  ...parts,
  "icons.svg": put("icons.svg", sprite()),
  "service-worker.js": put("service-worker.js", await bundled("js/service-worker.js", { format: "iife" })),
  "mark.svg": put("mark.svg", Buffer.from(mark)),
  "icon-180.png": put("icon-180.png", picture(fullMark(mark, 0), 180)),
  "icon-192.png": put("icon-192.png", picture(mark, 192)),
  "icon-512.png": put("icon-512.png", picture(mark, 512)),
  "icon-maskable.png": put("icon-maskable.png", picture(fullMark(mark, 7), 512)),
};
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

// A server that is running, or a page that is open, may still ask for the files of an earlier build: they stay a day.
const kept = new Set(["manifest.json", ...Object.values(manifest).flatMap((file) => [file, `${file}.br`, `${file}.gz`])]);
const yesterday = Date.now() - 24 * 60 * 60 * 1000;
for (const file of readdirSync(dist)) {
  if (!kept.has(file) && statSync(join(dist, file)).mtimeMs < yesterday) rmSync(join(dist, file));
}

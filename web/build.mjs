// Bundles src/ into the folder that is named: scripts with a hash of their content in the name, and the licences of the
// packages that are in them. Run by build.rs; by hand: node build.mjs FOLDER
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2];
if (!folder) throw new Error("which folder? node build.mjs FOLDER");

const common = {
  bundle: true,
  minify: true,
  metafile: true,
  target: "es2022",
  outdir: folder,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  logLevel: "warning",
  banner: { js: "/* Licences of the packages in here: /assets/licences.txt */" },
};
const results = [
  // Chosen colours must stand before the first paint, so this one is no module.
  await build({ ...common, entryPoints: ["src/theme.ts"], format: "iife" }),
  // A page that is opened from disk loads no modules, so the pictures of a copy of the site are one file.
  await build({ ...common, entryPoints: ["src/pictures.ts"], format: "iife" }),
  await build({ ...common, entryPoints: ["src/main.ts"], format: "esm", splitting: true }),
];

const packages = new Set();
for (const input of results.flatMap((result) => Object.keys(result.metafile.inputs))) {
  const found = input.match(/^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) packages.add(found[1]);
}
const texts = [...packages].sort().map((name) => {
  const home = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const file = readdirSync(home).find((file) => /^(licen[sc]e|copying)/i.test(file));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(home, file), "utf8").trim() : ""}\n`;
});
writeFileSync(join(folder, "licences.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));

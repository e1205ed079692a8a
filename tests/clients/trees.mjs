// Reads the JSON-LD of things with jsonld.js and the quads beside it with N3.js: both say the same. trees.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// The packages lie beside the folder of built things, not beside this file.
const require = createRequire(join(process.env.RAPPORTEUR_CLIENTS, "package.json"));
const jsonld = require("jsonld");
const { Parser } = require("n3");

const documentLoader = (url) => {
  throw new Error(`a document leads to ${url}`);
};
const line = ({ subject, predicate, object, graph }) =>
  JSON.stringify([subject, predicate, object, graph].map((term) => [
    term.termType,
    term.value,
    term.language ?? "",
    term.datatype?.value ?? "",
  ]));
const folder = process.argv[2];
const files = readdirSync(folder).filter((file) => file.endsWith(".jsonld"));
if (files.length === 0) throw new Error("no files");
for (const file of files) {
  const text = readFileSync(join(folder, file), "utf8");
  const written = await jsonld.toRDF(JSON.parse(text), { documentLoader, format: "application/n-quads" });
  const read = new Set(new Parser({ format: "N-Quads" }).parse(written).map(line));
  const quads = readFileSync(join(folder, file.replace(".jsonld", ".nq")), "utf8");
  const wanted = new Set(new Parser({ format: "N-Quads" }).parse(quads).map(line));
  const missing = [...wanted].filter((quad) => !read.has(quad));
  if (missing.length > 0 || read.size !== wanted.size) throw new Error(`${file}: ${missing[0] ?? "too much"}`);
}

// Reads JSON-LD with jsonld.js, and TriG, Turtle, N-Triples and the quads beside it with N3.js: all say the same. trees.mjs FOLDER
import { existsSync, readFileSync, readdirSync } from "node:fs";
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
const parsed = (text, format) => new Set(new Parser({ format }).parse(text).map(line));
const compare = (file, read, wanted) => {
  const missing = [...wanted].filter((quad) => !read.has(quad));
  if (missing.length > 0 || read.size !== wanted.size) throw new Error(`${file}: ${missing[0] ?? "too much"}`);
};
for (const file of files) {
  const beside = (ending) => join(folder, file.replace(".jsonld", ending));
  const wanted = parsed(readFileSync(beside(".nq"), "utf8"), "N-Quads");
  const tree = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const written = await jsonld.toRDF(tree, { documentLoader, format: "application/n-quads" });
  compare(file, parsed(written, "N-Quads"), wanted);
  if (existsSync(beside(".trig"))) compare(beside(".trig"), parsed(readFileSync(beside(".trig"), "utf8"), "TriG"), wanted);
  if (existsSync(beside(".ttl")) && existsSync(beside(".nt"))) {
    const triples = parsed(readFileSync(beside(".nt"), "utf8"), "N-Triples");
    if (triples.size === 0) throw new Error(`${beside(".nt")} is empty`);
    compare(beside(".ttl"), parsed(readFileSync(beside(".ttl"), "utf8"), "Turtle"), triples);
  }
}

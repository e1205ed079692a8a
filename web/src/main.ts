// What every page gets where scripts run; the large islands are loaded by the pages that have them.
import { colours } from "./colours";
import { element } from "./dom";
import { helpButton, keys } from "./keys";
import { passages } from "./passage";
import { search } from "./search";

document.querySelector(".bar")?.append(element("div", { class: "bar-tools" }, colours(), helpButton()));
keys();
passages();
search();

/** Islands with chunks of their own, by what stands on the page where they are wanted. */
const ISLANDS: [selector: string, load: () => Promise<unknown>][] = [
  ["rap-graph", () => import("./graph/element")],
  ["rap-plot", () => import("./plot/element")],
  ["rap-sparql", () => import("./sparql/element")],
];

for (const [selector, load] of ISLANDS) {
  if (document.querySelector(selector)) void load();
}

// The drawing: SVG with real links, so that it can be focused, themed, tested and kept.
import type { Box } from "./layout";
import { HEIGHT } from "./layout";
import { groupId, type Edge, type Group, type Node, type Picture } from "./picture";

const SVG = "http://www.w3.org/2000/svg";

/** Lines that all have their words; of more only those of the thing that is selected have them. */
const WORDS = 24;

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: (globalThis.Node | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** Draws a picture; `selected` is the id of the thing whose relations stand out. */
export function draw(picture: Picture, boxes: Map<string, Box>, selected: string | null): SVGGElement {
  const stage = svg("g", { class: "stage" });
  const lines = svg("g", { class: "lines" });
  for (const edge of picture.edges) lines.append(line(edge, picture.edges.length, selected));
  for (const group of picture.groups) lines.append(svg("g", { class: "line", "data-from": group.of, "data-to": groupId(group) }, svg("line")));
  const things = svg("g", { class: "things" });
  for (const one of picture.nodes) things.append(node(one, boxes.get(one.id)!, one.id === selected));
  for (const one of picture.groups) things.append(group(one, boxes.get(groupId(one))!, groupId(one) === selected));
  stage.append(lines, things);
  place(stage, boxes);
  return stage;
}

function line(edge: Edge, number: number, selected: string | null): SVGGElement {
  const touches = edge.from === selected || edge.to === selected;
  const made = svg("g", { class: `line${touches ? " touches" : ""}`, "data-from": edge.from, "data-to": edge.to }, svg("line"));
  if (touches || number <= WORDS) made.append(svg("text", { "text-anchor": "middle" }, edge.label));
  return made;
}

function node(node: Node, box: Box, selected: boolean): SVGAElement {
  const classes = ["thing", node.colour, node.open ? "open" : "", selected ? "selected" : ""].filter(Boolean).join(" ");
  const made = svg("a", {
    href: node.href, class: classes, "data-id": node.id, tabindex: -1,
    "aria-label": `${node.kind} ${node.name}${node.open ? ", expanded" : ""}`,
  });
  if (selected) made.setAttribute("aria-current", "true");
  made.append(svg("title", {}, node.name), ...pill(box, node.mark, node.label));
  return made;
}

function group(group: Group, box: Box, selected: boolean): SVGGElement {
  const made = svg("g", {
    class: `thing group ${group.colour}${selected ? " selected" : ""}`, "data-id": groupId(group),
    role: "button", tabindex: -1, "aria-label": `${group.label}: choose from them`,
  });
  made.append(...pill(box, group.mark, group.label));
  return made;
}

function pill(box: Box, mark: string, label: string): SVGElement[] {
  const { width } = box;
  return [
    svg("rect", { x: -width / 2, y: -HEIGHT / 2, width, height: HEIGHT, rx: HEIGHT / 2 }),
    svg("text", { class: "sign", x: -width / 2 + 12, y: 5, "aria-hidden": "true" }, mark),
    svg("text", { x: -width / 2 + 27, y: 5 }, label),
  ];
}

/** Moves everything to where its box is. */
export function place(stage: SVGGElement, boxes: Map<string, Box>): void {
  for (const thing of stage.querySelectorAll<SVGElement>("[data-id]")) {
    const box = boxes.get(thing.dataset.id!);
    if (box) thing.setAttribute("transform", `translate(${box.x.toFixed(1)},${box.y.toFixed(1)})`);
  }
  for (const group of stage.querySelectorAll<SVGElement>("[data-from]")) {
    const [a, b] = [boxes.get(group.dataset.from!), boxes.get(group.dataset.to!)];
    if (!a || !b) continue;
    const made = group.querySelector("line")!;
    for (const [name, value] of Object.entries({ x1: a.x, y1: a.y, x2: b.x, y2: b.y })) made.setAttribute(name, value.toFixed(1));
    const words = group.querySelector("text");
    words?.setAttribute("x", ((a.x + b.x) / 2).toFixed(1));
    words?.setAttribute("y", ((a.y + b.y) / 2 + 4).toFixed(1));
  }
}

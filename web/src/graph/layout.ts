// Where things stand: d3-force, run to rest before anything is drawn. The same picture comes out the same.
import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";
import { groupId, type Picture } from "./picture";

export interface Box extends SimulationNodeDatum {
  id: string;
  width: number;
  x: number;
  y: number;
}

export const HEIGHT = 28;

/** Room between two boxes, and the pixels of a box beside its text. */
const GAP = { x: 14, y: 20 };
const SIDES = 38;

const TICKS = 300;
const FONT = "13px system-ui, 'Segoe UI', 'Noto Sans', Roboto, sans-serif";

/** Boxes do not lie on each other: a circle around a label would be far too large. */
function apart() {
  let boxes: Box[] = [];
  const force = (alpha: number) => {
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const [a, b] = [boxes[i]!, boxes[j]!];
        const dx = (a.width + b.width) / 2 + GAP.x - Math.abs(a.x - b.x);
        const dy = HEIGHT + GAP.y - Math.abs(a.y - b.y);
        if (dx <= 0 || dy <= 0) continue;
        // Out of each other by the shorter way.
        const axis = dx / 3 < dy ? "x" : "y";
        const shift = ((axis === "x" ? dx : dy) / 2) * (0.4 + 0.6 * (1 - alpha)) * (a[axis] < b[axis] ? -1 : 1);
        a[axis] += shift;
        b[axis] -= shift;
      }
    }
  };
  force.initialize = (nodes: Box[]) => {
    boxes = nodes;
  };
  return force;
}

const context = document.createElement("canvas").getContext("2d");

function width(label: string): number {
  if (!context) return label.length * 7.5 + SIDES;
  context.font = FONT;
  return Math.ceil(context.measureText(label).width) + SIDES;
}

/** Boxes for all things and groups; what stood before begins where it was. */
export function layout(picture: Picture, before: Map<string, Box>): Map<string, Box> {
  const things = [
    ...picture.nodes.map(({ id, label }) => ({ id, label })),
    ...picture.groups.map((group) => ({ id: groupId(group), label: group.label })),
  ];
  const links: SimulationLinkDatum<Box>[] = [
    ...picture.edges.map(({ from, to }) => ({ source: from, target: to })),
    ...picture.groups.map((group) => ({ source: group.of, target: groupId(group) })),
  ];
  const neighbour = new Map<string, string>();
  for (const { source, target } of links) {
    neighbour.set(source as string, target as string);
    neighbour.set(target as string, source as string);
  }
  const boxes = things.map(({ id, label }, n): Box => {
    const old = before.get(id);
    // A new thing begins beside one that it has to do with.
    const near = before.get(neighbour.get(id) ?? "");
    const angle = n * 2.4;
    const [x, y] = old
      ? [old.x, old.y]
      : near
        ? [near.x + 60 * Math.cos(angle), near.y + 60 * Math.sin(angle)]
        : [22 * Math.sqrt(n) * 1.8 * Math.cos(angle), 22 * Math.sqrt(n) * Math.sin(angle)];
    return { id, width: width(label), x, y };
  });
  const crowd = Math.min(1, 40 / boxes.length);
  forceSimulation(boxes)
    .force("link", forceLink<Box, SimulationLinkDatum<Box>>(links).id((box) => box.id).distance(150).strength(0.2))
    .force("charge", forceManyBody().strength(-1400).distanceMax(900))
    .force("x", forceX(0).strength(0.03 + 0.03 * crowd))
    .force("y", forceY(0).strength(0.07 + 0.05 * crowd))
    .force("apart", apart())
    .alpha(before.size ? 0.5 : 1)
    .stop()
    .tick(TICKS);
  return new Map(boxes.map((box) => [box.id, box]));
}

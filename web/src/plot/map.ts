// States that took part, as dots on the land.
import * as Plot from "@observablehq/plot";
import { feature } from "topojson-client";
import type { GeometryObject, Topology } from "topojson-specification";
import atlas from "world-atlas/land-110m.json";
import type { Drawn } from "./element";

interface State {
  label: string;
  href?: string;
  latitude: number;
  longitude: number;
  meetings: number;
  observer: boolean;
}

/** Dots and names need room; a narrower screen scrolls. */
const NARROWEST = 640;

/** What is shown: everything between two degrees of latitude, from the Atlantic eastwards, so that the Pacific is not cut. */
const NORTH = 72;
const SOUTH = -60;
const WEST = -30;

/** Width of a letter, on average. */
const LETTER = 6.6;

const topology = atlas as unknown as Topology<{ land: GeometryObject }>;

/** Room between the middle of a dot and its name. */
const GAP = 13;

/** Its area grows with the number. */
const radius = (state: State) => 3 + Math.min(8, Math.sqrt(state.meetings));

const told = ({ label, meetings, observer }: State) =>
  `${label}, ${meetings} ${meetings === 1 ? "meeting" : "meetings"}${observer ? ", as observer only" : ""}`;

export function draw(data: { states: State[] }, wide: number): Drawn {
  const width = Math.max(wide, NARROWEST);
  const degree = width / 360;
  // The corners of what is shown: two of them are the cut, looked at from both sides.
  const corners = [[150, NORTH], [150, SOUTH], [WEST + 1e-6, 0], [WEST - 1e-6, 0]];
  const common = { x: "longitude", y: "latitude", href: "href" };
  const picture = Plot.plot({
    width,
    height: (NORTH - SOUTH) * degree,
    margin: 0,
    projection: { type: "equirectangular", rotate: [-150, 0], domain: { type: "MultiPoint", coordinates: corners }, clip: "frame" },
    r: { type: "identity" },
    marks: [
      Plot.geo(feature(topology, topology.objects.land), { className: "land" }),
      Plot.dot(data.states, {
        ...common, r: radius, className: "dots", title: told, sort: null,
        fill: (state: State) => (state.observer ? "var(--card)" : "var(--state)"),
        stroke: (state: State) => (state.observer ? "var(--state)" : "var(--card)"),
      }),
      Plot.text(named(data.states, degree, width), {
        ...common, text: "label", textAnchor: "start", dx: GAP, className: "names",
      }),
      Plot.tip(data.states, Plot.pointer({ x: "longitude", y: "latitude", title: told, maxRadius: 20 })),
    ],
  }) as SVGSVGElement;
  return { picture };
}

/** Those whose names have room: a name covers no other name and no dot. */
function named(states: State[], degree: number, width: number): State[] {
  type Field = [left: number, top: number, right: number, bottom: number];
  const at = (state: State) => [((((state.longitude - WEST) % 360) + 360) % 360) * degree, (NORTH - state.latitude) * degree] as const;
  const apart = (a: Field, b: Field) => a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
  const taken = states.map((state): Field => {
    const [x, y] = at(state);
    return [x - 4, y - 4, x + 4, y + 4];
  });
  return [...states].sort((a, b) => b.meetings - a.meetings).filter((state) => {
    const [x, y] = at(state);
    const left = x + GAP - 1;
    const field: Field = [left, y - 7, left + state.label.length * LETTER, y + 7];
    const room = field[2] < width && taken.every((other) => apart(field, other));
    if (room) taken.push(field);
    return room;
  });
}

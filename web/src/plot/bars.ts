// Lying bars with their numbers: the rows of a saved query.
import * as Plot from "@observablehq/plot";
import type { Drawn } from "./element";

interface Row {
  label: string;
  href?: string;
  value: number;
  series?: string;
}

interface Bars {
  rows: Row[];
}

/** Bars that are drawn; the table has all. */
const BARS = 40;

/** Height of a bar with its name above it, and of what is above and below the bar alone. */
const ROW = 42;
const ABOVE = 21;
const BELOW = 5;

/** Room for the number behind the longest bar. */
const NUMBER = 64;

const COLOURS = ["state", "meeting", "organisation", "mandate", "body", "role"].map((name) => `var(--${name})`);

export function draw(data: Bars, width: number): Drawn {
  const names = [...new Set(data.rows.map((row) => row.label))];
  const shown = new Set(names.slice(0, BARS));
  const rows = data.rows.filter((row) => shown.has(row.label));
  const series = [...new Set(rows.map((row) => row.series))].filter((one): one is string => one !== undefined);
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.label, (sums.get(row.label) ?? 0) + row.value);
  const bars = [...sums].map(([label, sum]) => ({ label, sum, href: rows.find((row) => row.label === label)?.href }));
  const colour = (row: Row) => COLOURS[(row.series ? series.indexOf(row.series) : 0) % COLOURS.length]!;
  const picture = Plot.plot({
    width,
    height: ROW * bars.length,
    margin: 0,
    marginRight: NUMBER,
    x: { axis: null, domain: [0, Math.max(...sums.values())] },
    y: { axis: null, domain: [...shown], padding: 0 },
    marks: [
      Plot.barX(rows, {
        x: "value", y: "label", order: series.length ? series : null, z: "series", fill: colour, insetTop: ABOVE, insetBottom: BELOW,
        title: (row: Row) => `${row.label}${row.series ? `, ${row.series}` : ""}: ${row.value}`, tip: true,
      }),
      Plot.text(bars, {
        y: "label", text: "label", href: "href", frameAnchor: "left", textAnchor: "start", dy: -11, lineWidth: (width - 8) / 13, textOverflow: "ellipsis",
      }),
      Plot.text(bars, { x: "sum", y: "label", text: (bar) => String(bar.sum), textAnchor: "start", dx: 6, dy: 8, className: "number" }),
    ],
  }) as SVGSVGElement;
  const left = names.length - shown.size;
  return {
    picture,
    legend: series.length ? series.map((name, n) => [COLOURS[n % COLOURS.length]!, name]) : undefined,
    note: left ? `${left} more rows are in the table only.` : undefined,
  };
}

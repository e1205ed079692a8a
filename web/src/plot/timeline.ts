// Meetings as signs, bodies as bars with their changes, by their dates.
import * as Plot from "@observablehq/plot";
import type { Drawn } from "./element";

interface Meeting {
  label: string;
  href?: string;
  /** A year, a month or a day. */
  date: string;
  where?: string;
  held: boolean;
  disputed: boolean;
}

interface Change {
  date: string;
  words: string;
  href?: string;
  /** Whether it is only proposed or the like. */
  open: boolean;
  ends: boolean;
}

interface Body {
  label: string;
  href?: string;
  changes: Change[];
}

interface Timeline {
  meetings: Meeting[];
  others: Meeting[];
  bodies: Body[];
  left: number;
}

/** A narrower screen scrolls. */
const NARROWEST = 560;

/** Heights of the years, of a heading and of a row, and the room at the sides. */
const TOP = 30;
const HEADING = 34;
const ROW = 40;
const SIDE = 28;

/** Width of a letter, on average, and the most letters of a name. */
const LETTER = 6.9;
const LETTERS = 46;

/** Room between a sign and its name. */
const GAP = 13;

interface Named {
  label: string;
  href?: string;
  title: string;
}

interface Mark extends Named {
  x: Date;
  y: number;
  when: string;
  before: boolean;
  held: boolean;
  disputed: boolean;
}

interface Bar extends Named {
  x1: Date;
  x2: Date;
  y: number;
  doubt: boolean;
}

const short = (text: string) => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text);

/** A date as a day; a mere month or year is its middle. */
function day(date: string): Date {
  const [year, month, of] = date.split("-").map(Number);
  return new Date(Date.UTC(year!, month === undefined ? 6 : month - 1, of ?? (month === undefined ? 1 : 15)));
}

export function draw(data: Timeline, wide: number): Drawn {
  const width = Math.max(wide, NARROWEST);
  const dates = [...data.meetings, ...data.others, ...data.bodies.flatMap((body) => body.changes)].map((one) => day(one.date).getUTCFullYear());
  const years = [dates.reduce((a, b) => Math.min(a, b)), dates.reduce((a, b) => Math.max(a, b)) + 1] as const;
  const domain = years.map((year) => new Date(Date.UTC(year, 0, 1))) as [Date, Date];
  const x = (date: Date) => SIDE + ((+date - +domain[0]) / (+domain[1] - +domain[0])) * (width - 2 * SIDE);

  let top = TOP;
  const headings: { label: string; y: number }[] = [];
  const heading = (label: string) => {
    headings.push({ label, y: top + 12 });
    top += HEADING;
  };
  const lanes: [string, Meeting[]][] = [["Meetings", data.meetings], ["Workshops and other meetings", data.others]];
  const marks: Mark[] = [];
  for (const [title, meetings] of lanes) {
    if (!meetings.length) continue;
    heading(title);
    // Each in the first row where it has room.
    const ends: number[] = [];
    for (const meeting of meetings) {
      const at = x(day(meeting.date));
      const when = [meeting.where, meeting.date].filter(Boolean).join(", ") + (meeting.disputed ? " · sources disagree" : "") + (meeting.held ? "" : " · not reported as held");
      const room = Math.max(short(meeting.label).length, when.length) * LETTER + GAP + 6;
      const before = at + room > width && at - room > 0;
      const [from, to] = before ? [at - room, at + 12] : [at - 12, at + room];
      let row = ends.findIndex((end) => end <= from);
      if (row < 0) row = ends.length;
      ends[row] = to;
      marks.push({ ...meeting, label: short(meeting.label), title: `${meeting.label}\n${when}`, when, before, x: day(meeting.date), y: top + row * ROW + 14 });
    }
    top += ends.length * ROW;
  }
  if (data.bodies.length) heading("Bodies");
  const bars: Bar[] = [];
  const names: (Named & { x: Date; y: number; before: boolean })[] = [];
  const changes: (Change & { x: Date; y: number; title: string })[] = [];
  const arrows: { x: Date; y: number }[] = [];
  for (const body of data.bodies) {
    const y = top + 26;
    const first = day(body.changes[0]!.date);
    const end = body.changes.find((change) => change.ends && !change.open);
    const doubt = body.changes.find((change) => change.ends && change.open);
    const last = end ? day(end.date) : domain[1];
    const sure = doubt ? day(doubt.date) : last;
    const label = short(body.label);
    const title = [body.label, ...body.changes.map((change) => `${change.words}, ${change.date}`)].join("\n");
    const room = label.length * LETTER;
    names.push({ label, href: body.href, title, x: first, y: top + 8, before: x(first) + room > width && x(first) > room });
    bars.push({ label, href: body.href, title, x1: first, x2: sure, y, doubt: false });
    if (doubt) bars.push({ label, href: body.href, title, x1: sure, x2: last, y, doubt: true });
    if (!end) arrows.push({ x: last, y });
    changes.push(...body.changes.map((change) => ({ ...change, x: day(change.date), y, title: `${body.label}: ${change.words}, ${change.date}` })));
    top += ROW;
  }
  const height = top + 10;

  const sign = { x: "x", y: "y", href: "href" };
  const anchored = (before: boolean): Plot.TextOptions => ({ textAnchor: before ? "end" : "start", dx: before ? -GAP : GAP });
  const bar = { x1: "x1", x2: "x2", y1: (one: Bar) => one.y - 5, y2: (one: Bar) => one.y + 5, href: "href", rx: 3, title: "title" };
  const picture = Plot.plot({
    width,
    height,
    margin: 0,
    marginLeft: SIDE,
    marginRight: SIDE,
    marginTop: TOP - 8,
    x: { type: "utc", domain, axis: "top", grid: true, label: null, ticks: Math.min(years[1] - years[0], Math.floor(width / 80)), tickSize: 0, tickFormat: "%Y" },
    y: { axis: null, type: "identity" },
    marks: [
      Plot.text(headings, { frameAnchor: "left", y: "y", text: "label", textAnchor: "start", className: "heading" }),
      Plot.rect(bars.filter((one) => !one.doubt), { ...bar, className: "life" }),
      Plot.rect(bars.filter((one) => one.doubt), { ...bar, className: "life doubt" }),
      Plot.text(arrows, { x: "x", y: "y", text: () => "▶", dx: 6, className: "end" }),
      Plot.text(changes, { ...sign, text: () => "¶", className: "proof", title: "title" }),
      ...[true, false].flatMap((before) => [
        Plot.text(names.filter((one) => one.before === before), { ...sign, text: "label", textAnchor: before ? "end" : "start" }),
        Plot.text(marks.filter((one) => one.before === before), { ...sign, ...anchored(before), text: "label", dy: -5 }),
        Plot.text(marks.filter((one) => one.before === before && !one.disputed), { ...sign, ...anchored(before), text: "when", dy: 10, className: "number" }),
        Plot.text(marks.filter((one) => one.before === before && one.disputed), { ...sign, ...anchored(before), text: "when", dy: 10, className: "disputed" }),
      ]),
      Plot.text(marks, { ...sign, text: (one: Mark) => (one.held ? "◆" : "◇"), className: "sign" }),
      Plot.tip([...marks, ...changes], Plot.pointer({ x: "x", y: "y", title: "title", maxRadius: 20 })),
    ],
  }) as SVGSVGElement;
  return { picture, note: data.left ? `${data.left} more found no place: give years, or see the table.` : undefined };
}

// <rap-graph>: the canvas over the lists of the page. The address is the state, so Back undoes.
import { drag } from "d3-drag";
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { announce, element, json } from "../dom";
import { file, keep } from "../file";
import { draw, place, svg } from "./draw";
import { layout, type Box } from "./layout";
import { ofGroup, ofNode } from "./panel";
import { groupId, View, type Picture } from "./picture";

/** Pixels that a pointer may move in a click. */
const STILL = 4;

class Graph extends HTMLElement {
  private picture: Picture | null = null;
  private boxes = new Map<string, Box>();
  private selected: string | null = null;
  private asked = 0;
  private readonly canvas = svg("svg", { class: "canvas", role: "group", "aria-label": "Graph; arrow keys go from thing to thing" });
  private readonly panel = element("section", { class: "panel", "aria-label": "Selected" });
  private readonly chips = element("div", { class: "chips", role: "group", "aria-label": "Kinds that are shown" });
  private readonly table = element("details", { class: "as-table" }, element("summary", {}, "The same as a table"));
  private readonly status = element("p", { class: "cut", role: "status" });
  private readonly zooming = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.15, 4])
    // The wheel and one finger scroll the page.
    .filter((event: Event) => {
      if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
      if ("touches" in event) return (event as TouchEvent).touches.length > 1;
      return (event as MouseEvent).button === 0;
    })
    .on("zoom", ({ transform }) => this.canvas.querySelector(".stage")?.setAttribute("transform", transform.toString()));

  connectedCallback(): void {
    this.table.append(...this.childNodes);
    this.append(
      element("div", { class: "toolbar" }, ...this.tools()),
      this.chips, this.status,
      element("div", { class: "stand" }, element("figure", {}, this.canvas, element("figcaption", { class: "hidden" }, "The table below says the same.")), this.panel),
      this.table,
    );
    select(this.canvas as SVGSVGElement).call(this.zooming).on("dblclick.zoom", null);
    this.canvas.addEventListener("click", (event) => this.clicked(event));
    this.canvas.addEventListener("keydown", (event) => this.pressed(event));
    this.canvas.addEventListener("focusin", (event) => this.stop((event.target as Element).closest<SVGElement>("[data-id]")));
    this.table.addEventListener("toggle", () => void this.tabulate());
    addEventListener("popstate", () => void this.load("Went back"));
    this.pointing("Select a thing to see what it has to do with others.");
    void this.load();
  }

  private tools(): HTMLElement[] {
    const tool = (label: string, title: string, act: () => void) => {
      // What is seen is part of what is said.
      const made = element("button", { type: "button", title }, label, element("span", { class: "hidden" }, ` ${title}`));
      made.addEventListener("click", act);
      return made;
    };
    return [
      tool("Undo", "Back to the picture before (Ctrl Z)", () => history.back()),
      tool("Fit", "Show everything (0)", () => this.fit()),
      tool("+", "Nearer (+)", () => this.scale(1.3)),
      tool("−", "Farther (-)", () => this.scale(1 / 1.3)),
      tool("SVG", "Download the picture", () => this.download()),
    ];
  }

  /** Goes to another picture, which Back leaves. */
  private readonly go = (view: View, said: string): void => {
    if (view.isEmpty) {
      announce("Something must stay to begin with");
      return;
    }
    history.pushState(null, "", `?${view.query}`);
    void this.load(said);
  };

  private async load(said?: string): Promise<void> {
    const asked = ++this.asked;
    const view = View.here();
    this.setAttribute("aria-busy", "true");
    try {
      const picture = await json<Picture>(`/graph.json?${view.query}`);
      if (asked !== this.asked) return;
      const before = this.picture?.nodes.length ?? 0;
      this.picture = picture;
      this.boxes = layout(picture, this.boxes);
      if (!this.boxes.has(this.selected ?? "")) this.selected = picture.nodes[0]?.id ?? null;
      this.status.textContent = picture.left_out ? `${picture.left_out} more would not fit: hide some, or begin elsewhere.` : "";
      this.redraw();
      this.fit();
      this.kinds(view);
      for (const link of document.querySelectorAll<HTMLAnchorElement>(".downloads a[href^='/graph.']")) {
        link.href = `${new URL(link.href).pathname}?${view.query}`;
      }
      if (this.selected) void this.show();
      void this.tabulate();
      if (said) announce(`${said}: ${picture.nodes.length - before} more, ${picture.nodes.length} shown`);
    } catch (error) {
      this.status.textContent = `The picture cannot be drawn: ${(error as Error).message}.`;
    } finally {
      if (asked === this.asked) this.removeAttribute("aria-busy");
    }
  }

  private redraw(): void {
    if (!this.picture) return;
    const focused = this.canvas.contains(document.activeElement) ? (document.activeElement as SVGElement).dataset.id : undefined;
    const transform = this.canvas.querySelector(".stage")?.getAttribute("transform");
    const stage = draw(this.picture, this.boxes, this.selected);
    if (transform) stage.setAttribute("transform", transform);
    this.canvas.replaceChildren(stage);
    this.stop(this.thing(focused ?? this.selected ?? this.picture.nodes[0]?.id), focused !== undefined);
    const boxes = this.boxes;
    const dragging = drag<SVGElement, unknown, Box>()
      .clickDistance(STILL)
      .container(() => stage)
      .subject(function () {
        return boxes.get(this.dataset.id!)!;
      })
      .on("drag", ({ subject, dx, dy }: { subject: Box; dx: number; dy: number }) => {
        subject.x += dx;
        subject.y += dy;
        place(stage, boxes);
      });
    select(stage).selectAll<SVGElement, unknown>("[data-id]").call(dragging);
  }

  private thing(id: string | undefined): SVGElement | null {
    return [...this.canvas.querySelectorAll<SVGElement>("[data-id]")].find((thing) => thing.dataset.id === id) ?? null;
  }

  /** One thing can be reached by Tab; the arrow keys go on from there. */
  private stop(thing: SVGElement | null, focus = false): void {
    if (!thing) return;
    this.canvas.querySelectorAll("[data-id][tabindex='0']").forEach((other) => other.setAttribute("tabindex", "-1"));
    thing.setAttribute("tabindex", "0");
    if (focus) thing.focus();
  }

  private clicked(event: MouseEvent): void {
    const thing = (event.target as Element).closest<SVGElement>("[data-id]");
    if (!thing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.select(thing.dataset.id!);
  }

  private select(id: string): void {
    this.selected = id;
    this.redraw();
    this.stop(this.thing(id), true);
    void this.show();
  }

  private async show(): Promise<void> {
    const [picture, id, view] = [this.picture, this.selected, View.here()];
    const node = picture?.nodes.find((node) => node.id === id);
    const group = picture?.groups.find((group) => groupId(group) === id);
    if (!picture || !(node || group)) return;
    try {
      const content = node ? await ofNode(node, picture, view, this.go) : await ofGroup(group!, picture, view, this.go);
      if (id === this.selected) this.panel.replaceChildren(...content);
    } catch (error) {
      this.pointing(`This cannot be shown: ${(error as Error).message}.`);
    }
  }

  private pointing(message: string): void {
    this.panel.replaceChildren(
      element("p", {}, message),
      element("p", { class: "small dim" },
        ...([["←↑→↓", "go from thing to thing"], ["Enter", "select"], ["e", "expand or collapse"], ["x", "hide"], ["o", "open its page"], ["t", "table"], ["+ − 0", "nearer, farther, all"]] as const)
          .flatMap(([key, what]) => [element("kbd", {}, key), `${what} · `])));
  }

  private pressed(event: KeyboardEvent): void {
    const at = (event.target as Element).closest<SVGElement>("[data-id]");
    if (event.altKey || !this.picture) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "z") history.back();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === "+") this.scale(1.3);
    else if (event.key === "-") this.scale(1 / 1.3);
    else if (event.key === "0") this.fit();
    else if (event.key === "t") {
      this.table.open = !this.table.open;
      if (this.table.open) this.table.querySelector("summary")!.focus();
    } else if (!at) return;
    else if (event.key.startsWith("Arrow")) this.walk(at.dataset.id!, event.key);
    else if (event.key === "Enter" || event.key === " ") this.select(at.dataset.id!);
    else {
      const [node, view] = [this.picture.nodes.find((node) => node.id === at.dataset.id), View.here()];
      if (!node) return;
      if (event.key === "o") location.assign(node.href);
      else if (event.key === "x") this.go(view.hiding(node.id), `${node.name} hidden`);
      else if (event.key === "e" && view.canClose(node.id)) this.go(view.closing(node.id), `${node.name} collapsed`);
      else if (event.key === "e") this.go(view.opening(node.id), `${node.name} expanded`);
      else return;
    }
    event.preventDefault();
  }

  /** To the nearest thing in a direction; what lies straight ahead is nearer than what lies aside. */
  private walk(from: string, key: string): void {
    const here = this.boxes.get(from)!;
    const [ax, ay] = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Record<string, [number, number]>)[key] ?? [0, 0];
    let [best, least] = ["", Infinity];
    for (const box of this.boxes.values()) {
      const [dx, dy] = [box.x - here.x, box.y - here.y];
      const ahead = dx * ax + dy * ay;
      const cost = ahead + 2 * Math.abs(dx * ay + dy * ax);
      if (box.id !== from && ahead > 1 && cost < least) [best, least] = [box.id, cost];
    }
    this.stop(this.thing(best), true);
  }

  private kinds(view: View): void {
    const kinds = new Map<string, string>([["state", "States"], ["org", "Organisations"], ["meeting", "Meetings"], ["body", "Bodies"], ["mandate", "Mandates"], ["pledge", "Pledges"], ["act", "Other acts"], ["person", "Persons"], ["place", "Places"], ["doc", "Documents"], ["work", "Works"]]);
    const focused = (document.activeElement as HTMLElement)?.dataset?.kind;
    this.chips.replaceChildren(...[...kinds].map(([segment, name]) => {
      const chip = element("button", { type: "button", "aria-pressed": String(view.shows(segment)), "data-kind": segment }, name);
      chip.addEventListener("click", () => this.go(view.toggling(segment), `${name} ${view.shows(segment) ? "hidden" : "shown"}`));
      return chip;
    }));
    this.chips.querySelector<HTMLElement>(`[data-kind="${focused}"]`)?.focus();
  }

  /** The lists of the page as the server has them for this address, once somebody looks. */
  private async tabulate(): Promise<void> {
    const query = View.here().query;
    if (!this.table.open || this.table.dataset.query === query) return;
    this.table.dataset.query = query;
    const page = await (await fetch(`/graph?${query}`, { headers: { accept: "text/html" } })).text();
    const lists = new DOMParser().parseFromString(page, "text/html").querySelector("rap-graph");
    if (lists) this.table.replaceChildren(this.table.querySelector("summary")!, ...lists.childNodes);
  }

  private scale(by: number): void {
    select(this.canvas as SVGSVGElement).call(this.zooming.scaleBy, by);
  }

  private fit(): void {
    const stage = this.canvas.querySelector<SVGGElement>(".stage");
    if (!stage || !this.boxes.size) return;
    const { width, height } = this.canvas.getBoundingClientRect();
    const box = stage.getBBox();
    const by = Math.min(1.2, (width - 24) / box.width, (height - 24) / box.height);
    const transform = zoomIdentity.translate(width / 2 - by * (box.x + box.width / 2), height / 2 - by * (box.y + box.height / 2)).scale(by);
    select(this.canvas as SVGSVGElement).call(this.zooming.transform, transform);
  }

  private download(): void {
    const { x, y, width, height } = this.canvas.querySelector<SVGGElement>(".stage")!.getBBox();
    keep(file(this.canvas as SVGSVGElement, { x: x - 20, y: y - 20, width: width + 40, height: height + 40 }), "graph.svg", "image/svg+xml");
  }
}

customElements.define("rap-graph", Graph);

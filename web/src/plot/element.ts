// <rap-plot>: a picture of the table beside it, drawn from the data that stands in it.
import { element } from "../dom";
import { file, keep } from "../file";

/** What the drawing of one kind gives. */
export interface Drawn {
  picture: SVGSVGElement;
  /** Colours and what they mean. */
  legend?: [colour: string, name: string][];
  /** What is not in the picture. */
  note?: string;
}

interface Kind {
  draw(data: never, width: number): Drawn;
}

const KINDS: Record<string, () => Promise<Kind>> = {
  bars: () => import("./bars"),
  map: () => import("./map"),
  timeline: () => import("./timeline"),
};

/** Widths that differ by less are drawn as one. */
const STEP = 16;

class PlotElement extends HTMLElement {
  private width = 0;

  connectedCallback(): void {
    void this.begin();
  }

  private async begin(): Promise<void> {
    const data = JSON.parse(this.querySelector("script")?.textContent ?? "null") as never;
    const load = KINDS[this.getAttribute("kind") ?? ""];
    if (!data || !load) return;
    const kind = await load();
    const name = this.getAttribute("aria-label") ?? "";
    const region = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name });
    const legend = element("p", { class: "legend" });
    const note = element("span");
    const save = element("button", { type: "button", title: "Download the picture" }, "SVG", element("span", { class: "hidden" }, ` of ${name}`));
    save.addEventListener("click", () => this.save());
    this.replaceChildren(legend, region);
    // The name goes with the picture; two of them would be read out.
    this.removeAttribute("aria-label");
    this.parentElement?.append(element("p", { class: "tools" }, save));
    this.parentElement?.querySelector("figcaption")?.append(note);
    const draw = () => {
      // What is not shown has no width; it is drawn when it is.
      const width = Math.floor(region.clientWidth / STEP) * STEP;
      if (!width || width === this.width) return;
      this.width = width;
      const drawn = kind.draw(data, width);
      // The policy of the pages takes no style that stands inside; site.css has what is needed.
      drawn.picture.querySelectorAll("style").forEach((style) => style.remove());
      named(drawn.picture);
      new MutationObserver(() => named(drawn.picture)).observe(drawn.picture, { childList: true, subtree: true });
      drawn.picture.setAttribute("role", "group");
      drawn.picture.setAttribute("aria-label", `${name}; the table below has the same`);
      region.replaceChildren(drawn.picture);
      legend.replaceChildren(...(drawn.legend ?? []).map(([colour, words]) => this.key(colour, words)));
      legend.hidden = !drawn.legend;
      note.textContent = drawn.note ? ` ${drawn.note}` : "";
    };
    draw();
    new ResizeObserver(draw).observe(region);
  }

  private key(colour: string, name: string): HTMLElement {
    const key = element("span", { class: "key" });
    key.style.background = colour;
    return element("span", {}, key, name);
  }

  private save(): void {
    const picture = this.querySelector<SVGSVGElement>("svg");
    if (!picture) return;
    const { width, height } = picture.viewBox.baseVal;
    keep(file(picture, { x: 0, y: 0, width, height }), "picture.svg", "image/svg+xml");
  }
}

/** Names of marks are no names for people; a link without words has those of its tip. */
function named(picture: SVGSVGElement): void {
  for (const mark of picture.querySelectorAll("g[aria-label]")) {
    mark.setAttribute("data-mark", mark.getAttribute("aria-label")!);
    mark.removeAttribute("aria-label");
  }
  for (const link of picture.querySelectorAll("a:not([aria-label])")) {
    const words = link.querySelector("title")?.textContent;
    if (words) link.setAttribute("aria-label", words.replaceAll("\n", ", "));
  }
}

customElements.define("rap-plot", PlotElement);

// A ¶ opens its sentence in place; the link behind it opens the document.
import { element, json } from "./dom";

interface Passage {
  document: string;
  label: string;
  href: string;
  before: string;
  quote: string;
  after: string;
  locator?: string;
  facts: { label: string; kind?: string; href: string }[];
}

/** Distance from the ¶ and from the edge of the window, in pixels. */
const EDGE = 8;

let open: HTMLElement | null = null;

/** Opens passages for clicks on ¶ that would have opened a page here. */
export function passages(): void {
  if (!("popover" in HTMLElement.prototype)) return;
  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>("a.proof");
    const place = link && placeOf(link);
    // In the document itself the text is there already.
    if (!link || !place || link.closest(".passage, .reader")) return;
    event.preventDefault();
    void show(link, place);
  });
}

/** The address of the passage as data. */
export function placeOf(link: HTMLAnchorElement): string | null {
  const url = new URL(link.href);
  const range = url.searchParams.get("char");
  return url.origin === location.origin && range
    ? `/api/passage?document=${encodeURIComponent(decodeURIComponent(url.pathname.slice(1)))}&char=${range}`
    : null;
}

async function show(link: HTMLAnchorElement, place: string): Promise<void> {
  open?.remove();
  const box = element("div", { class: "passage", popover: "auto", tabindex: "-1", role: "dialog", "aria-label": "The sentence" });
  open = box;
  box.append(element("p", { class: "dim", role: "status" }, "Looking it up …"));
  link.after(box);
  box.showPopover();
  box.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed") {
      if (box.contains(document.activeElement)) link.focus();
      box.remove();
    }
  });
  try {
    box.replaceChildren(...content(await json<Passage>(place), link));
  } catch (error) {
    box.replaceChildren(
      element("p", { role: "alert" }, `The sentence cannot be shown: ${(error as Error).message}. `),
      element("p", {}, element("a", { href: link.href }, "Open the document")),
    );
  }
  beside(link, box);
  box.focus({ preventScroll: true });
}

function content(passage: Passage, link: HTMLAnchorElement): Node[] {
  const where = [passage.label, passage.locator].filter(Boolean).join(", ");
  const facts = passage.facts.map((fact) => element("li", {}, fact.kind && `${fact.kind}: `, element("a", { href: fact.href }, fact.label)));
  return [
    element("blockquote", {},
      element("span", { class: "dim" }, passage.before),
      element("mark", {}, passage.quote),
      element("span", { class: "dim" }, passage.after)),
    element("p", {}, element("a", { href: link.href }, "Open it in the document"), " ", element("span", { class: "dim small" }, where)),
    ...(facts.length ? [element("p", { class: "small dim" }, "These words prove"), element("ul", { class: "small" }, ...facts)] : []),
  ];
}

/** Below the ¶ where there is room, else above it; always inside of the window. */
function beside(link: HTMLElement, box: HTMLElement): void {
  const at = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = Math.min(Math.max(EDGE, at.left), innerWidth - width - EDGE);
  const below = at.bottom + EDGE;
  const top = below + height < innerHeight ? below : Math.max(EDGE, at.top - height - EDGE);
  box.style.left = `${Math.max(EDGE, left)}px`;
  box.style.top = `${top}px`;
}

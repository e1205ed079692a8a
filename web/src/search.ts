// Search as you type: the field of a search form becomes a combobox (ARIA 1.2), its list has things and passages.
import { element, json } from "./dom";

interface Suggestions {
  groups: { kind: string; mark: string; colour: string; things: { label: string; href: string; also?: string }[] }[];
  passages: { href: string; document: string; pieces: [text: string, found: boolean][] }[];
}

/** Milliseconds after the last letter. */
const PAUSE = 120;

/** Gives every search field of the page its suggestions. */
export function search(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("form[action='/search'] input[type=search]")) {
    combobox(field);
  }
}

function combobox(field: HTMLInputElement): void {
  const list = element("div", { id: `${field.id}-suggestions`, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const status = element("span", { class: "hidden", role: "status" });
  field.closest("form")!.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  let options: HTMLElement[] = [];
  let at = -1;
  let asked: AbortController | undefined;
  let timer = 0;

  const close = () => {
    asked?.abort();
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (next: number) => {
    options[at]?.setAttribute("aria-selected", "false");
    at = options.length ? (next + options.length) % options.length : -1;
    const option = options[at];
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  };
  const ask = async () => {
    const words = field.value.trim();
    if (!words) return close();
    asked?.abort();
    asked = new AbortController();
    try {
      const found = await json<Suggestions>(`/search/suggest?q=${encodeURIComponent(words)}`, asked.signal);
      list.replaceChildren(...drawn(found, list.id));
      options = [...list.querySelectorAll<HTMLElement>("[role=option]")];
      at = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = options.length === 0;
      field.setAttribute("aria-expanded", String(options.length > 0));
      status.textContent = options.length ? `${options.length} suggestions` : "No suggestions";
    } catch (error) {
      // The form still searches; a newer question is on its way, or there is no answer.
      if ((error as Error).name !== "AbortError") close();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && list.hidden) void ask();
    else if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(at < 0 ? options.length - 1 : at - 1);
    else if (event.key === "Enter" && options[at]) location.assign(options[at]!.dataset.href!);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
  // A press would take the focus away, and close the list before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option) location.assign(option.dataset.href!);
  });
}

function drawn(found: Suggestions, id: string): HTMLElement[] {
  let number = 0;
  const option = (href: string, ...children: (Node | string)[]) =>
    element("div", { role: "option", id: `${id}-${number++}`, "aria-selected": "false", "data-href": href }, ...children);
  const group = (name: string, mark: string, colour: string, options: HTMLElement[]) => {
    const heading = element("div", { class: `mark ${colour}`, id: `${id}-of-${number}`, role: "presentation" },
      element("span", { "aria-hidden": "true" }, `${mark} `), name);
    return element("div", { role: "group", "aria-labelledby": heading.id }, heading, ...options);
  };
  const groups = found.groups.map(({ kind, mark, colour, things }) =>
    group(kind, mark, colour, things.map(({ href, label, also }) =>
      option(href, label, ...(also ? [" ", element("span", { class: "dim small" }, also)] : [])))));
  if (found.passages.length) {
    groups.push(group("Passages", "¶", "document", found.passages.map(({ href, document, pieces }) =>
      option(href, element("span", { class: "words" }, ...pieces.map(([text, marked]) => (marked ? element("mark", {}, text) : text))),
        " ", element("span", { class: "dim small" }, document)))));
  }
  return groups;
}

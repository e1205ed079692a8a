// The keyboard: / search, ? this list, g and a letter a page, n and N the facts of a document.
import { element, isTyping, remember, remembered } from "./dom";

/** Letters behind g; a page that the site does not have has none. */
const PAGES: [letter: string, path: string, name: string][] = [
  ["h", "/", "start page"],
  ["g", "/graph", "graph"],
  ["t", "/timeline", "timeline"],
  ["x", "/matrix", "matrix"],
  ["a", "/map", "map"],
  ["m", "/mandates", "mandates"],
  ["d", "/doc", "documents"],
  ["e", "/meeting", "meetings"],
  ["p", "/paths", "paths"],
  ["c", "/compare", "comparison"],
  ["q", "/queries", "queries"],
  ["s", "/sparql", "SPARQL"],
];

const there = () => PAGES.filter(([, path]) => document.querySelector(`.bar a[href="${path}"]`));

/** Milliseconds in which the letter has to follow g. */
const PATIENCE = 1500;

let armed = 0;

/** Listens to keys, unless single letters are switched off (WCAG 2.1.4). */
export function keys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (remembered("letters") === "off" || document.querySelector("dialog[open]")) return;
    if (event.timeStamp - armed < PATIENCE && armed) {
      armed = 0;
      const page = there().find(([letter]) => letter === event.key);
      if (page) {
        event.preventDefault();
        location.assign(page[1]);
      }
      return;
    }
    if (pressed(event.key, event.timeStamp)) event.preventDefault();
  });
}

function pressed(key: string, at: number): boolean {
  switch (key) {
    case "/": {
      const field = document.querySelector<HTMLInputElement>(".bar input[type=search]");
      field?.focus();
      field?.select();
      return Boolean(field);
    }
    case "?":
      help();
      return true;
    case "g":
      armed = at;
      return true;
    case "n":
      return step(1);
    case "N":
      return step(-1);
    default:
      return false;
  }
}

/** Goes to the next or the previous words of a document that prove something. */
function step(by: 1 | -1): boolean {
  const said = [...document.querySelectorAll<HTMLElement>(".text .said, .text mark")];
  if (said.length === 0) return false;
  const current = document.querySelector<HTMLElement>(".text .current");
  const from = current ?? document.querySelector<HTMLElement>(".text mark");
  const at = from ? said.indexOf(from) : by > 0 ? -1 : 0;
  const next = said[(at + by + said.length) % said.length]!;
  current?.classList.remove("current");
  next.classList.add("current");
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  return true;
}

/** The button that opens the list of keys. */
export function helpButton(): HTMLButtonElement {
  const button = element("button", { type: "button", class: "tool", "aria-label": "Keyboard", title: "Keyboard (?)" }, "?");
  button.addEventListener("click", help);
  return button;
}

function help(): void {
  const rows: [string, string][] = [
    ["/", "search"],
    ["?", "this list"],
    ["n", "next words that prove something, in a document"],
    ["N", "previous words that prove something"],
    ...there().map(([letter, , name]): [string, string] => [`g ${letter}`, name]),
    ["Esc", "close what is open"],
  ];
  const letters = element("input", { type: "checkbox", checked: remembered("letters") !== "off" });
  letters.addEventListener("change", () => remember("letters", letters.checked ? null : "off"));
  const close = element("button", { type: "submit", class: "primary" }, "Close");
  const dialog = element(
    "dialog",
    { class: "keys", "aria-labelledby": "keys-title" },
    element("h2", { id: "keys-title" }, "Keyboard"),
    element("dl", {}, ...rows.flatMap(([key, what]) => [
      element("dt", {}, ...key.split(" ").map((part) => element("kbd", {}, part))),
      element("dd", {}, what),
    ])),
    element("label", {}, letters, " Single letters do this"),
    element("form", { method: "dialog" }, close),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

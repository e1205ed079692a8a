// Beside the canvas: what the selected thing has to do with others, in counts first, then in sentences.
import { element, json } from "../dom";
import { groupId, type Edge, type Group, type Neighbours, type Node, type Picture, type View } from "./picture";

/** Goes to another picture. */
export type Go = (view: View, said: string) => void;

const mark = (of: { mark: string; colour: string }, text: string) =>
  element("span", { class: `mark ${of.colour}` }, element("span", { "aria-hidden": "true" }, `${of.mark} `), text);

const button = (label: string, hidden: string, act: () => void) => {
  const made = element("button", { type: "button" }, label, element("span", { class: "hidden" }, ` ${hidden}`));
  made.addEventListener("click", act);
  return made;
};

/** The panel of a thing. */
export async function ofNode(node: Node, picture: Picture, view: View, go: Go): Promise<globalThis.Node[]> {
  const known = picture.relations[node.id];
  const drawn = new Set(picture.nodes.map(({ id }) => id));
  let rows: { key: string; label: string; kind: string; mark: string; colour: string; shown?: number; total: number }[];
  if (known) rows = known;
  else rows = (await json<Neighbours>(`/api/neighbours?of=${encodeURIComponent(node.id)}`)).relations;
  const table = element("table", {},
    element("thead", {}, element("tr", {}, ...["Relation", "Kind", "Shown", "Add"].map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...rows.map((row) => {
      const left = row.total - (row.shown ?? 0);
      return element("tr", {},
        element("td", {}, row.label),
        element("td", {}, mark(row, row.kind)),
        element("td", {}, row.shown === undefined ? `${row.total}` : `${row.shown} of ${row.total}`),
        element("td", {}, left > 0 && button(`Add ${left}`, row.label, () => go(view.withAll(row.key, node.id), `all of “${row.label}”`))));
    })));
  const edges = picture.edges.filter(({ from, to }) => (from === node.id || to === node.id) && drawn.has(from) && drawn.has(to));
  return [
    element("p", {}, mark(node, node.kind)),
    element("h2", {}, node.name),
    element("p", { class: "tools" },
      element("a", { href: node.href }, "Open page"),
      node.open
        ? view.canClose(node.id) && button("Collapse", node.name, () => go(view.closing(node.id), `${node.name} collapsed`))
        : button("Expand", node.name, () => go(view.opening(node.id), `${node.name} expanded`)),
      button("Hide", node.name, () => go(view.hiding(node.id), `${node.name} hidden`))),
    ...(rows.length ? [element("h3", {}, "Relations"), element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Relations" }, table)] : []),
    ...(edges.length ? [element("h3", {}, "Relations shown"), ...edges.map((edge) => sentence(edge, picture))] : []),
  ];
}

function sentence(edge: Edge, picture: Picture): HTMLElement {
  const name = (id: string) => picture.nodes.find((node) => node.id === id)?.name ?? id;
  return element("div", { class: "card" },
    element("p", {}, element("strong", {}, name(edge.from)), ` – ${edge.label} – `, element("strong", {}, name(edge.to))),
    edge.proof && element("blockquote", {}, edge.proof.quote),
    edge.proof && element("p", {}, element("a", { class: "proof", href: edge.proof.href }, `¶ ${edge.proof.document}`),
      edge.proof.more > 0 && element("span", { class: "dim small" }, ` and ${edge.proof.more} more`)));
}

/** The panel of a group: its members, to be chosen from. */
export async function ofGroup(group: Group, picture: Picture, view: View, go: Go): Promise<globalThis.Node[]> {
  const drawn = new Set(picture.nodes.map(({ id }) => id));
  const list = element("ul", { class: "plain members" });
  const form = element("form", {},
    element("p", { class: "tools" },
      element("button", { type: "submit", class: "primary" }, "Add chosen"),
      button("Add all", group.label, () => go(view.withAll(group.key, group.of), `all of ${group.label}`))),
    list);
  const more = async (address: string) => {
    const { members } = await json<Neighbours>(address);
    for (const node of members?.nodes ?? []) {
      if (drawn.has(node.id)) continue;
      list.append(element("li", {},
        element("label", {}, element("input", { type: "checkbox", value: node.id }), " ", mark(node, node.name)),
        " ",
        node.proof && element("a", { class: "proof", href: node.proof.href }, `¶ ${node.proof.document}`)));
    }
    if (members?.next) {
      const next = members.next;
      const further = button("More", group.label, () => void more(next).then(() => further.remove()));
      form.append(further);
    }
  };
  await more(`/api/neighbours?of=${encodeURIComponent(group.of)}&relation=${encodeURIComponent(group.key)}`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map((box) => box.value);
    if (chosen.length) go(view.adding(chosen), `${chosen.length} added`);
  });
  return [element("p", {}, mark(group, "Group")), element("h2", { "data-group": groupId(group) }, group.label), form];
}

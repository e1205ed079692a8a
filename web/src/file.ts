// A drawing as a file of its own.

/** What a drawing needs to be looked at elsewhere: the colours that it has here. */
const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "paint-order"];

const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";

/** The drawing, of which `box` is shown. */
export function file(canvas: SVGSVGElement, box: { x: number; y: number; width: number; height: number }): string {
  const copy = canvas.cloneNode(true) as SVGSVGElement;
  const [from, to] = [canvas.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((element, n) => {
    const style = getComputedStyle(element);
    // As attributes: the policy of the page takes no style that stands inside.
    for (const name of KEPT) to[n]!.setAttribute(name, style.getPropertyValue(name));
    if (!(element instanceof SVGAElement)) return;
    to[n]!.removeAttributeNS(XLINK, "href");
    to[n]!.setAttribute("href", element.href.baseVal && new URL(element.href.baseVal, location.href).href);
  });
  // Neither moved nor scaled, as somebody may look at it here.
  copy.querySelector(".stage")?.removeAttribute("transform");
  const { x, y, width, height } = box;
  copy.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  copy.setAttribute("xmlns", SVG);
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x, y, width, height, fill: getComputedStyle(document.body).backgroundColor })) ground.setAttribute(name, String(value));
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** Gives a text to the reader as a file. */
export function keep(text: string, name: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

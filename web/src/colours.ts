// The button for light, dark, or as the system has it.
import { announce, element, remember, remembered } from "./dom";

const STEPS = [
  { theme: null, sign: "◐", name: "as the system" },
  { theme: "light", sign: "○", name: "light" },
  { theme: "dark", sign: "●", name: "dark" },
] as const;

/** The button, which goes from one to the next. */
export function colours(): HTMLButtonElement {
  const button = element("button", { type: "button", class: "tool" });
  const show = () => {
    const theme = remembered("theme");
    const at = Math.max(0, STEPS.findIndex((step) => step.theme === theme));
    button.textContent = STEPS[at]!.sign;
    button.setAttribute("aria-label", `Colours: ${STEPS[at]!.name}`);
    button.title = `Colours: ${STEPS[at]!.name}`;
    return at;
  };
  button.addEventListener("click", () => {
    const next = STEPS[(show() + 1) % STEPS.length]!;
    remember("theme", next.theme);
    if (next.theme) document.documentElement.dataset.theme = next.theme;
    else delete document.documentElement.dataset.theme;
    show();
    announce(`Colours: ${next.name}`);
  });
  show();
  return button;
}

// Light or dark as the reader chose it, before the page is painted; without a choice the system decides.
import { remembered } from "./dom";

const theme = remembered("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

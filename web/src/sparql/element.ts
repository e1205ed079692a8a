// <rap-sparql>: an editor over the text field of the form. The field keeps the text, so the form works as without script.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { linter, lintGutter, lintKeymap, type Diagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, tooltips } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { element, json } from "../dom";
import { complete } from "./complete";

interface Verdict {
  ok: boolean;
  problem?: { title: string; detail: string; line?: number; column?: number };
}

/** Milliseconds after the last letter. */
const PAUSE = 400;

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--mandate)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName), tags.labelName], color: "var(--state)" },
  { tag: [tags.atom, tags.propertyName], color: "var(--body)" },
  { tag: tags.string, color: "var(--organisation)" },
  { tag: tags.number, color: "var(--organisation)" },
  { tag: [tags.operator, tags.bracket, tags.punctuation], color: "var(--ink)" },
  { tag: tags.comment, color: "var(--dim)", fontStyle: "italic" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--border)", borderRadius: "6px", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", minHeight: "14em", maxHeight: "60vh" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--dim)", border: "none", borderRadius: "6px 0 0 6px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sunk) 60%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--border)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", color: "var(--dim)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  // The marks of the package are pictures inside of the style, which the policy of the page does not take.
  ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--bad)", borderRadius: "50%", width: "0.8em", height: "0.8em", marginTop: "0.3em" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "4px" },
});

class Editor extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector("textarea");
    const form = this.closest("form");
    if (!field || !form) return;
    const verdict = element("p", { class: "verdict-line", role: "status" });
    const place = element("div");
    // In a shadow tree the editor's styles are a sheet of its own, which the policy of the page allows.
    const root = place.attachShadow({ mode: "open" });
    const view: EditorView = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: field.value,
        extensions: [
          lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(), lintGutter(),
          StreamLanguage.define(sparql), syntaxHighlighting(colours), theme, EditorView.lineWrapping,
          autocompletion({ override: [complete], icons: false }),
          tooltips({ position: "fixed" }),
          linter((view) => this.check(view.state, verdict), { delay: PAUSE }),
          keymap.of([
            { key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => (form.requestSubmit(), true) },
            ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
          ]),
          EditorView.contentAttributes.of({ "aria-label": "Query" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) field.value = update.state.doc.toString();
          }),
        ],
      }),
    });
    field.hidden = true;
    form.querySelector(`label[for="${field.id}"]`)?.addEventListener("click", () => view.focus());
    field.after(place, verdict, element("p", { class: "dim small" },
      element("kbd", {}, "Ctrl Enter"), "runs, ", element("kbd", {}, "Ctrl Space"), "completes, ", element("kbd", {}, "Esc"), "then ", element("kbd", {}, "Tab"), "leaves the editor"));
  }

  /** The server's own parser says what is wrong, and where. */
  private async check(state: EditorState, verdict: HTMLElement): Promise<Diagnostic[]> {
    const query = state.doc.toString();
    verdict.replaceChildren();
    if (!query.trim()) return [];
    try {
      const { ok, problem } = await this.asked(query);
      if (ok || !problem) return [];
      const line = state.doc.line(Math.min(Math.max(1, problem.line ?? 1), state.doc.lines));
      const from = Math.min(line.from + Math.max(0, (problem.column ?? 1) - 1), line.to);
      const word = state.wordAt(from);
      const at = problem.line ? `line ${problem.line}, column ${problem.column}` : problem.title;
      verdict.replaceChildren(element("strong", {}, at), `: ${problem.detail}`);
      return [{ from, to: Math.max(word?.to ?? from, Math.min(from + 1, line.to)), severity: "error", message: problem.detail }];
    } catch {
      // Nobody is told wrong things; running the query says more.
      return [];
    }
  }

  private asked(query: string): Promise<Verdict> {
    return json<Verdict>("/api/check", undefined, { body: query, type: "application/sparql-query" });
  }
}

customElements.define("rap-sparql", Editor);

// Completion from the data's own statistics: after a subject whose class is known, its properties come first, with how
// often they occur; so what is optional shows.
import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { json } from "../dom";

export interface Vocabulary {
  prefixes: Record<string, string>;
  classes: { name: string; label: string; members: number; properties: Record<string, number> }[];
  properties: { name: string; label: string; statements: number }[];
}

const KEYWORDS = [
  "SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "VALUES", "BIND", "ASK", "CONSTRUCT", "DESCRIBE",
  "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "PREFIX", "FROM", "FROM NAMED", "EXISTS", "NOT EXISTS", "COUNT", "SUM", "AVG",
  "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "REGEX", "CONTAINS", "STRSTARTS", "LCASE", "LANG", "STR", "YEAR", "BOUND", "IF", "COALESCE",
];

const SNIPPETS = [
  snippetCompletion("SERVICE <search:> { ?${thing} search:text \"${words}\" }", { label: "search in texts", type: "text", detail: "SERVICE <search:>" }),
];

let vocabulary: Promise<Vocabulary> | undefined;

/** The terms, asked for once; what went wrong is tried again. */
const known = () =>
  (vocabulary ??= json<Vocabulary>("/api/vocab").catch((error: unknown) => {
    vocabulary = undefined;
    throw error;
  }));

/** What may stand at the place of the cursor. */
export async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[?$]?[\p{L}\p{N}_-]*:?[\p{L}\p{N}_-]*/u)!;
  if (word.from === word.to && !context.explicit) return null;
  const before = context.state.sliceDoc(0, word.from);
  if (word.text.startsWith("?")) return { from: word.from, options: variables(context.state.doc.toString()), validFor: /^[?]\w*$/ };
  const { classes, properties } = await known();
  if (context.aborted) return null;
  const options = /(^|\s)(a|rdf:type)\s+$/.test(before)
    ? classes.map((one): Completion => ({ label: one.name, type: "class", detail: one.label, info: `${one.members} members`, boost: rank(one.members) }))
    : [...ofSubject(before, classes, properties), ...KEYWORDS.map((label): Completion => ({ label, type: "keyword", boost: -20 })), ...SNIPPETS];
  return { from: word.from, options, validFor: /^[\w:-]*$/ };
}

/** Frequent terms stand higher. */
const rank = (count: number) => Math.min(40, Math.round(4 * Math.log10(count + 1)));

function ofSubject(before: string, classes: Vocabulary["classes"], properties: Vocabulary["properties"]): Completion[] {
  const members = new Map<string, [count: number, of: number, name: string]>();
  for (const type of types(before)) {
    const found = classes.find(({ name }) => name === type);
    for (const [property, count] of Object.entries(found?.properties ?? {})) members.set(property, [count, found!.members, found!.label]);
  }
  return properties.map(({ name, label, statements }): Completion => {
    const here = members.get(name);
    return {
      label: name,
      type: "property",
      detail: here ? `${label} · ${here[0]} on ${here[1]} ${here[2]}` : label,
      info: `${statements} statements`,
      boost: here ? 60 + rank(here[0]) : rank(statements),
    };
  });
}

/** The classes of the subject that is being written: of the last one before the cursor, wherever the query gives its type. */
function types(before: string): string[] {
  const pattern = before.slice(Math.max(before.lastIndexOf("."), before.lastIndexOf("{")) + 1);
  const subject = pattern.match(/^\s*([?$][\w]+)/)?.[1];
  if (!subject) return [];
  const name = subject.replace(/[?$]/, "[?$]");
  return [...before.matchAll(new RegExp(`${name}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`, "g"))].map((found) => found[1]!);
}

function variables(text: string): Completion[] {
  return [...new Set(text.match(/[?$][A-Za-z_]\w*/g))].map((label) => ({ label, type: "variable" }));
}

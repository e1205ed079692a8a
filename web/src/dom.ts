// Small pieces of the page, made without markup in strings: text stays text.

type Child = Node | string | null | undefined | false;

/** An element with attributes and children; attributes that are false or undefined are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** What an address of ours answers, as JSON; what goes wrong is told in words. */
export async function json<T>(address: string, signal?: AbortSignal, sent?: { body: string; type: string }): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (sent) headers["content-type"] = sent.type;
  const response = await fetch(address, { method: sent ? "POST" : "GET", headers, body: sent?.body, signal });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.detail ?? `the server answered ${response.status}`);
  return body as T;
}

/** Whether somebody is typing, so that letters are letters. */
export function isTyping(target: EventTarget | null): boolean {
  const at = target instanceof Element ? target : null;
  return Boolean(at?.closest("input, textarea, select, [contenteditable], rap-sparql"));
}

/** Tells people who do not see the page what has changed. */
export function announce(message: string): void {
  let live = document.getElementById("announcements");
  if (!live) {
    live = element("p", { id: "announcements", class: "hidden", role: "status" });
    document.body.append(live);
  }
  live.textContent = message;
}

/** A value that this browser remembers, or nothing where it may not. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`rapporteur-${name}`);
  } catch {
    return null;
  }
}

/** Remembers a value, or forgets it. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`rapporteur-${name}`);
    else localStorage.setItem(`rapporteur-${name}`, value);
  } catch {
    // A browser that keeps nothing shows everything all the same.
  }
}

// Texts that try to run, as names, quotes, file names and IRIs: none becomes markup, wherever it is shown.
import assert from "node:assert/strict";

/** What of a page could run: handlers, addresses that are scripts, scripts that are not ours. */
const running = () =>
  [...document.querySelectorAll("*")].flatMap((element) => {
    const handlers = element.getAttributeNames().filter((name) => name.startsWith("on"));
    const link = element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action") ?? "";
    const script = element.localName === "script" && !link.startsWith("/assets/") && element.type !== "application/ld+json";
    const alien = ["iframe", "object", "embed", "base", "math", "marquee", "video", "audio", "style"].includes(element.localName);
    return handlers.length || /^\s*(javascript|data|vbscript):/i.test(link) || script || alien ? [element.outerHTML.slice(0, 200)] : [];
  });

/** Goes wherever the hostile graph is shown; gives the number of texts that were seen. */
export async function hostile(page, at) {
  const clean = async (where) => {
    assert.deepEqual(await page.evaluate(running), [], where);
    assert.equal(await page.evaluate(() => globalThis.ran), undefined, where);
  };
  const query = encodeURIComponent("SELECT ?thing ?name WHERE { ?thing a igm:State ; rdfs:label ?name } LIMIT 1000");
  const places = [
    "/", "/state", "/state?page=2", "/meeting/hostile/1", "/doc/hostile", "/doc", "/search?q=onerror", "/search?q=%3Cscript%3E", "/state/x-7",
    "/state/x-499", "/graph", "/graph?of=state/x-3", "/graph?of=%3Cimg%20src%3Dx%20onerror%3Dran%3D1%3E", `/sparql?query=${query}`,
    "/sparql?query=%3C%2Ftextarea%3E%3Cscript%3Eran%3D1%3C%2Fscript%3E", "/%3Cscript%3Eran=1%3C%2Fscript%3E", "/queries/participants_of_meeting?meeting=%22%3E%3Cimg%20src%20onerror=ran=1%3E",
  ];
  const names = new Set();
  for (const place of places) {
    await page.goto(at + place, { waitUntil: "load" });
    await clean(place);
    if (place.startsWith("/state")) for (const name of await page.locator("main li a[href^='/state/x-']").allTextContents()) names.add(name);
  }
  await page.goto(`${at}/graph?of=meeting/hostile/1`);
  await page.locator(".canvas .group").first().click();
  await page.locator(".panel .members li").nth(150).waitFor();
  await clean("the members of a group");
  await page.getByRole("button", { name: "Add all" }).last().click();
  await page.waitForFunction(() => document.querySelectorAll(".canvas a.thing").length > 150);
  await page.locator(".canvas a.thing.state").nth(5).evaluate((thing) => thing.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })));
  await page.locator(".panel blockquote").first().waitFor();
  await clean("two hundred things on the canvas");
  await page.locator("#q").fill("onerror");
  await page.locator(".suggestions [role=option]").first().waitFor();
  await clean("suggestions");
  await page.goto(`${at}/state/x-11`);
  await page.locator("a.proof[href*=char]").first().click();
  await page.locator(".passage mark").waitFor();
  await clean("a sentence in place");
  return names.size;
}

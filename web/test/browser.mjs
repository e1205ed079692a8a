// Looks at every page of a server in a browser and does what people come for. Run by tests/browser.rs:
//   node browser.mjs MODULES CHROMIUM SERVER HOSTILE-SERVER FOLDER-FOR-PICTURES
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { hostile } from "./hostile.mjs";
import { pages } from "./pages.mjs";
import { withoutScript, withScript } from "./tasks.mjs";

const [modules, executablePath, at, hostileAt, folder] = process.argv.slice(2);
const require = createRequire(join(modules, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core"), "utf8");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const failures = [];
const counted = { pages: 0, tasks: 0, payloads: 0 };

/**
 * A page that is not there says so on the console, too; and where typing takes the place of coloured words, the browser
 * itself would keep their colour by an inline style, which the policy stops and the editor draws anew.
 */
const harmless = (message, url) =>
  /status of 4\d\d/.test(message) || (new URL(url).pathname === "/sparql" && message.startsWith("Applying inline style"));

/** A browser window that fails for scripts that break, for what the policy forbids, and for requests to anybody else. */
async function opened(browser, options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  const wrong = [];
  await context.route("**/*", (route) => {
    const { host, protocol } = new URL(route.request().url());
    if (![at, hostileAt].some((ours) => new URL(ours).host === host) && protocol.startsWith("http")) {
      wrong.push(`asks ${route.request().url()}`);
      return route.abort();
    }
    return route.continue();
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(`breaks: ${error.message}`));
  page.on("dialog", (dialog) => (wrong.push(`opens a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("console", (message) => message.type() === "error" && !harmless(message.text(), page.url()) && wrong.push(message.text()));
  return { context, page, wrong };
}

async function tried(name, wrong, act) {
  try {
    await act();
    assert.deepEqual([...new Set(wrong.splice(0))].slice(0, 5), []);
  } catch (error) {
    wrong.length = 0;
    failures.push(`${name}: ${error.message}`);
  }
}

/** Every page, in one light and one width, or as another medium has it. */
async function look(browser, way, { media, ...options }) {
  const { context, page, wrong } = await opened(browser, options);
  if (media) await page.emulateMedia(media);
  const { width } = options.viewport;
  for (const { name, path, status = 200 } of pages) {
    await tried(`${name}, ${way}`, wrong, async () => {
      const response = await page.goto(at + path, { waitUntil: options.javaScriptEnabled === false ? "load" : "networkidle" });
      assert.equal(response.status(), status);
      assert.equal(await page.locator("h1").count(), 1, "one h1");
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px wide in a window of ${width}`);
      if (options.javaScriptEnabled === false) return;
      if (media) {
        await page.screenshot({ path: join(folder, `${name}-${way}.png`), fullPage: true });
        return;
      }
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] }));
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join(" | ")}`);
      assert.deepEqual(told, [], "axe");
      await page.screenshot({ path: join(folder, `${name}-${way}.png`) });
      counted.pages++;
    });
  }
  await context.close();
}

async function work(browser, tasks, options) {
  for (const [name, task] of Object.entries(tasks)) {
    // What one task leaves in the browser is nothing to the next.
    const { context, page, wrong } = await opened(browser, { viewport: { width: 1440, height: 900 }, ...options });
    await tried(name, wrong, () => task(page, at));
    counted.tasks++;
    await context.close();
  }
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-quic"] });
await Promise.all([
  look(browser, "wide-light", { viewport: { width: 1440, height: 900 }, colorScheme: "light" }).then(() =>
    look(browser, "without-script", { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false })),
  look(browser, "narrow-dark", { viewport: { width: 360, height: 780 }, colorScheme: "dark", reducedMotion: "reduce" })
    .then(() => look(browser, "wide-dark", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }))
    .then(() => look(browser, "forced-colours", { viewport: { width: 1440, height: 900 }, media: { forcedColors: "active" } }))
    .then(() => look(browser, "print", { viewport: { width: 820, height: 1160 }, media: { media: "print" } })),
  work(browser, withScript, {})
    .then(() => work(browser, withoutScript, { javaScriptEnabled: false }))
    .then(async () => {
      const { context, page, wrong } = await opened(browser, { viewport: { width: 1440, height: 900 } });
      await tried("texts of strangers", wrong, async () => (counted.payloads = await hostile(page, hostileAt)));
      await context.close();
    }),
]);
await browser.close();
console.log(`${counted.pages} pages looked at, ${counted.tasks} tasks, ${counted.payloads} hostile texts, ${failures.length} failures; pictures in ${folder}`);
failures.forEach((failure) => console.log(`\n${failure}`));
process.exitCode = failures.length ? 1 : 0;

// What people come for, done in a browser: with script, by mouse and by keyboard; and without script, by links and forms.
import assert from "node:assert/strict";

const MEETING = "meeting/bali-process/ministerial-conference-1";

/** With script: the name of each is the sentence that it proves. */
export const withScript = {
  "a pilcrow opens its sentence in place, and Escape leads back to it": async (page, at) => {
    await page.goto(`${at}/state/fiji`);
    const pilcrow = page.locator("a.proof[href*=char]").first();
    await pilcrow.focus();
    await page.keyboard.press("Enter");
    const box = page.locator(".passage");
    await box.locator("mark").waitFor();
    assert.match(await box.innerText(), /Fiji/);
    await page.keyboard.press("Escape");
    await box.waitFor({ state: "detached" });
    assert.ok(await pilcrow.evaluate((link) => link === document.activeElement), "focus is where it was");
  },
  "search as you type finds a thing by a name of it and opens it by keyboard": async (page, at) => {
    await page.goto(`${at}/`);
    await page.keyboard.press("/");
    await page.keyboard.type("fij");
    await page.locator(".suggestions [role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
    const field = page.locator("#q");
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    assert.ok(await field.getAttribute("aria-activedescendant"));
    await page.keyboard.press("Enter");
    await page.waitForURL(`${at}/state/fiji`);
  },
  "the graph expands by keyboard, keeps its state in the address, and Back undoes": async (page, at) => {
    await page.goto(`${at}/graph?of=${MEETING}`);
    const things = page.locator(".canvas a.thing");
    await things.first().waitFor();
    const before = await things.count();
    const body = page.locator(".canvas a.thing.body").first();
    await body.focus();
    await page.keyboard.press("e");
    await page.waitForURL(/open=body/);
    await page.waitForFunction((n) => document.querySelectorAll(".canvas a.thing").length > n, before);
    await page.goBack();
    await page.waitForFunction((n) => document.querySelectorAll(".canvas a.thing").length === n, before);
    assert.ok(!page.url().includes("open="));
  },
  "a group of the graph names its members with their sentences, and the chosen ones are added": async (page, at) => {
    await page.goto(`${at}/graph?of=${MEETING}`);
    await page.locator(".canvas .group", { hasText: "observer" }).first().click();
    const members = page.locator(".panel .members li");
    await members.first().waitFor();
    assert.ok((await members.first().locator("a.proof").count()) === 1);
    const before = await page.locator(".canvas a.thing").count();
    await members.first().locator("input").check();
    await page.getByRole("button", { name: "Add chosen" }).click();
    await page.waitForURL(/add=/);
    await page.waitForFunction((n) => document.querySelectorAll(".canvas a.thing").length === n + 1, before);
  },
  "the arrow keys go from thing to thing, and Enter shows what it has to do with others": async (page, at) => {
    await page.goto(`${at}/graph?of=${MEETING}`);
    await page.locator(".canvas [tabindex='0']").first().focus();
    const id = () => page.evaluate(() => document.activeElement?.dataset.id);
    const first = await id();
    await page.keyboard.press("ArrowUp");
    const second = await id();
    assert.notEqual(first, second);
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => document.querySelector(".canvas .selected")?.dataset.id === id, second);
  },
  "the picture is downloaded as SVG": async (page, at) => {
    await page.goto(`${at}/graph?of=${MEETING}`);
    await page.locator(".canvas a.thing").first().waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Download the picture/ }).click()]);
    assert.equal(download.suggestedFilename(), "graph.svg");
  },
  "a picture leads to what it shows, tells more where one points, fits the window and is downloaded": async (page, at) => {
    for (const path of ["/timeline", "/map", "/queries/force_profile"]) {
      await page.goto(at + path);
      const picture = page.locator("rap-plot svg");
      await picture.waitFor();
      const wide = await picture.evaluate((svg) => svg.viewBox.baseVal.width);
      const sign = page.locator("rap-plot .sign text, rap-plot .dots circle, rap-plot [data-mark=bar] rect").first();
      await sign.scrollIntoViewIfNeeded();
      await sign.hover();
      const tip = page.locator("rap-plot [data-mark=tip] text");
      await tip.waitFor();
      assert.match(await tip.textContent(), /\w/, path);
      const link = page.locator("rap-plot a").first();
      const to = await link.evaluate((link) => link.href.baseVal);
      assert.match(to, /^\/(meeting|body|state)\//, path);
      assert.equal((await page.request.get(at + to)).status(), 200, to);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /SVG/ }).click()]);
      assert.equal(download.suggestedFilename(), "picture.svg");
      await page.setViewportSize({ width: 360, height: 780 });
      await page.waitForFunction((wide) => document.querySelector("rap-plot svg").viewBox.baseVal.width < wide, wide);
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  },
  "the editor completes terms of the data, marks a mistake with its place, and runs": async (page, at) => {
    await page.goto(`${at}/sparql`);
    const editor = page.locator("rap-sparql .cm-content");
    await editor.click();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("SELECT * { ?m a igm:Mandate ; igm:ver");
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "igm:verb" }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("ASK { ?s foo:a ?o ");
    await page.locator(".verdict-line", { hasText: "foo" }).waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("ASK { ?s a igm:Mandate ");
    await page.keyboard.press("Control+Enter");
    await page.locator(".verdict", { hasText: "Yes" }).waitFor();
  },
  "the colours that were chosen stay on the next page": async (page, at) => {
    await page.goto(`${at}/`);
    const button = page.getByRole("button", { name: /Colours/ });
    await button.click();
    await button.click();
    await page.goto(`${at}/meeting`);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(16, 20, 24)");
  },
  "keys lead to pages and through the facts of a document, and can be switched off": async (page, at) => {
    await page.goto(`${at}/doc/bali-2003-mc2`);
    await page.keyboard.press("n");
    const first = await page.locator(".text .current").innerText();
    await page.keyboard.press("n");
    assert.notEqual(await page.locator(".text .current").innerText(), first);
    await page.keyboard.press("N");
    assert.equal(await page.locator(".text .current").innerText(), first);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.getByLabel("Single letters do this").uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    assert.ok(page.url().includes("/doc/"));
    await page.evaluate(() => localStorage.clear());
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    await page.waitForURL(`${at}/queries`);
  },
};

/** Without script. */
export const withoutScript = {
  "a pilcrow leads to the sentence, marked in its document": async (page, at) => {
    await page.goto(`${at}/state/fiji`);
    await page.locator("a.proof[href*=char]").first().click();
    assert.match(page.url(), /\/doc\/.*char=/);
    assert.ok(await page.locator("article mark").first().isVisible());
  },
  "the search form finds names and passages": async (page, at) => {
    await page.goto(`${at}/`);
    await page.locator("#q").fill("Fiji");
    await page.locator("#q").press("Enter");
    await page.locator("main a", { hasText: /^Fiji$/ }).first().click();
    assert.equal(new URL(page.url()).pathname, "/state/fiji");
  },
  "the graph is expanded and folded by links": async (page, at) => {
    await page.goto(`${at}/graph?of=${MEETING}`);
    const things = () => page.locator("h2", { hasText: "Things shown" }).locator("xpath=following-sibling::ul[1]/li").count();
    const before = await things();
    await page.getByRole("link", { name: /Add all.*observer/ }).first().click();
    assert.ok((await things()) > before);
    await page.goto(`${at}/graph`);
    await page.locator("#of").fill("Fiji");
    await page.getByRole("button", { name: "Draw" }).click();
    assert.match(page.url(), /of=state%2Ffiji/);
  },
  "a query is asked by its form, and a mistake is shown with its place": async (page, at) => {
    await page.goto(`${at}/sparql`);
    await page.locator("textarea").fill("ASK { ?s a igm:Mandate }");
    await page.getByRole("button", { name: "Run" }).click();
    assert.equal(await page.locator(".verdict").innerText(), "Yes");
    await page.locator("textarea").fill("ASK { ?s foo:a ?o }");
    await page.getByRole("button", { name: "Run" }).click();
    assert.match(await page.locator(".problem").innerText(), /Line 1, column/);
  },
};

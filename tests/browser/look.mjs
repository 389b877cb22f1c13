// Opens pages in headless Chromium and tells, as JSON, what the browser saw of each.
//
// Standard input: {chromium, profile, axe, pages: [{file, name}], widths, schemes, shots}.
// `shots` is a folder for pictures and PDFs, or null.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { createRequire } from "node:module";

const wanted = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(join(wanted.tools, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// Chromium must not talk to anybody on its own account, or requests could not be counted.
const context = await chromium.launchPersistentContext(wanted.profile, {
  executablePath: wanted.chromium,
  headless: true,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--font-render-hinting=none",
  ],
});

function watch(page, url) {
  const told = { console: [], requests: [] };
  page.on("console", (message) => told.console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => told.console.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const asked = request.url();
    if (asked !== url && asked !== "data:,") told.requests.push(asked);
  });
  return told;
}

// Every element that reaches past the right edge of the window, named so that a person finds it.
const wider = () => {
  const edge = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest(".unseen, .skip, thead") && one.getBoundingClientRect().right > edge + 1)
    .slice(0, 5)
    .map((one) => `${one.tagName} ${one.textContent.slice(0, 60)}`);
};

async function keyboard(page) {
  const reachable = await page.evaluate(
    () => document.querySelectorAll("a[href], summary").length,
  );
  const seen = new Set();
  let outlined = true;
  for (let step = 0; step < reachable + 5; step += 1) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return null;
      const style = getComputedStyle(one);
      const all = [...document.querySelectorAll("a[href], summary")];
      return [all.indexOf(one), style.outlineStyle !== "none" || one.className === "skip"];
    });
    if (now === null) continue;
    if (now[0] >= 0) seen.add(now[0]);
    outlined &&= now[1];
  }
  return { reachable, reached: seen.size, outlined };
}

const results = [];
for (const { file, name } of wanted.pages) {
  const url = pathToFileURL(file).href;
  for (const colorScheme of wanted.schemes) {
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme });
    const told = watch(page, url);
    await page.setViewportSize({ width: wanted.widths[0], height: 900 });
    await page.goto(url, { waitUntil: "load" });
    const overflow = {};
    const shape = {};
    for (const width of wanted.widths) {
      await page.setViewportSize({ width, height: 900 });
      const scrolls = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      overflow[width] = scrolls > 0 ? await page.evaluate(wider) : [];
      shape[width] = await page.evaluate(() => ({
        graph: [...document.querySelectorAll("svg[role=img]")].map((one) => Math.round(one.getBoundingClientRect().width)),
        height: document.documentElement.scrollHeight,
      }));
      if (wanted.shots) {
        await page.screenshot({ path: join(wanted.shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    await page.evaluate(axe);
    const violations = {};
    for (const width of [wanted.widths[0], wanted.widths.at(-1)]) {
      await page.setViewportSize({ width, height: 900 });
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations", "incomplete"] }));
      violations[width] = found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
      told.incomplete = found.incomplete.map((one) => `${one.id}: ${one.nodes.length}: ${one.nodes[0].html.slice(0, 160)}`);
      told.passes ??= found.passes?.length;
    }
    results.push({ name, colorScheme, ...told, overflow, shape, violations, keyboard: await keyboard(page) });
    if (wanted.shots && colorScheme === wanted.schemes[0]) {
      await page.reload();
      await page.pdf({ path: join(wanted.shots, `${name}.pdf`), preferCSSPageSize: true });
    }
    await page.close();
  }
}
await context.close();
console.log(JSON.stringify(results));

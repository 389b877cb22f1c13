// Opens pages in headless Chromium and tells, as JSON, what the browser saw of each.
//
// Standard input: {chromium, tools, profile, pages: [{file, name}], widths, schemes, shots}.
// `shots` is a folder for pictures of the page's top and for PDFs, or null.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const wanted = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(join(wanted.tools, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const HEIGHT = 900;
// A4 less its margins, at 96 dots an inch: 182 mm by 265 mm.
const PAPER = { width: 688, height: 1002 };

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
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest(".unseen, .skip, thead"))
    .filter((one) => one.getBoundingClientRect().right > edge + 1)
    .slice(0, 5)
    .map((one) => `${one.tagName} ${one.textContent.slice(0, 60)}`);
};

// How the page is laid out, without a pixel in it: fonts differ between machines.
const layout = () => {
  const left = (one) => Math.round(one.getBoundingClientRect().left);
  const columns = (all) => new Set([...all].map(left)).size;
  const listing = document.querySelector("table.listing tbody td");
  const rows = document.querySelector("dl.rows > div");
  return {
    charts: [...document.querySelectorAll(".charts")].map((one) => columns(one.children)),
    contents: document.querySelector("nav li").checkVisibility(),
    labels: columns(rows.children) > 1 ? "beside" : "above",
    tables: listing === null ? "none" : getComputedStyle(listing).display,
  };
};

// Texts of too little contrast against the page, by the formula of WCAG 2: in pictures as well.
const faint = () => {
  const channel = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = numbers(colour).map(channel);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (one) => {
    for (let at = one; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((numbers(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const ratio = (one, colour) => {
    const [dark, light] = [luminance(colour), luminance(behind(one))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const texts = [...document.querySelectorAll("svg text")]
    .filter((one) => ratio(one, getComputedStyle(one).fill) < 4.5);
  const written = [...document.querySelectorAll("p, dt, dd, th, td, li, a, h1, h2, h3, summary")]
    .filter((one) => ratio(one, getComputedStyle(one).color) < 4.5);
  // Lines and bars carry meaning: 3 to 1 is asked of those (WCAG 1.4.11). Grid lines carry none.
  const drawn = [...document.querySelectorAll(".s-one, .s-two, .s-three, .s-mark")]
    .filter((one) => ratio(one, getComputedStyle(one).stroke) < 3);
  return [...texts, ...written, ...drawn].slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
};

async function keyboard(page) {
  const reachable = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], summary")].filter((one) => one.checkVisibility()).length);
  const seen = new Set();
  let outlined = true;
  for (let step = 0; step < reachable + 5; step += 1) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return null;
      const all = [...document.querySelectorAll("a[href], summary")];
      return [all.indexOf(one), getComputedStyle(one).outlineStyle !== "none"];
    });
    if (now === null) continue;
    if (now[0] >= 0) seen.add(now[0]);
    outlined &&= now[1];
  }
  return { reachable, reached: seen.size, outlined };
}

// What paper shows: every fold is open there, though nobody clicked.
async function printed(page, name) {
  await page.emulateMedia({ media: "print" });
  await page.waitForFunction(() => matchMedia("print").matches);
  const folded = await page.evaluate(() =>
    [...document.querySelectorAll("main details")]
      .filter((one) => !one.lastElementChild.checkVisibility())
      .map((one) => one.textContent.slice(0, 60)));
  await page.setViewportSize(PAPER);
  const clipped = await page.evaluate(wider);
  const path = wanted.shots ? join(wanted.shots, `${name}.pdf`) : undefined;
  const data = await page.pdf({ path, preferCSSPageSize: true });
  await page.emulateMedia({ media: "screen" });
  return { clipped, folded, pages: data.toString("latin1").match(/\/Type \/Page\b(?!s)/g)?.length ?? 0 };
}

async function look({ file, name }, colorScheme) {
  const url = pathToFileURL(file).href;
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme });
  const told = { ...watch(page, url), overflow: {}, layout: {}, violations: {} };
  await page.goto(url, { waitUntil: "load" });
  for (const width of wanted.widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    told.layout[width] = await page.evaluate(layout);
    if (wanted.shots) {
      await page.screenshot({ path: join(wanted.shots, `${name}-${width}-${colorScheme}-top.png`) });
    }
  }
  if (colorScheme === wanted.schemes[0]) told.printed = await printed(page, name);
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  await page.evaluate(axe);
  for (const width of wanted.widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    told.overflow[width] = await page.evaluate(wider);
    if (width !== wanted.widths[0] && width !== wanted.widths.at(-1)) continue;
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    told.violations[width] = found.violations.map((one) =>
      `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
  told.faint = await page.evaluate(faint);
  if (colorScheme === wanted.schemes[0]) told.keyboard = await keyboard(page);
  await page.close();
  return { name, colorScheme, ...told };
}

const results = [];
for (const page of wanted.pages) {
  for (const scheme of wanted.schemes) results.push(await look(page, scheme));
}
await context.close();
process.stdout.write(JSON.stringify(results));

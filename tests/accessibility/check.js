// Holds pages against axe-core in a browser, light and dark, at two widths: node check.js BROWSER FOLDER PAGE …
// Prints what is found and exits with 1; exits with 3 where playwright-core or axe-core is not there (`npm install
// playwright-core axe-core` in a folder that NODE_PATH names).

"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");

const here = (name) => {
  try {
    return require.resolve(name);
  } catch {
    console.log(`the accessibility checker needs ${name}`);
    process.exit(3);
  }
};

const [browser, folder, ...pages] = process.argv.slice(2);
const executablePath = execFileSync("sh", ["-c", 'command -v "$0"', browser]).toString().trim();
const { chromium } = require(here("playwright-core"));
const axe = fs.readFileSync(here("axe-core/axe.min.js"), "utf8");

(async () => {
  const started = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  let found = 0;
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const context = await started.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      for (const name of pages) {
        await page.goto(`file://${folder}/${name}`);
        await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run(document, { preload: false }));
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (tooWide) console.log(`${name} ${colorScheme} ${width}: wider than the screen`);
        for (const { id, help, nodes } of violations) {
          console.log(`${name} ${colorScheme} ${width}: ${id}: ${help}: ${nodes[0].html}`);
        }
        found += violations.length + (tooWide ? 1 : 0);
      }
      await context.close();
    }
  }
  await started.close();
  process.exit(found > 0 ? 1 : 0);
})();

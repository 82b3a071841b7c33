// Makes the README's two pictures of the lab: docs/pictures/lab-objects.png and lab-collector.png. Needs `npm run build` and a Chromium.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from './find-browser.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const site = join(root, 'dist/lab');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  try {
    const bytes = readFileSync(join(site, path === '/' ? 'index.html' : path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? (path === '/' ? 'text/html' : 'application/octet-stream') });
    response.end(bytes);
  } catch {
    response.writeHead(404);
    response.end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const executablePath = findBrowser();
if (executablePath === null) throw new Error('no Chromium was found: install the package chromium, or set OURO_CHROMIUM');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, colorScheme: 'light', locale: 'en-GB' });
const button = (name) => page.getByRole('button', { name, exact: true }).first();
const picture = async (name) => {
  await page.locator('.status.ok').waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(root, `docs/pictures/${name}.png`) });
};
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await button('Step through').click();
await page.locator('.stepper').waitFor();
for (let i = 0; i < 5; i++) await button('One step on').click();
await page.locator('.node[aria-label^="list"]').click();
await picture('lab-objects');
await page.getByRole('tab', { name: 'Collector' }).click();
await page.getByLabel('Examples').selectOption('cycle');
await button('Step through').click();
await page.getByText(/of 22$/).waitFor();
await button('Last step').click();
await button('One step back').click();
await button('Collect at this step').click();
await page.locator('.passes').waitFor();
for (let i = 0; i < 3; i++) await button('Next pass').click();
await picture('lab-collector');
await browser.close();
server.close();

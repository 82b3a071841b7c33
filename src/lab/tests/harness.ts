import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../../tools/find-browser.mjs';
import { siteServer } from '../../cli/lab/site-server.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
export const SITE = join(root, 'dist/lab');
const PICTURES = join(root, 'artifacts/lab');

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** A web server that knows nothing of the lab: no special headers. */
function plainServer(): Server {
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(SITE, path === '/' ? 'index.html' : path);
    if (!file.startsWith(SITE) || !existsSync(file)) {
      response.writeHead(404);
      response.end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
}

/** Path of a Chromium for the tests, or null with a word on stderr of what to do. */
export function browserOrNull(): string | null {
  const found = findBrowser();
  if (found === null)
    console.warn('No Chromium was found: the tests of the lab are left out. Install the package chromium, or set OURO_CHROMIUM to its path.');
  return found;
}

/** A browser and a server with the built site. */
export class Harness {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** `isolated`: served as `ouro lab` does it, with the program `file` beside the page. */
  static async start(isolated = false, file: string | null = null): Promise<Harness> {
    if (!existsSync(join(SITE, 'index.html'))) throw new Error("the lab is not built: run 'npm run build'");
    const server = isolated ? siteServer(SITE, file) : plainServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const browser = await chromium.launch({ executablePath: findBrowser()!, args: ARGUMENTS });
    return new Harness(browser, server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  /** The page, with nothing remembered from before. Errors of the page fail the test through `errors`. */
  async open(options: { fragment?: string; width?: number; height?: number; language?: string; dark?: boolean } = {}): Promise<LabPage> {
    const context = await this.browser.newContext({
      viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
      locale: options.language ?? 'en-GB',
      colorScheme: options.dark === true ? 'dark' : 'light',
      acceptDownloads: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const lab = new LabPage(page);
    page.on('pageerror', (error) => lab.errors.push(error.message));
    await page.goto(`${this.url}${options.fragment ?? ''}`);
    return lab;
  }
}

/** The page as a person uses it. */
export class LabPage {
  readonly errors: string[] = [];

  constructor(readonly page: Page) {}

  async ready(): Promise<void> {
    await this.page.locator('.status.ok').waitFor();
  }

  /** Puts a program into the editor, as pasting does. */
  async write(source: string): Promise<void> {
    await this.page.locator('.cm-content').click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(source);
  }

  button(name: string | RegExp): ReturnType<Page['locator']> {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' }).first();
  }

  async run(source?: string): Promise<void> {
    if (source !== undefined) await this.write(source);
    await this.button('Run').click();
  }

  /** Runs to the end and gives what was printed. */
  async output(source?: string): Promise<string> {
    await this.run(source);
    await this.page.locator('.note').first().waitFor();
    return this.printed();
  }

  async printed(): Promise<string> {
    return (await this.page.locator('.console-text > pre').textContent()) ?? '';
  }

  async record(source?: string): Promise<void> {
    if (source !== undefined) await this.write(source);
    await this.button('Step through').click();
    await this.page.locator('.stepper').first().waitFor();
    await this.page.locator('.inline-notice', { hasText: 'has changed since' }).waitFor({ state: 'detached' });
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  node(name: string | RegExp): ReturnType<Page['locator']> {
    return this.page.locator('.graph-svg').getByRole('button', { name }).first();
  }

  /** Keeps a picture of the page among the artefacts of the run. */
  async picture(name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { siteServer } from './site-server.ts';

export const LAB_HELP = `usage: ouro lab [--port N] [--no-open] [FILE]

Serves the lab, a page that runs Python programs and shows every reference, to this machine and opens it in a browser.
Everything runs in the page; Ctrl-C ends the server.

  --port N    port to listen at (default: a free one)
  --no-open   print the address only

Examples:
  ouro lab                  the lab with its examples
  ouro lab program.py       with this program in the editor
`;

export interface LabOptions {
  port: number;
  open: boolean;
  file: string | null;
}

/** Reads the words behind `lab`; a string is a message for the user. */
export function labOptions(words: readonly string[]): LabOptions | string {
  const options: LabOptions = { port: 0, open: true, file: null };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--no-open') options.open = false;
    else if (word === '--port' || word.startsWith('--port=')) {
      const value = word === '--port' ? words[++i] : word.slice('--port='.length);
      options.port = Number(value);
      if (value === undefined || !Number.isInteger(options.port) || options.port < 0 || options.port > 65535)
        return '--port needs a number up to 65535';
    } else if (word.startsWith('-')) return `unknown option: ${word}`;
    else if (options.file !== null) return 'one file at a time';
    else options.file = word;
  }
  return options;
}

/** Folder of the built site, null when it was not built. */
function siteFolder(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const candidate of [join(here, 'lab'), join(here, '../lab'), join(here, '../../../dist/lab')])
    if (existsSync(join(candidate, 'index.html'))) return candidate;
  return null;
}

/** Opens an address in the person's browser, where the system has a way; nothing happens otherwise. */
function openInBrowser(url: string): void {
  const [command, args] =
    process.platform === 'darwin' ? ['open', [url]] : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', url]] : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

/** `ouro lab`: serves until it is interrupted. Resolves to an exit code when it cannot. */
export function serveLab(options: LabOptions): Promise<number> {
  const folder = siteFolder();
  if (folder === null) {
    process.stderr.write("ouro lab: the site is not built: run 'npm run build'\n");
    return Promise.resolve(1);
  }
  const file = options.file === null ? null : resolve(options.file);
  if (file !== null && (!existsSync(file) || !statSync(file).isFile())) {
    process.stderr.write(`ouro lab: can't open file '${options.file}': no such file\n`);
    return Promise.resolve(2);
  }
  const server = siteServer(folder, file);
  return new Promise((done) => {
    server.on('error', (error) => {
      process.stderr.write(`ouro lab: ${error.message}\n`);
      done(1);
    });
    server.listen(options.port, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/${file === null ? '' : `#file=${encodeURIComponent(basename(file))}`}`;
      process.stdout.write(`The lab is at ${url}  (Ctrl-C ends it)\n`);
      if (options.open) openInBrowser(url);
    });
  });
}

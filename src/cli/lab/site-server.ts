import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { basename, extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.zip': 'application/zip',
};

/**
 * Serves the site in `folder`, and one program beside it, to this machine only. The page is isolated from others' (COOP, COEP), which
 * gives it shared memory: input() then waits instead of running the program again.
 */
export function siteServer(folder: string, program: string | null): Server {
  return createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const headers = {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    };
    const asked =
      program !== null && path === `/program/${basename(program)}` ? program : join(folder, normalize(path === '/' ? '/index.html' : path));
    try {
      if (asked !== program && !asked.startsWith(folder)) throw new Error('outside the site');
      if (!statSync(asked).isFile()) throw new Error('not a file');
      const bytes = readFileSync(asked);
      response.writeHead(200, { ...headers, 'content-type': TYPES[extname(asked)] ?? 'text/plain; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : bytes);
    } catch {
      response.writeHead(404, headers);
      response.end('not found\n');
    }
  });
}

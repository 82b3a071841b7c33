import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));

it('the embedding example closes every socket at its time', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(here, 'sockets.mjs')], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.split('\n').map((line) => line.trim())).toEqual([
    'counted: closed with the last reference',
    'open  8001',
    'close 8001',
    'a cycle: closed by the collector',
    'open  8002',
    "the connection is held by handle 'connection 8002' of host and connection of session",
    'nobody holds them any more; now the collection',
    'close 8002',
    '2 objects were unreachable',
    'a tree: the root takes its children with it',
    'open  8003',
    'open  8004',
    'close 8004',
    'close 8003',
    'audit: every count is explained',
    'blocks left: 0',
    '',
  ]);
});

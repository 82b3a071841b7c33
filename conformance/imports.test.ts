import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ouro = join(import.meta.dirname, '../dist/ouro.mjs');

/** What programs import most; the library is one release's, so that no model may lack a native function that it asks for. */
const MODULES =
  'abc argparse array ast asyncio base64 bisect calendar collections.abc configparser contextlib contextvars copy csv dataclasses datetime decimal difflib dis ' +
  'doctest email enum fractions functools glob gzip hashlib heapq html inspect io ipaddress itertools json linecache locale logging math numbers operator os ' +
  'pathlib pdb pickle platform pprint queue random re secrets shutil signal statistics string struct subprocess tempfile textwrap threading timeit tokenize ' +
  'traceback tracemalloc types typing unicodedata unittest urllib.parse uuid warnings weakref zipfile zlib';

describe('the library imports', () => {
  for (const model of ['3.6', '3.8', '3.10', '3.12', '3.15'])
    it(`under ${model}`, { timeout: 60_000 }, () => {
      const { status, stderr } = spawnSync(process.execPath, [ouro, '--model', model, '-c', `import ${MODULES.split(' ').join(', ')}`], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    });
});

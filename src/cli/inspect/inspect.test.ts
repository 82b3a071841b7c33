import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalyzedSnapshot } from '../../snapshot/analyzed-snapshot.ts';
import { graphFromText } from '../../snapshot/graph-text.ts';
import { parseQuery } from '../../snapshot/query/query.ts';
import { Browser, Pages } from './interactive.ts';
import { bytesText } from './table.ts';

const OURO = process.env.OURO_UNDER_TEST ?? fileURLToPath(new URL('../../../dist/ouro.mjs', import.meta.url));
const SHOP = fileURLToPath(new URL('../../../examples/snapshots/shop.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ouro-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the built command in a folder of its own. */
function ouro(...args: string[]): Outcome {
  const run = spawnSync(process.execPath, [OURO, ...args], {
    cwd: folder,
    input: '',
    env: { PATH: process.env.PATH, HOME: folder },
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** A view's data. */
function json<T = Record<string, unknown>>(...args: string[]): T {
  return JSON.parse(ouro('inspect', ...args, '--json').out) as T;
}

interface Step {
  via: string;
  type: string;
  address: string;
}

beforeAll(() => {
  copyFileSync(SHOP, join(folder, 'shop.py'));
  ouro('snapshot', 'shop.py:32', '-o', 'heap.ouro');
});

describe('ouro snapshot', () => {
  it('writes the same bytes for the same run', () => {
    const first = readFileSync(join(folder, 'heap.ouro'));
    expect(ouro('snapshot', 'shop.py:32', '-o', 'heap.ouro')).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(join(folder, 'heap.ouro')).equals(first)).toBe(true);
  });

  it('at the end leaves the program its output and exit code', () => {
    writeFileSync(join(folder, 'ends.py'), 'import sys\nprint("out", sys.argv)\nsys.exit(3)\n');
    const run = ouro('snapshot', 'ends.py', '-o', 'end.ouro', '--', 'a', '-b');
    expect([run.code, run.out]).toEqual([3, "out ['ends.py', 'a', '-b']\n"]);
    expect(run.err).toMatch(/^exit: end\.ouro has [\d,]+ objects/);
  });

  it('when memory runs out shows the frame that asked for more', () => {
    writeFileSync(
      join(folder, 'eat.py'),
      'def more(): kept.append(bytearray(100000))\nkept = []\ntry:\n    while True: more()\nexcept MemoryError: print("caught")\n',
    );
    const run = ouro('snapshot', 'eat.py', '--at', 'memory-error', '--max-heap', '40M', '-o', 'mem.ouro');
    expect([run.code, run.out]).toEqual([0, 'caught\n']);
    expect(json<{ frames: unknown[] }>('mem.ouro').frames[0]).toMatchObject({ function: 'more', line: 1 });
    expect(json('mem.ouro', 'counts')).toEqual([]);
  });

  it.each([
    [['shop.py:999'], 2, 'ouro snapshot: line 999 of shop.py does not exist or has no code: the last line that runs is 32'],
    [['shop.py', '--at', '31#100'], 2, 'ouro snapshot: line 31 of shop.py was reached 20 times, not 100 times: try --hit 20'],
    [
      ['shop.py', '--at', 'noon'],
      2,
      "ouro snapshot: option '--at <when>' argument 'noon' is invalid. A line number (12, or 12#3 for its third time), 'exit' or 'memory-error'.",
    ],
    [['shop.py:32', '-o', 'no/such/folder/x.ouro'], 1, 'ouro snapshot: cannot write no/such/folder/x.ouro: '],
    [['nope.py'], 2, "ouro: can't open file"],
  ])('%j says what is wrong', (args, code, message) => {
    const run = ouro('snapshot', ...args);
    expect(run.err).toContain(message);
    expect(run.code).toBe(code);
  });
});

describe('ouro inspect', () => {
  it('sums up, and every count is explained', () => {
    const summary = json('heap.ouro');
    expect(summary).toMatchObject({ creator: 'ouroboros', model: '3.10', program: 'shop.py', moment: 'line 32 of shop.py', unexplainedCounts: 0 });
    expect(summary.frames).toEqual([expect.objectContaining({ function: '<module>', line: 32 })]);
    expect(ouro('inspect', 'heap.ouro').out).toContain('every count is the number of owned references');
  });

  it('finds objects, their lines, holders and paths', () => {
    const { objects, total } = json<{ objects: Step[]; total: number }>(
      'heap.ouro',
      'query',
      'type = Item and reachable order by address asc limit 3',
    );
    expect(total).toBe(20);
    const { address } = objects[0];
    const object = json('heap.ouro', 'object', address);
    expect(object).toMatchObject({ type: 'Item', count: 1, ownedHolders: 1, reachable: true });
    expect(object.holders).toEqual([expect.objectContaining({ owned: true, kind: 'item', owner: expect.objectContaining({ type: 'list' }) })]);
    expect(object.places).toEqual([expect.objectContaining({ line: 23, kind: 'allocation' })]);
    const [path] = json<{ steps: Step[] }[]>('heap.ouro', 'paths', address);
    expect(path.steps.map((step) => step.via)).toContain("value of 'recent'");
    expect(path.steps.at(-1)!.address).toBe(address);
  });

  it('shows garbage in cycles with a shortest cycle of each', () => {
    const groups = json<{ cycle: Step[] }[]>('heap.ouro', 'cycles', '--garbage').filter((group) => group.cycle.some((step) => step.type === 'User'));
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) {
      expect(group).toMatchObject({ reachable: false, shortest: true, objects: 4 });
      expect(group.cycle.map((step) => step.type).sort()).toEqual(['Cart', 'User', 'dict', 'dict']);
    }
  });

  it('tells new objects from old ones at the same addresses', () => {
    ouro('snapshot', 'shop.py', '--at', '31#2', '--at', '31#3', '-o', 'v.ouro');
    const diff = json<{ identity: string; types: { name: string; created: number }[] }>('diff', 'v.1.ouro', 'v.2.ouro');
    expect(diff.identity).toBe('allocation');
    const items = diff.types.find((change) => change.name === 'Item')!;
    // 50 of the visit, of which one is kept and 49 wait for the collector
    expect(items.created).toBe(50);
    expect(json('diff', 'v.1.ouro', 'heap.ouro').identity).toBe('none');
  });

  it('gives every view as text and as JSON', () => {
    for (const view of [
      ['summary'],
      ['top', '--by', 'retained'],
      ['retained'],
      ['cycles'],
      ['duplicates'],
      ['fill'],
      ['counts'],
      ['referrers', 'Item'],
    ]) {
      const text = ouro('inspect', 'heap.ouro', ...view);
      expect([text.code, text.err], view[0]).toEqual([0, '']);
      expect(text.out.length, view[0]).toBeGreaterThan(20);
      expect(() => json('heap.ouro', ...view), view[0]).not.toThrow();
    }
  });

  it('ends quietly when its reader does', () => {
    const command = `'${process.execPath}' '${OURO}' inspect heap.ouro query 'size > 0 limit 100000' | head -1`;
    const run = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
    expect([run.stdout, run.stderr]).toEqual([expect.stringMatching(/^address .*\n$/), '']);
  });

  it.each([
    [['heap.ouro', 'export', 'no/such/x.dot'], 1, "cannot write 'no/such/x.dot': there is no such folder"],
    [['nope.ouro'], 1, 'nope.ouro: there is no such file'],
    [['.'], 1, '.: this is a folder'],
    [['shop.py'], 1, 'not a heap snapshot'],
    [[], 2, 'which snapshot? ouro inspect SNAPSHOT [VIEW]'],
    [['heap.ouro', 'tops'], 2, "there is no view 'tops'"],
    [['heap.ouro', 'object', '0x3'], 2, "there is no object at '0x3'"],
    [['heap.ouro', 'object'], 2, 'which object?'],
    [['heap.ouro', 'query', 'size >'], 2, 'the query ends too early'],
    [['heap.ouro', 'referrers', 'Nobody'], 2, "there is no object of a type 'Nobody'"],
    [['heap.ouro', 'export', 'x.bmp'], 1, 'the ending says the format'],
    [['diff', 'heap.ouro'], 2, 'diff of which snapshots?'],
    [['heap.ouro', '--memory', '1K'], 1, 'use a machine with more, or --memory to try anyway'],
    [['heap.ouro', 'browse'], 2, 'browsing needs a terminal'],
    [['heap.ouro', '--limit', 'x'], 2, 'A whole number from 1.'],
  ])('%j says what is wrong', (args, code, message) => {
    const run = ouro('inspect', ...args);
    expect(run.err).toContain(message);
    expect([run.code, run.out]).toEqual([code, '']);
    expect(run.err.split('\n').length).toBeLessThanOrEqual(3);
  });
});

describe('a path of 100,000 objects', () => {
  it('is folded, and paged through', () => {
    writeFileSync(join(folder, 'chain.py'), 'end = object()\nchain = [end]\nfor i in range(100_000): chain = [chain]\ndel end\nchain\n');
    ouro('snapshot', 'chain.py:5', '-o', 'chain.ouro', '--no-origins');
    const { objects } = json<{ objects: Step[] }>('chain.ouro', 'query', 'type = object order by depth limit 1');
    const { address } = objects[0];
    const [path] = json<{ length: number; steps: (Step & { step: number })[] }[]>('chain.ouro', 'paths', address, '--limit', '3');
    expect(path.steps.map((step) => step.step)).toEqual([1, 2, 3, path.length - 2, path.length - 1, path.length]);
    expect(path.steps.at(-1)!.address).toBe(address);
    const text = ouro('inspect', 'chain.ouro', 'paths', address, '--limit', '3').out;
    expect(text).toMatch(/ {2}… 99,99\d more objects \(--from 4 shows the next\)\n {2}item 0 -> list/);
    const page = ouro('inspect', 'chain.ouro', 'paths', address, '--from', '50000', '--limit', '2').out;
    expect(page).toMatch(
      / {2}… behind 49,999 objects\n {2}item 0 -> list .*\n {2}item 0 -> list .*\n {2}… 50,00\d more objects \(--from 50002 shows the next\)\n$/,
    );
  });
});

describe('queries', () => {
  const graph = new AnalyzedSnapshot(graphFromText('*A[100] -> B1, B2\nB1[2000] -> C\nB2[30]\nC[4000]\nGone[7] -> Gone'));
  const names = (query: string): string[] => graph.query(query).nodes.map((node) => graph.graph.strings.get(graph.graph.value[node]));

  it.each([
    ['', ['A', 'B1', 'B2', 'C', 'Gone']],
    ['type = B', ['B1', 'B2']],
    ['type=B and size>1K', ['B1']],
    ['size >= 2000 or not reachable', ['B1', 'C', 'Gone']],
    ['not (type = B or type = C) and reachable', ['A']],
    ['value ~ 1', ['B1']],
    ['"B" = type', null],
    ['retained > 3.9k order by retained', ['A', 'B1', 'C']],
    ['order by size asc limit 2', ['Gone', 'B2']],
    ['reachable = false', ['Gone']],
    ['depth > 1', ['C']],
    ["value = 'B2' order by size DESC", ['B2']],
  ])('%s', (query, expected) => {
    if (expected === null) expect(() => names(query)).toThrow();
    else expect(names(query)).toEqual(expected);
  });

  it.each([
    ['size', "'size' is compared with something"],
    ['size > big', "'size' is a number; 'big' is none"],
    ['size ~ 1', "'~' (contains) is for texts"],
    ['(type = A', "')' is missing"],
    ['type = A type = B', "'type' is not expected there"],
    ['limit 0', 'a whole number from 1'],
    ['type = A; drop', "cannot read the query at ';"],
    ['reachable = 7', 'true or false'],
  ])('%s is explained', (query, message) => {
    expect(() => parseQuery(query, graph.fields())).toThrow(message);
  });
});

describe('the browser', () => {
  const snapshot = new AnalyzedSnapshot(graphFromText('*Top[10] -> Left, Right\nLeft[20] -> Deep\nRight[30]\nDeep[5000]\nLost -> Lost'));
  const press = (browser: Browser, ...names: string[]): string[] => {
    for (const name of names) {
      if (name.length > 1 && !'/:'.includes(name[0])) browser.press({ name }, 5);
      else for (const c of name) browser.press({ sequence: c, name: c }, 5);
    }
    return browser.draw(60, 12);
  };
  const start = (): Browser => new Browser(new Pages(snapshot), (address) => snapshot.nodeAt(address), 'heap');

  it('opens, walks and goes back', () => {
    const browser = start();
    expect(press(browser)[0]).toBe('heap: 5 objects, 5.1 KB');
    const kept = press(browser, 'down', 'right');
    expect(kept[0]).toBe('what keeps most alive');
    expect(kept[2]).toMatch(/^> +5\.1 KB retained +10 B own {2}Top Top at 0x10/);
    expect(press(browser, 'right', 'right')[0]).toBe('Left Left at 0x20 keeps alive');
    expect(press(browser, 'right')[0]).toBe('Deep Deep at 0x40');
    expect(press(browser, 'down', 'right').join('\n')).toContain('item 0 -> Left Left at 0x20');
    expect(press(browser, 'left', 'left', 'left', 'left', 'left', 'left')[0]).toBe('heap: 5 objects, 5.1 KB');
  });

  it('takes queries and addresses, and says what is wrong with them', () => {
    const browser = start();
    expect(press(browser, '/type = Right', 'return')[0]).toBe('type = Right: 1 objects');
    expect(press(browser, ':0x40', 'return')[0]).toBe('Deep Deep at 0x40');
    expect(press(browser, ':0x41', 'return').at(-1)).toContain('there is no object at 0x41');
    expect(press(browser, '/typ = x', 'return').at(-1)).toContain("there is no field 'typ'");
    press(browser, 'q');
    expect(browser.done).toBe(true);
  });

  it('fits any screen', () => {
    for (const [width, height] of [
      [20, 4],
      [200, 50],
      [1, 1],
    ]) {
      const lines = start().draw(width, height);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
  });
});

it('bytes are written for people', () => {
  expect([0, 999, 1000, 999_949, 999_950, 12_345_678, -1500, 5e12].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1.0 KB',
    '999.9 KB',
    '1.0 MB',
    '12.3 MB',
    '-1.5 KB',
    '5000.0 GB',
  ]);
});

describe('docs/snapshots.md', () => {
  it('shows what the commands print', () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const run = spawnSync(process.execPath, ['tools/document-output.mjs', '--check', 'docs/snapshots.md'], { cwd: root, encoding: 'utf8' });
    expect(run.stderr).toBe('');
  });
});

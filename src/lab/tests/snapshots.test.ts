import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pyheapDump } from '../../snapshot/import/pyheap-dump.ts';
import { layTiles } from '../page/components/treemap.tsx';
import { browserOrNull, Harness } from './harness.ts';

const OURO = join(dirname(fileURLToPath(import.meta.url)), '../../../dist/ouro.mjs');

const PROGRAM = `class Node: pass
ring = [Node() for _ in range(40)]
for i, n in enumerate(ring): n.next = ring[(i + 1) % 40]
data = {str(i): list(range(i, i + 20)) for i in range(300)}
del ring, n
`;

describe.skipIf(browserOrNull() === null)('snapshots in the lab', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ouro-snapshots-'));
  const at = (name: string): string => join(folder, name);
  let harness: Harness;
  beforeAll(async () => {
    writeFileSync(at('p.py'), PROGRAM);
    for (const [name, moment] of [
      ['first.ouro', '--at 5'],
      ['last.ouro', '--at exit'],
    ])
      spawnSync(process.execPath, [OURO, 'snapshot', at('p.py'), ...moment.split(' '), '-o', at(name)], { encoding: 'utf8' });
    harness = await Harness.start();
  }, 120_000);
  afterAll(async () => {
    await harness?.stop();
    rmSync(folder, { recursive: true });
  });

  it('opens a snapshot: treemap, types, biggest, cycles, paths, difference', async () => {
    const lab = await harness.open();
    const { page } = lab;
    await lab.tab('Snapshots');
    await page.getByText('nothing leaves your machine').waitFor();
    await page.locator('input[type=file]').setInputFiles(at('last.ouro'));
    await page.getByRole('heading', { name: 'last.ouro' }).waitFor();
    await page
      .getByRole('button', { name: /^module __main__/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'module __main__' }).waitFor();
    await page.getByText('Path from a root').waitFor();
    await expect.poll(() => page.locator('.crumbs button').count()).toBeGreaterThan(1);
    expect(await page.locator('.tile').count()).toBeGreaterThan(1);
    await lab.picture('snapshot-treemap');
    await lab.button('Types').click();
    await page.getByRole('cell', { name: 'Node', exact: true }).waitFor();
    await lab.button('Objects that keep most alive').click();
    expect(await page.locator('table.plain tbody tr').count()).toBe(30);
    await lab.button('Cycles').click();
    await page.getByText('garbage: only its own group holds it').first().waitFor();
    await page.getByText(/^80 objects/).waitFor();
    await lab.button('Differences').click();
    await page.locator('input[type=file]').setInputFiles(at('first.ouro'));
    await page.getByText(/^first\.ouro: /).waitFor();
    expect(lab.errors).toEqual([]);
    await lab.close();
  });

  it('opens a recording of the command and steps through it', async () => {
    const { status, stderr } = spawnSync(process.execPath, [OURO, 'record', at('p.py'), '-o', at('run.ouro')], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    const lab = await harness.open();
    await lab.tab('Snapshots');
    await lab.page.locator('input[type=file]').setInputFiles(at('run.ouro'));
    await lab.page.getByText('Line 1 is about to run').waitFor();
    // the class statement, then its body, then the next line
    await lab.button('One step on').click();
    await lab.button('One step on').click();
    await lab.page.locator('.cm-line.running-line', { hasText: 'ring =' }).waitFor();
    await lab.close();
  });

  it('opens a .heapsnapshot of 50 MB while the page stays alive', async () => {
    const made = spawnSync(
      process.execPath,
      [
        '-e',
        `const a = []; for (let i = 0; i < 300000; i++) a.push({ i, s: 'x' + i }); globalThis.a = a; require('v8').writeHeapSnapshot(${JSON.stringify(at('big.heapsnapshot'))})`,
      ],
      { encoding: 'utf8' },
    );
    expect(made.status, made.stderr).toBe(0);
    expect(readFileSync(at('big.heapsnapshot')).length).toBeGreaterThan(45_000_000);
    const lab = await harness.open();
    const { page } = lab;
    await lab.tab('Snapshots');
    // the longest stretch in which the page could not draw
    await page.evaluate(() => {
      let last = performance.now();
      const world = window as unknown as { longest: number };
      world.longest = 0;
      const tick = (): void => {
        world.longest = Math.max(world.longest, performance.now() - last);
        last = performance.now();
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    await page.locator('input[type=file]').setInputFiles(at('big.heapsnapshot'));
    await page.getByRole('heading', { name: 'big.heapsnapshot' }).waitFor();
    await page.getByText(/[\d,]{7,} objects/).waitFor();
    const longest = await page.evaluate(() => (window as unknown as { longest: number }).longest);
    console.log(`50 MB snapshot: longest pause of the page ${Math.round(longest)} ms`);
    expect(await page.locator('.tile').count()).toBeGreaterThan(1);
    await lab.close();
  });

  it('opens a PyHeap file that is dropped on the page', async () => {
    const lab = await harness.open();
    const { page } = lab;
    await lab.tab('Snapshots');
    const dropped = await page.evaluateHandle(
      ([bytes]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(bytes!)], 'service.pyheap'));
        return transfer;
      },
      [[...pyheapDump(true)]],
    );
    await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByRole('heading', { name: 'service.pyheap' }).waitFor();
    await page
      .getByRole('button', { name: /^module/ })
      .first()
      .click();
    await page.getByText('Path from a root').waitFor();
    await lab.button('Types').click();
    await page.getByRole('cell', { name: 'A', exact: true }).waitFor();
    await lab.picture('snapshot-pyheap');
    expect(lab.errors).toEqual([]);
    await lab.close();
  });

  it('refuses corrupt, cut and foreign files in words, and goes on', async () => {
    const bytes = readFileSync(at('last.ouro'));
    const corrupt = Buffer.from(bytes);
    corrupt[Math.floor(bytes.length / 2)]! ^= 0xff;
    writeFileSync(at('corrupt.ouro'), corrupt);
    writeFileSync(at('cut.ouro'), bytes.subarray(0, bytes.length / 2));
    writeFileSync(at('empty.ouro'), '');
    writeFileSync(at('notes.txt'), 'just some notes');
    writeFileSync(at('cut.heapsnapshot'), '{"snapshot":{"meta":{"node_fields":["type"');
    const lab = await harness.open();
    const { page } = lab;
    await lab.tab('Snapshots');
    for (const name of ['corrupt.ouro', 'cut.ouro', 'empty.ouro', 'notes.txt', 'cut.heapsnapshot']) {
      await page.locator('input[type=file]').setInputFiles(at(name));
      const words = page.locator('.failure');
      await words.waitFor();
      expect(await words.textContent(), name).toMatch(/^This file cannot be read\. \S.{8,}Supported: /);
    }
    await lab.picture('snapshot-refused');
    await page.locator('input[type=file]').setInputFiles(at('last.ouro'));
    await page.getByRole('heading', { name: 'last.ouro' }).waitFor();
    expect(lab.errors).toEqual([]);
    await lab.close();
  });
});

describe('the treemap', () => {
  it('gives each node an area in proportion to what it keeps alive', () => {
    const nodes = [50, 20, 10, 10, 5, 4, 1].map((retained, node) => ({ node, type: 't', value: '', size: 1, retained }));
    const tiles = layTiles(nodes, 200, 100);
    expect(tiles).toHaveLength(7);
    for (const tile of tiles) {
      expect(tile.width * tile.height).toBeCloseTo(tile.node.retained * 200, 3);
      expect(tile.x + tile.width).toBeLessThanOrEqual(200.001);
      expect(tile.y + tile.height).toBeLessThanOrEqual(100.001);
    }
  });
});

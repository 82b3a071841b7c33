import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserOrNull, Harness, type LabPage, SITE } from './harness.ts';

/** What axe-core calls serious or critical. */
async function barriers(lab: LabPage): Promise<string[]> {
  await lab.page.evaluate(axe.source);
  const found = await lab.page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
      // experimental in axe-core: a node's name says "count 6" where the drawing shows 6
      rules: { 'label-content-name-mismatch': { enabled: false } },
    });
    return violations.map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.map((n) => n.html.slice(0, 160)) }));
  });
  return found.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.join(' | ')}`);
}

describe.skipIf(browserOrNull() === null)('quality of the lab', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start();
  }, 120_000);
  afterAll(() => harness?.stop());

  it.each([
    { dark: false, width: 1440 },
    { dark: true, width: 1440 },
    { dark: false, width: 390 },
  ])('has no serious barrier in any view (%o)', async ({ dark, width }) => {
    const lab = await harness.open({ dark, width, height: width === 390 ? 844 : 900 });
    const { page } = lab;
    const name = `${width}-${dark ? 'dark' : 'light'}`;
    await lab.ready();
    await lab.picture(`start-${name}`);
    expect(await barriers(lab), 'start').toEqual([]);
    await lab.button('Tour').click();
    await lab.button('Next lesson').click();
    await lab.button('Load and record the program').click();
    await page.locator('.stepper').waitFor();
    await lab.button('Last step').click();
    await lab.node(/^list/).click();
    expect(await barriers(lab), 'objects').toEqual([]);
    await lab.picture(`objects-${name}`);
    await lab.tab('Collector');
    await lab.button('Collect at this step').click();
    await page.locator('.passes').waitFor();
    await lab.button('Next pass').click();
    await lab.button('Next pass').click();
    expect(await barriers(lab), 'collector').toEqual([]);
    await lab.picture(`collector-${name}`);
    await lab.tab('Memory');
    await lab.button('Show the heap at this step').click();
    await page.locator('.heap-map canvas').waitFor();
    expect(await barriers(lab), 'memory').toEqual([]);
    await lab.picture(`memory-${name}`);
    await lab.tab('Compare');
    expect(await barriers(lab), 'compare').toEqual([]);
    await lab.picture(`compare-${name}`);
    await lab.tab('Snapshots');
    expect(await barriers(lab), 'snapshots').toEqual([]);
    await lab.button('Share').click();
    expect(await barriers(lab), 'share').toEqual([]);
    await page.keyboard.press('Escape');
    await lab.button('Help').click();
    expect(await barriers(lab), 'help').toEqual([]);
    await lab.close();
  });

  it('transfers less than 3 MB compressed before the first program has run', async () => {
    const lab = await harness.open();
    await lab.ready();
    const ready = await lab.page.evaluate(() => performance.now());
    await lab.output();
    const names = await lab.page.evaluate(() => performance.getEntriesByType('resource').map((e) => new URL(e.name).pathname.slice(1)));
    // what workers fetch is not in the page's list
    const fetched = new Set(['index.html', ...names, 'worker.js', 'lib/core-3.10.zip']);
    const bytes = [...fetched].reduce((sum, name) => sum + gzipSync(readFileSync(join(SITE, name))).length, 0);
    const paint = await lab.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    console.log(`first paint after ${Math.round(paint)} ms, ready to run after ${Math.round(ready)} ms`);
    console.log(`first run: ${Math.round(bytes / 1024)} KiB compressed, ${fetched.size} files`);
    expect(bytes).toBeLessThan(3 * 1024 * 1024);
    expect(readdirSync(SITE)).toContain('app.js');
    await lab.close();
  });

  it('loads nothing from anywhere else', async () => {
    const lab = await harness.open();
    const asked: string[] = [];
    lab.page.on('request', (request) => asked.push(request.url()));
    await lab.page.reload();
    await lab.output('import asyncio\nprint(asyncio.run(asyncio.sleep(0, "slept")))\n');
    expect(await lab.printed()).toBe('slept\n');
    expect(asked.filter((url) => !url.startsWith(harness.url) && !url.startsWith('blob:'))).toEqual([]);
    await lab.close();
  });

  it('moves and zooms a graph of 500 nodes', async () => {
    const lab = await harness.open();
    const { page } = lab;
    await lab.record('rows = [[[j] for j in range(95)] for i in range(6)]\nx = 1\n');
    await lab.button('Last step').click();
    const folds = page.locator('.graph-svg .node.fold');
    for (let left = await folds.count(); left > 0; left = await folds.count()) {
      await folds.first().focus();
      await page.keyboard.press('Enter');
    }
    expect(await page.locator('.graph-svg .node').count()).toBe(500);
    await page.evaluate(() => {
      const world = window as unknown as { frames: number[] };
      world.frames = [];
      let last = performance.now();
      const tick = (): void => {
        world.frames.push(performance.now() - last);
        last = performance.now();
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    const box = (await page.locator('.graph-svg').boundingBox())!;
    const place = (): Promise<string | null> => page.locator('.graph-svg .world').getAttribute('transform');
    const before = await place();
    const frames = async (what: string, act: () => Promise<void>): Promise<void> => {
      await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
      await act();
      const times = (await page.evaluate(() => (window as unknown as { frames: number[] }).frames)).sort((a, b) => a - b);
      const at = (part: number): number => Math.round(times[Math.floor((times.length - 1) * part)]!);
      console.log(`500 nodes, ${what}: ${times.length} frames, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms`);
    };
    const [x, y] = [box.x + box.width / 2, box.y + 20];
    await page.mouse.move(x, y);
    await frames('moved', async () => {
      await page.mouse.down();
      for (let i = 1; i <= 60; i++) await page.mouse.move(x + 3 * i, y + 2 * i);
      await page.mouse.up();
    });
    const moved = await place();
    expect(moved).not.toBe(before);
    await frames('zoomed', async () => {
      for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? -60 : 60);
    });
    expect(await place()).not.toBe(before);
    await lab.picture('graph-500');
    expect(lab.errors).toEqual([]);
    await lab.close();
  });

  it('steps through thousands of steps without waiting', async () => {
    const lab = await harness.open();
    const { page } = lab;
    await lab.record('kept = []\nfor i in range(2400):\n    kept.append(str(i))\n    if len(kept) > 30: kept.pop(0)\n');
    const steps = Number(await page.getByRole('slider', { name: 'Step' }).getAttribute('max')) + 1;
    expect(steps).toBe(5000);
    await page.getByRole('slider', { name: 'Step' }).fill('3000');
    const times = await page.evaluate(async () => {
      const next = document.querySelector<HTMLButtonElement>('[aria-label="One step on"]')!;
      const measured: number[] = [];
      for (let i = 0; i < 60; i++) {
        const began = performance.now();
        next.click();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
        measured.push(performance.now() - began);
      }
      return measured.sort((a, b) => a - b);
    });
    console.log(`a step of 5,000: median ${Math.round(times[30]!)} ms, 90 % within ${Math.round(times[54]!)} ms`);
    await page.getByRole('slider', { name: 'Step' }).fill('4999');
    await page.getByText('The recording stops at').waitFor();
    await lab.close();
  });
});

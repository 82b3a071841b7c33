import { describe, expect, it } from 'vitest';
import { TestInterpreter } from '../runtime/start-up/test-runtime.ts';
import { AllocationWatch } from './allocation-watch.ts';
import { findGarbage } from './garbage.ts';
import { heapLayout } from './heap-layout.ts';
import { TimelineRecorder } from './timeline.ts';

describe('garbage', () => {
  it('is grouped by shape and line, and is what the collector finds', () => {
    const interpreter = new TestInterpreter({ filename: 'x.py' });
    const { rt } = interpreter;
    const watch = new AllocationWatch(rt);
    rt.heap.gc.enabled = false;
    interpreter.run(`def ring(n):
    first = last = []
    for i in range(n):
        last = [last]
    first.append(last)
ring(3)
ring(3)
ring(1)
alive = []
alive.append(alive)
`);
    const report = findGarbage(rt, (op) => watch.originOf(op));
    expect(report.groups.map((g) => [g.times, g.cycle.length, g.objects])).toEqual([
      [2, 4, 8],
      [1, 2, 2],
    ]);
    expect(report.groups[0]!.cycle.map((step) => step.made?.line).sort()).toEqual([2, 4, 4, 4]);
    expect(report.groups[0]!.cut).toMatchObject({ freesObjects: 4 });
    expect(report.forecast).toContain('never by itself');
    expect(rt.heap.gc.collect()).toBe(report.objects);
    watch.end();
    interpreter.end();
    expect(interpreter.problems).toEqual([]);
  });
});

describe('the timeline', () => {
  it('stays bounded, misses no high point, and its sums come back to nothing', () => {
    const interpreter = new TestInterpreter({ filename: 'x.py' });
    const { rt } = interpreter;
    const recorder = new TimelineRecorder(rt, (file) => file === 'x.py', 16);
    interpreter.run(`for i in range(500):
    kept = [i] * 10
big = [0] * 100000
del big
del kept, i
`);
    const { samples, places, lines } = recorder.finish();
    expect(lines).toBeGreaterThan(1000);
    expect(samples.length).toBeLessThanOrEqual(17);
    const peak = samples.reduce((a, b) => (b.live > a.live ? b : a));
    expect([peak.line, places[peak.byLine[0]![0]]!.line]).toEqual([4, 3]);
    const last = samples.at(-1)!;
    expect(last.byLine.filter(([place]) => places[place]!.line === 3)).toEqual([]);
    interpreter.end();
    expect(interpreter.problems).toEqual([]);
  });
});

describe('the layout of the heap', () => {
  it('adds up to what the allocator says', () => {
    const interpreter = new TestInterpreter();
    interpreter.run('x = [[i] for i in range(1000)]\n');
    const { arenas, live, middle, large } = heapLayout(interpreter.rt, null);
    const small = arenas.reduce((sum, arena) => sum + arena.usedBytes, 0);
    expect(small + middle + large).toBe(live);
    for (const { pools, usedBytes } of arenas) expect(pools.reduce((sum, pool) => sum + pool.used * pool.blockBytes, 0)).toBe(usedBytes);
    interpreter.end();
  });
});

import { describe, expect, it } from 'vitest';
import { PASSES } from '../memory/collector/collection.ts';
import { TestInterpreter } from '../runtime/start-up/test-runtime.ts';
import { Recorder, type RecorderOptions } from './recorder.ts';
import type { RecordedStep, Recording } from './recording.ts';
import { encodeRecording } from './recording-file.ts';
import { RecordingReader } from './recording-reader.ts';

function record(source: string, options: Partial<RecorderOptions> = {}, model = '3.10'): Recording {
  const interpreter = new TestInterpreter({ model, filename: 'x.py' });
  interpreter.run('import gc, sys\n');
  const recorder = new Recorder(interpreter.rt, { file: 'x.py', ...options });
  const error = interpreter.run(source);
  const recording = recorder.finish(error);
  interpreter.end();
  expect(interpreter.problems).toEqual([]);
  return recording;
}

function steps(recording: Recording): RecordedStep[] {
  const reader = new RecordingReader(recording);
  return Array.from({ length: reader.length }, (_, i) => reader.step(i));
}

const CALLS = `a = []
def func(x):
    y = [x]
    return len(y)
func(a)
del a
`;

describe('the recorder', () => {
  it('takes a step at every line with frames and variables', () => {
    const all = steps(record(CALLS));
    expect(all.map((s) => [s.kind, s.function, s.line])).toEqual([
      ['line', '<module>', 1],
      ['line', '<module>', 2],
      ['line', '<module>', 5],
      ['line', 'func', 3],
      ['line', 'func', 4],
      ['line', '<module>', 6],
      ['end', '<module>', 0],
    ]);
    const inside = all[4]!;
    expect(inside.frames.map((f) => [f.function, f.line, f.variables.map((v) => v.name).filter((n) => n.length === 1 || n === 'func')])).toEqual([
      ['<module>', 5, ['a', 'func']],
      ['func', 4, ['x', 'y']],
    ]);
    const x = inside.objects.get(inside.frames[1]!.variables[0]!.to)!;
    // global, argument on the stack, parameter, item of y
    expect([x.type, x.value, x.count]).toEqual(['list', '[]', 4]);
    expect(inside.frames[0]!.stack.map((o) => o.role)).toEqual(['function being called', 'argument of `func`']);
    const y = inside.objects.get(inside.frames[1]!.variables[1]!.to)!;
    expect(y.references).toEqual([{ kind: 'index', label: '[0]', index: 0, to: x.id, owned: true }]);
    expect(all[5]!.changes.freed.map((o) => o.id)).toContain(y.id);
    expect(all[6]!.changes.freed.map((o) => o.id)).toContain(x.id);
  });

  it('shows garbage until the collector takes it, and the collection', () => {
    const all = steps(
      record(`class Node: pass
a = Node()
b = Node()
a.other = b
b.other = a
del a
del b
x = 1
gc.collect()
x = 2
`),
    );
    const garbage = all.find((s) => s.line === 8)!;
    expect([...garbage.objects.values()].filter((o) => o.state === 'unreachable').map((o) => [o.type, o.count])).toEqual([
      ['Node', 1],
      ['Node', 1],
    ]);
    expect(garbage.changes.unreachable).toHaveLength(2);
    const after = all.find((s) => s.line === 10)!;
    expect(after.changes.freed.map((o) => o.type)).toEqual(['Node', 'Node']);
    expect(after.collections.map((c) => [c.generation, c.asked, c.collected])).toEqual([[2, true, 4]]);
    const passes = after.collections[0]!.passes.map((p) => [p.name, p.objects] as const);
    expect(passes.map(([name]) => name)).toEqual(PASSES);
    const objects = Object.fromEntries(passes);
    // two instances with their dicts, which nothing else holds
    expect([objects.moveUnreachable, objects.legacyFinalizers, objects.finalizers, objects.resurrection, objects.clear]).toEqual([4, 0, 4, 4, 4]);
    expect(objects.subtractRefs).toBeLessThan(objects.updateRefs! - 4);
  });

  it('shows what a suspended generator keeps', () => {
    const all = steps(
      record(`def numbers(box):
    for i in box:
        yield i
box = [[1], [2]]
g = numbers(box)
next(g)
x = 1
del g
x = 2
`),
    );
    const waiting = all.find((s) => s.line === 7)!;
    const frame = [...waiting.objects.values()].find((o) => o.type === 'frame')!;
    const held = frame.references.map((r) => [r.kind, r.label, waiting.objects.get(r.to)!.type]);
    expect(held).toEqual([
      ['name', 'box', 'list'],
      ['name', 'i', 'list'],
      ['slot', 'iterator of a for loop', 'list_iterator'],
    ]);
    const gone = all.find((s) => s.line === 9)!;
    expect(gone.changes.freed.map((o) => o.type).sort()).toEqual(['frame', 'generator', 'list_iterator']);
  });

  it('tells lent slots from those that count', () => {
    const inside = (model: string): RecordedStep => steps(record(CALLS, {}, model)).find((s) => s.line === 3)!;
    const lent = (model: string): boolean[] => inside(model).frames.flatMap((f) => [...f.variables, ...f.stack].map((v) => v.lent));
    expect(lent('3.13')).not.toContain(true);
    const all = steps(record('def f(x):\n    return g(x)\ndef g(y):\n    return [y]\nf([])\n', {}, '3.14'));
    const g = all.find((s) => s.function === 'g')!.frames.at(-1)!;
    expect(g.variables).toEqual([expect.objectContaining({ name: 'y', lent: true })]);
  });

  it('follows a watched object inside lines', () => {
    const all = steps(record(CALLS, { watch: [{ name: 'a', function: null }] }));
    const changes = all.filter((s) => s.kind === 'count').map((s) => [s.line, s.change!.by, s.change!.instruction]);
    expect(changes).toEqual([
      [5, 1, 'push `a`'],
      [3, 1, 'call `func` with 1 argument'],
      [3, 1, 'push `x`'],
      // parameter, item of y, argument of the call
      [5, -3, 'return'],
      [6, -1, 'delete `a`'],
    ]);
  });

  it('is deterministic, bounded, and leaves the program as it was', () => {
    const loop = `total = []
for i in range(100):
    total.append([i])
print(len(total))
`;
    const first = record(loop);
    expect(encodeRecording(first)).toEqual(encodeRecording(record(loop)));
    const short = record(loop, { limits: { steps: 20, objects: 10, references: 5 } });
    expect(short.columns.line.length).toBe(20);
    expect(short.omissions.stopped).toBe('steps');
    expect(short.omissions.stoppedAt).toMatch(/^x\.py:[23]$/);
    expect(short.omissions.objects).toBeGreaterThan(0);
  });

  it('records every model', () => {
    for (const model of ['3.6', '3.12', '3.14']) expect(steps(record(CALLS, {}, model)).map((s) => s.line)).toEqual([1, 2, 5, 3, 4, 6, 0]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type RecordedObject, type Recording, RecordingError } from './recording.ts';
import { decodeRecording, encodeRecording } from './recording-file.ts';
import { RecordingReader } from './recording-reader.ts';
import { RecordingWriter, type StepState } from './recording-writer.ts';

const reference = fc.record({
  kind: fc.constantFrom('name' as const, 'key' as const, 'type' as const),
  label: fc.constantFrom('a', "['k']", ''),
  index: fc.constant(-1),
  to: fc.nat(20),
  owned: fc.boolean(),
});
const item = fc.nat(9).map((index) => ({ kind: 'index' as const, label: `[${index}]`, index, to: index, owned: true }));

function byId(objects: Iterable<RecordedObject>): RecordedObject[] {
  return [...objects].map((o) => ({ ...o })).sort((a, b) => a.id - b.id);
}

function objectWith(id: number): fc.Arbitrary<RecordedObject> {
  return fc.record({
    id: fc.constant(id),
    address: fc.nat(2 ** 30),
    type: fc.constantFrom('list', 'dict'),
    value: fc.constantFrom('[…]', '{}', 'ü'),
    count: fc.nat(3),
    shown: fc.constantFrom(1, 4294967295),
    size: fc.nat(99),
    state: fc.constantFrom('reachable' as const, 'held' as const, 'unreachable' as const),
    generation: fc.integer({ min: -1, max: 2 }),
    created: fc.nat(9),
    references: fc.array(fc.oneof(reference, item), { maxLength: 4 }),
    omitted: fc.nat(2),
    edge: fc.boolean(),
  });
}

const frame = fc.record({
  function: fc.constantFrom('f', '<module>'),
  file: fc.constant('x.py'),
  line: fc.nat(50),
  variables: fc.array(
    fc.record({ name: fc.constantFrom('a', 'b'), kind: fc.constantFrom('local' as const, 'free' as const), to: fc.nat(5), lent: fc.boolean() }),
    {
      maxLength: 3,
    },
  ),
  stack: fc.array(fc.record({ role: fc.constantFrom('argument of f', ''), to: fc.nat(5), owned: fc.boolean(), lent: fc.boolean() }), {
    maxLength: 2,
  }),
});

const state: fc.Arbitrary<StepState> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
    fc.array(frame, { maxLength: 3 }),
    fc.option(fc.integer({ min: -3, max: 3 })),
  )
  .chain(([ids, frames, by]) =>
    fc.tuple(...ids.map(objectWith)).map((objects) => ({
      kind: 'line' as const,
      frames,
      objects: new Map(objects.map((o) => [o.id, o])),
      left: new Set([1, 2, 3]),
      change: by === null ? null : { object: 1, by, instruction: 'call f' },
      memory: { live: 10 * frames.length, committed: 2 ** 40, blocks: 3, allocations: 1, counts: [1, 2, 3], generations: [4, 5, 6] },
      omitted: 0,
    })),
  );

function record(states: readonly StepState[], limits = DEFAULT_LIMITS): Recording {
  const writer = new RecordingWriter(limits);
  for (const [i, s] of states.entries()) {
    writer.write(`${i};`);
    writer.add(s);
  }
  return writer.finish({ model: '3.10', program: 'x.py', sources: [{ file: 'x.py', text: 'pass\n' }], error: null });
}

const example = fc.sample(state, { seed: 5, numRuns: 150 });

describe('a recording', () => {
  it('gives every step back in any order, also from its file', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 200, size: 'max' }), fc.array(fc.nat(), { maxLength: 30 }), (states, jumps) => {
        const reader = new RecordingReader(decodeRecording(encodeRecording(record(states))));
        expect(reader.length).toBe(states.length);
        for (const jump of jumps) {
          const i = jump % states.length;
          const step = reader.step(i);
          expect(step.frames).toEqual(states[i]!.frames);
          expect(byId(step.objects.values())).toEqual(byId(states[i]!.objects.values()));
          expect(step.change).toEqual(states[i]!.change);
          expect(step.memory).toEqual(states[i]!.memory);
          expect(step.output.endsWith(`${i};`)).toBe(true);
          const before = i === 0 ? new Map<number, RecordedObject>() : states[i - 1]!.objects;
          const gone = [...before.values()].filter((o) => !states[i]!.objects.has(o.id));
          expect(byId(step.changes.freed)).toEqual(byId(gone.filter((o) => o.id > 3)));
          expect(byId(step.changes.left)).toEqual(byId(gone.filter((o) => o.id <= 3)));
          expect(step.changes.created).toEqual([...states[i]!.objects.keys()].filter((id) => !before.has(id)).sort((a, b) => a - b));
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('gives the same bytes for the same run', () => {
    expect(encodeRecording(record(example))).toEqual(encodeRecording(record(example)));
  });

  it('stops at its limits and says so', () => {
    const recording = record(example, { ...DEFAULT_LIMITS, steps: 10, output: 4 });
    expect(recording.columns.line.length).toBe(10);
    expect(recording.omissions.stopped).toBe('steps');
    expect(recording.output).toBe('0;1;');
    expect(recording.omissions.output).toBeGreaterThan(0);
    expect(record(example, { ...DEFAULT_LIMITS, bytes: 500 }).omissions.stopped).toBe('bytes');
  });
});

/** Reads everything; anything but a clean reading or a RecordingError is a fault. */
function survives(read: () => Recording): void {
  try {
    const reader = new RecordingReader(read());
    for (let i = 0; i < reader.length; i++) reader.step(i);
  } catch (thrown) {
    if (!(thrown instanceof RecordingError)) throw thrown;
  }
}

describe('a damaged file', () => {
  const file = encodeRecording(record(example.slice(0, 5)));

  it('cut at any length is refused', () => {
    for (let n = 0; n < file.length; n++) expect(() => decodeRecording(file.subarray(0, n))).toThrow(RecordingError);
  });

  it('with any byte altered is refused or read, never a crash', () => {
    for (let i = 0; i < file.length; i++) {
      const damaged = file.slice();
      damaged[i] ^= 0x41;
      survives(() => decodeRecording(damaged));
    }
  });

  it('is survived below the checksums too', () => {
    const recording = record(example.slice(0, 30));
    for (let i = 0; i < recording.deltas.length; i += 3) {
      const deltas = recording.deltas.slice();
      deltas[i] ^= 0x55;
      survives(() => ({ ...recording, deltas }));
    }
  });

  it('of another format or a newer version is refused with what to do', () => {
    expect(() => decodeRecording(new TextEncoder().encode('{"snapshot":{}}  '))).toThrow(/no recording of ouro.*ouro record/);
    const newer = file.slice();
    newer[8] = 9;
    expect(() => decodeRecording(newer)).toThrow(/version 9.*reads 2/);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { audit } from '../audit.ts';
import { Heap } from '../heap.ts';
import { Ty } from '../layout.ts';
import { TINY } from '../test-types.ts';
import { verify } from '../verify.ts';
import { EmbeddingError } from './handles.ts';
import { RecordType, type Resource } from './record-type.ts';

const FIELDS = { left: 'reference', count: 'int32', share: 'float64', right: 'reference' } as const;

function make() {
  const heap = new Heap(TINY);
  const pair = new RecordType(heap, 'pair', FIELDS);
  const plain = new RecordType(heap, 'plain', { n: 'int32' });
  const disposed: string[] = [];
  const resource = (name: string): Resource => ({ [Symbol.dispose]: () => void disposed.push(name) });
  return { heap, pair, plain, disposed, resource, blocks: heap.allocatedBlocks() };
}

describe('records', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('are zero at first and keep what their fields are given', () => {
    const { heap, pair } = make();
    expect([pair.name, pair.fields]).toEqual(['pair', FIELDS]);
    const [a, b] = [pair.create(), pair.create()];
    const all = (op: number) => [
      pair.getReference(op, 'left'),
      pair.getNumber(op, 'count'),
      pair.getNumber(op, 'share'),
      pair.getReference(op, 'right'),
    ];
    expect(all(a)).toEqual([0, 0, 0, 0]);
    pair.setReference(a, 'right', b);
    pair.setNumber(a, 'count', -7);
    pair.setNumber(a, 'share', 0.1);
    expect(all(a)).toEqual([0, -7, 0.1, b]);
    pair.setReference(a, 'left', b);
    expect([...all(a), heap.H[b]]).toEqual([b, -7, 0.1, b, 3]);
    expect(all(b)).toEqual([0, 0, 0, 0]);
    pair.setReference(a, 'right', 0);
    pair.setReference(a, 'left', a);
    expect([...all(a), heap.H[a], heap.H[b]]).toEqual([a, -7, 0.1, 0, 2, 1]);
    expect(heap.blockSize(a - 4)).toBeGreaterThanOrEqual(16 + 16 + 4 * 8);
    // nothing has no count
    expect(heap.H[0]).toBe(0);
    pair.setNumber(a, 'count', 2 ** 31);
    expect(pair.getNumber(a, 'count')).toBe(-(2 ** 31));
    expect(verify(heap)).toEqual([]);
  });

  it('are members of the collector only where they can refer to something', () => {
    const { heap, pair, plain, blocks } = make();
    const [a, b] = [pair.create(), plain.create()];
    expect(heap.gc.isTracked(a)).toBe(true);
    expect(heap.contracts[heap.H[plain.address + Ty.contract]]).toMatchObject({ name: 'plain', gc: false, slots: [] });
    expect(heap.contracts[heap.H[pair.address + Ty.contract]]).toMatchObject({
      gc: true,
      slots: [
        { at: 4, label: 'left' },
        { at: 10, label: 'right' },
      ],
    });
    expect([pair, plain].map((type) => heap.contracts[heap.H[type.address + Ty.contract]].sizeOf?.(heap, a))).toEqual([48, 24]);
    heap.decref(a);
    heap.decref(b);
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('destroy what they alone refer to', () => {
    const { heap, pair, plain, disposed, resource, blocks } = make();
    const [a, b] = [pair.create(), plain.create()];
    plain.attach(b, resource('b'));
    pair.setReference(a, 'left', b);
    heap.decref(b);
    expect(disposed).toEqual([]);
    pair.setReference(a, 'left', 0);
    expect(disposed).toEqual(['b']);
    heap.decref(a);
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('refuse fields of another kind, and records of another type', () => {
    const { pair, plain } = make();
    const [a, b] = [pair.create(), plain.create()];
    const says = (what: string) => new EmbeddingError(what);
    // @ts-expect-error: a reference field
    expect(() => pair.getNumber(a, 'left')).toThrow(says("pair has no number field 'left'"));
    // @ts-expect-error: a reference field
    expect(() => pair.setNumber(a, 'left', 1)).toThrow(says("pair has no number field 'left'"));
    // @ts-expect-error: a number field
    expect(() => pair.setReference(a, 'share', a)).toThrow(says("pair has no reference field 'share'"));
    // @ts-expect-error: no field
    expect(() => pair.getReference(a, 'middle')).toThrow(says("pair has no reference field 'middle'"));
    // @ts-expect-error: no field
    expect(() => pair.getNumber(a, 'middle')).toThrow(says("pair has no number field 'middle'"));
    const other = says(`address ${b} is no pair`);
    expect(() => pair.getReference(b, 'left')).toThrow(other);
    expect(() => pair.setReference(b, 'left', a)).toThrow(other);
    expect(() => pair.getNumber(b, 'count')).toThrow(other);
    expect(() => pair.setNumber(b, 'count', 1)).toThrow(other);
    expect(() => pair.attach(b, { [Symbol.dispose]() {} })).toThrow(other);
    expect(() => pair.detach(b)).toThrow(other);
    expect(plain.getNumber(b, 'n')).toBe(0);
  });

  it('have one resource each, until it is taken back', () => {
    const { heap, pair, disposed, resource } = make();
    const [a, b] = [pair.create(), pair.create()];
    expect(pair.detach(a)).toBeUndefined();
    const first = resource('first');
    pair.attach(a, first);
    pair.attach(b, resource('other'));
    expect(() => pair.attach(a, resource('second'))).toThrow(new EmbeddingError('this pair has a resource'));
    expect(pair.detach(a)).toBe(first);
    expect(pair.detach(a)).toBeUndefined();
    pair.attach(a, resource('second'));
    heap.decref(a);
    expect(disposed).toEqual(['second']);
    heap.decref(b);
    expect(disposed).toEqual(['second', 'other']);
    // one made in their place has none
    const again = pair.create();
    expect([a, b]).toContain(again);
    heap.decref(again);
    expect(disposed).toHaveLength(2);
    expect(audit(heap).ok).toBe(true);
  });

  it('in a cycle have a finalizer only with a resource', () => {
    const { heap, pair, disposed, resource, blocks } = make();
    const ring = (name?: string): void => {
      const [a, b] = [pair.create(), pair.create()];
      pair.setReference(a, 'right', b);
      pair.setReference(b, 'right', a);
      if (name !== undefined) pair.attach(a, resource(name));
      heap.decref(a);
      heap.decref(b);
    };
    ring();
    ring('resource');
    const { hasFinalizer } = heap.contracts[heap.H[pair.address + Ty.contract]];
    const op = pair.create();
    expect(hasFinalizer?.(op)).toBe(false);
    pair.attach(op, resource('op'));
    expect(hasFinalizer?.(op)).toBe(true);
    heap.decref(op);
    expect(heap.gc.collect()).toBe(4);
    expect(disposed).toEqual(['op', 'resource']);
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('say on the console what a resource throws, when nobody else wants to know', () => {
    const { heap, plain } = make();
    const said: unknown[][] = [];
    vi.spyOn(console, 'error').mockImplementation((...args) => void said.push(args));
    const op = plain.create();
    const error = new Error('cannot close');
    plain.attach(op, {
      [Symbol.dispose]() {
        throw error;
      },
    });
    heap.decref(op);
    expect(said).toEqual([[error]]);
    // one without a resource has nothing to say
    heap.decref(plain.create());
    expect(said).toHaveLength(1);
  });

  it('are refused when memory is out, and so are their types', () => {
    const { heap, plain } = make();
    heap.pages.limitPages = heap.pages.usedPages;
    const makeAll = (): void => {
      for (let i = 0; i < 10_000; i++) plain.create();
    };
    expect(makeAll).toThrow(new RangeError('out of memory'));
    while (heap.alloc(4 * Ty.spareCount) !== 0);
    expect(() => new RecordType(heap, 'more', {})).toThrow(new RangeError('out of memory'));
  });
});

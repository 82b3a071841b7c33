import { describe, expect, it } from 'vitest';
import { audit, auditLines, holders } from '../audit.ts';
import { Heap } from '../heap.ts';
import { TINY } from '../test-types.ts';
import { verify } from '../verify.ts';
import { EmbeddingError, Handles, type LostHandle } from './handles.ts';
import { RecordType } from './record-type.ts';

function make() {
  const heap = new Heap(TINY);
  const lost: LostHandle[] = [];
  const handles = new Handles(heap, { onLost: (handle) => lost.push(handle) });
  const errors: unknown[] = [];
  const socket = new RecordType(heap, 'socket', { peer: 'reference', number: 'int32' }, { onError: (e) => errors.push(e) });
  const value = new RecordType(heap, 'value', { amount: 'float64' });
  const closed: number[] = [];
  const open = (n: number) => {
    const handle = handles.take(socket.create(), `socket ${n}`);
    socket.setNumber(handle.address, 'number', n);
    socket.attach(handle.address, { [Symbol.dispose]: () => void closed.push(n) });
    return handle;
  };
  return { heap, handles, lost, errors, socket, value, closed, open, blocks: heap.allocatedBlocks() };
}

describe('embedding', () => {
  it('disposes of a resource with the last reference, and of a cycle at the collection', () => {
    const { heap, socket, closed, open, blocks } = make();
    open(1).release();
    expect(closed).toEqual([1]);
    const a = open(2);
    const b = open(3);
    socket.setReference(a.address, 'peer', b.address);
    socket.setReference(b.address, 'peer', a.address);
    expect(holders(heap, b.address).map((h) => `${h.label} of ${h.ownerName}`)).toEqual(["handle 'socket 3' of host", 'peer of socket']);
    a.release();
    b.release();
    expect(closed).toEqual([1]);
    expect(heap.gc.collect()).toBe(2);
    expect(closed).toEqual([1, 2, 3]);
    expect(heap.allocatedBlocks()).toBe(blocks);
    expect(verify(heap)).toEqual([]);
  });

  it('counts handles, and the audit explains them, however many there are', () => {
    const { heap, handles, value, blocks } = make();
    const first = handles.take(value.create(), 'first');
    const more = Array.from({ length: 100 }, (_, i) => handles.hold(first.address, `copy ${i}`));
    expect(heap.H[first.address]).toBe(101);
    expect(auditLines(audit(heap))).toEqual([]);
    for (const handle of more) handle.release();
    expect(handles.open).toEqual([{ label: 'first', address: first.address }]);
    first[Symbol.dispose]();
    first.release();
    expect(first.released).toBe(true);
    expect(heap.allocatedBlocks()).toBe(blocks);
  });

  it('names misuse', () => {
    const { heap, handles, socket, value, open } = make();
    const a = open(1);
    const v = handles.take(value.create(), 'v');
    value.setNumber(v.address, 'amount', 1.5);
    expect(value.getNumber(v.address, 'amount')).toBe(1.5);
    expect(socket.getNumber(a.address, 'number')).toBe(1);
    expect(() => socket.attach(a.address, { [Symbol.dispose]() {} })).toThrow('this socket has a resource');
    expect(() => socket.getReference(v.address, 'peer')).toThrow(/is no socket/);
    // @ts-expect-error: a number field
    expect(() => socket.getReference(a.address, 'number')).toThrow("socket has no reference field 'number'");
    a.release();
    expect(() => a.address).toThrow(EmbeddingError);
    v.release();
    expect(audit(heap).ok).toBe(true);
  });

  it('reports what a resource throws, and goes on', () => {
    const { handles, socket, errors, closed, open } = make();
    const bad = handles.take(socket.create(), 'bad');
    socket.attach(bad.address, {
      [Symbol.dispose]() {
        throw new Error('closed twice');
      },
    });
    bad.release();
    open(1).release();
    expect(errors.map(String)).toEqual(['Error: closed twice']);
    expect(closed).toEqual([1]);
  });

  it('takes a resource back', () => {
    const { socket, closed, open } = make();
    const a = open(1);
    socket.detach(a.address)?.[Symbol.dispose]();
    a.release();
    expect(closed).toEqual([1]);
  });

  it('reports a handle that was never released', async () => {
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collectHost = runInNewContext('gc') as () => void;
    const { heap, lost, closed, open, blocks } = make();
    (() => void open(7))();
    for (let i = 0; i < 50 && lost.length === 0; i++) {
      collectHost();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(lost.map((l) => l.label)).toEqual(['socket 7']);
    expect(closed).toEqual([7]);
    expect(heap.allocatedBlocks()).toBe(blocks);
  });
});

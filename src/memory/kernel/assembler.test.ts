import { describe, expect, it } from 'vitest';
import {
  above,
  add,
  and,
  and64,
  below,
  call,
  choose,
  countDouble,
  eq,
  giveBack,
  int,
  isZero64,
  le,
  load,
  load64,
  loadByte,
  long,
  ModuleWriter,
  ne,
  not,
  or,
  or64,
  select,
  sequence,
  shl,
  shl64,
  shr,
  shr64,
  store,
  store64,
  storeByte,
  sub,
  when,
  whilst,
} from './assembler.ts';

/** The functions of a module over one page of memory; `noted` collects what the import `note` is given. */
function assemble(build: (module: ModuleWriter, note: { index: number }) => void) {
  const module = new ModuleWriter();
  build(module, module.import('note', 1, false));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const noted: number[] = [];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), { env: { memory, note: (n: number) => noted.push(n) } });
  return { memory, noted, exports: exports as Record<string, (...args: number[]) => number> };
}

describe('the assembler', () => {
  it('encodes constants of every length', () => {
    const values = [0, 1, 63, 64, 127, 128, 8191, 8192, -1, -64, -65, 2 ** 31 - 1, -(2 ** 31), 0xe0000000 | 0];
    const { exports } = assemble((module) => {
      for (const [i, n] of values.entries()) module.function(`f${i}`, 0, true, () => int(n));
    });
    expect(values.map((_, i) => exports[`f${i}`]())).toEqual(values);
  });

  it('runs loops as often as their condition says, not once more', () => {
    const { exports, noted } = assemble((module, note) => {
      module.function('loop', 1, false, (body, n) => {
        const i = body.local();
        return whilst(below(i.value, n.value), call(note, i.value), i.set(add(i.value, int(1))));
      });
    });
    exports.loop(0);
    expect(noted).toEqual([]);
    exports.loop(3);
    expect(noted).toEqual([0, 1, 2]);
  });

  it('chooses, evaluating one side only where the other must not run', () => {
    const { exports, noted } = assemble((module, note) => {
      const noting = module.function('noting', 1, true, (_body, n) => sequence(call(note, n.value), n.value));
      module.function('lazy', 1, true, (_body, n) => choose(n.value, call(noting, int(1)), call(noting, int(2))));
      module.function('eager', 1, true, (_body, n) => select(n.value, call(noting, int(3)), call(noting, int(4))));
      module.function('early', 1, true, (_body, n) =>
        sequence(when(le(n.value, int(0)), giveBack(int(7)), call(note, int(5))), sub(int(0), not(n.value))),
      );
    });
    expect([exports.lazy(1), exports.lazy(0), exports.eager(1), exports.eager(0), exports.early(-1), exports.early(1)]).toEqual([1, 2, 3, 4, 7, 0]);
    expect(noted).toEqual([1, 2, 3, 4, 3, 4, 5]);
  });

  it('reads and writes words, and 64 bits at a time', () => {
    const { memory, exports } = assemble((module) => {
      module.function('run', 2, true, (body, at, n) => {
        const double = body.local();
        const wide = body.local64();
        return sequence(
          double.set(add(n.value, n.value)),
          store(at.value, double.value, 200),
          wide.set(long(0x0102030405060708n)),
          store64(int(8), shr64(wide.value, long(8n))),
          load(at.value, 200),
        );
      });
    });
    expect(exports.run(16, 21)).toBe(42);
    const view = new DataView(memory.buffer);
    expect(view.getInt32(216, true)).toBe(42);
    expect(view.getBigInt64(8, true)).toBe(0x01020304050607n);
  });

  it('computes as 32-bit integers do, and compares with and without sign', () => {
    const operations = { add, sub, and, or, shl, shr, eq, ne, le, below, above };
    const { exports } = assemble((module) => {
      for (const [name, operation] of Object.entries(operations)) module.function(name, 2, true, (_body, a, b) => operation(a.value, b.value));
      module.function('not', 1, true, (_body, a) => not(a.value));
    });
    const results = (a: number, b: number): Record<string, number> =>
      Object.fromEntries(Object.keys(operations).map((name) => [name, exports[name](a, b)]));
    expect(results(-8, 3)).toEqual({ add: -5, sub: -11, and: 0, or: -5, shl: -64, shr: 0x1fffffff, eq: 0, ne: 1, le: 1, below: 0, above: 1 });
    expect(results(6, 6)).toEqual({ add: 12, sub: 0, and: 6, or: 6, shl: 384, shr: 0, eq: 1, ne: 0, le: 1, below: 0, above: 0 });
    expect(results(2, -1)).toMatchObject({ le: 0, below: 1, above: 0, ne: 1 });
    expect([exports.not(0), exports.not(1), exports.not(-1), exports.not(256)]).toEqual([1, 0, 0, 0]);
  });

  it('computes with 64 bits', () => {
    const { exports, memory } = assemble((module) => {
      const at = (code: string): string => store64(int(0), code, 16);
      module.function('and', 0, false, () => at(and64(long(0x0ff00ff0_0ff00ff0n), load64(int(8)))));
      module.function('or', 0, false, () => at(or64(long(1n), load64(int(0), 8))));
      module.function('shl', 0, false, () => at(shl64(load64(int(8)), long(4n))));
      module.function('shr', 0, false, () => at(shr64(load64(int(8)), long(60n))));
      module.function('least', 0, false, () => at(long(-(2n ** 63n))));
      module.function('zero', 1, true, (_body, n) => isZero64(load64(n.value)));
    });
    const view = new DataView(memory.buffer);
    view.setBigUint64(8, 0xf0f0f0f0_12345678n, true);
    const result = (name: string): bigint => {
      exports[name]();
      return view.getBigUint64(16, true);
    };
    expect(result('and')).toBe(0x00f000f0_02300670n);
    expect(result('or')).toBe(0xf0f0f0f0_12345679n);
    expect(result('shl')).toBe(0x0f0f0f01_23456780n);
    expect(result('shr')).toBe(0xfn);
    expect(result('least')).toBe(2n ** 63n);
    expect([exports.zero(8), exports.zero(32)]).toEqual([0, 1]);
    view.setUint32(36, 1, true);
    expect(exports.zero(32)).toBe(0);
  });

  it.each([0, 127, 128, 16383, 16384])('reads and writes words, bytes and doubles at a distance of %i', (offset) => {
    const { exports, memory } = assemble((module) => {
      module.function('run', 1, true, (_body, at) =>
        sequence(
          storeByte(at.value, int(-2), offset),
          store(at.value, int(0x01020304), offset + 8),
          store64(at.value, long(0x1122334455667788n), offset + 16),
          add(loadByte(at.value, offset), sequence(load(at.value, offset + 8))),
        ),
      );
      module.function('wide', 1, true, (_body, at) => isZero64(load64(at.value, offset + 24)));
      module.function('count', 0, false, () => countDouble(offset - (offset % 8)));
    });
    expect(exports.run(32)).toBe(0x01020304 + 254);
    const view = new DataView(memory.buffer);
    expect(view.getUint16(32 + offset, true)).toBe(254);
    expect(view.getInt32(40 + offset, true)).toBe(0x01020304);
    expect(view.getBigUint64(48 + offset, true)).toBe(0x1122334455667788n);
    expect([exports.wide(32), exports.wide(24)]).toEqual([1, 0]);
    const at = offset - (offset % 8);
    view.setFloat64(at, 2 ** 40, true);
    exports.count();
    expect(view.getFloat64(at, true)).toBe(2 ** 40 + 1);
  });

  it('does one thing or the other, or nothing', () => {
    const { exports, noted } = assemble((module, note) => {
      module.function('both', 1, false, (_body, n) => when(n.value, call(note, int(1)), call(note, int(2))));
      module.function('one', 1, false, (_body, n) => when(n.value, call(note, int(3))));
      module.function('leave', 1, false, (_body, n) => sequence(when(n.value, giveBack()), call(note, int(4))));
    });
    for (const name of ['both', 'one', 'leave']) for (const n of [5, 0]) exports[name](n);
    expect(noted).toEqual([1, 2, 3, 4]);
  });

  it('keeps many variables and functions apart', () => {
    const { exports } = assemble((module) => {
      for (let i = 0; i < 200; i++) {
        module.function(`f${i}`, 3, true, (body, a, b, c) => {
          const locals = Array.from({ length: i }, () => body.local());
          const wide = [body.local64(), body.local64()];
          return sequence(
            ...locals.map((local, k) => local.set(add(a.value, int(k)))),
            ...wide.map((local, k) => local.set(long(BigInt(k)))),
            when(isZero64(wide[1].value), giveBack(int(-1))),
            add(b.tee(sub(b.value, c.value)), i === 0 ? int(0) : locals[i - 1].value),
          );
        });
      }
      let last = module.function('first', 1, true, (_body, n) => add(n.value, int(1)));
      for (let i = 0; i < 3; i++) last = module.function(`then${i}`, 1, true, (_body, n) => add(call(last, n.value), int(10)));
      module.function('down', 1, true, (body, n) => choose(n.value, add(int(2), call(body.self, sub(n.value, int(1)))), int(0)));
    });
    for (const i of [0, 1, 2, 127, 128, 199]) expect(exports[`f${i}`](1000, 70, 30)).toBe(i === 0 ? 40 : 1040 + i - 1);
    expect([exports.then2(5), exports.down(6)]).toEqual([36, 12]);
  });

  it('refuses a declaration out of order', () => {
    const module = new ModuleWriter();
    module.function('f', 0, false, () => '');
    expect(() => module.import('late', 0, false)).toThrow('imports come first');
    expect(() =>
      module.function('g', 0, false, (body) => {
        body.local64();
        body.local();
        return '';
      }),
    ).toThrow('64-bit variables come last');
  });
});

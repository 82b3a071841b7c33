import { describe, expect, it } from 'vitest';
import {
  add,
  below,
  call,
  choose,
  giveBack,
  int,
  le,
  load,
  long,
  ModuleWriter,
  not,
  select,
  sequence,
  shr64,
  store,
  store64,
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

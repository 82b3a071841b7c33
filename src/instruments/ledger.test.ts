import { describe, expect, it } from 'vitest';
import { TestInterpreter } from '../runtime/start-up/test-runtime.ts';
import { LedgerMaker } from './ledger.ts';
import { watchGetrefcount } from './watch-getrefcount.ts';

/** Runs a program and gives the texts of the holders at each sys.getrefcount. */
function explained(source: string, model = '3.10'): { texts: string[]; count: number; balanced: boolean }[] {
  const interpreter = new TestInterpreter({ model });
  const maker = new LedgerMaker(interpreter.rt);
  const found: { texts: string[]; count: number; balanced: boolean }[] = [];
  const stop = watchGetrefcount(interpreter.rt, (op) => {
    const ledger = maker.make(op);
    found.push({ texts: ledger.entries.map((e) => e.text), count: ledger.count, balanced: ledger.balanced });
  });
  const error = interpreter.run(source);
  stop();
  interpreter.end();
  expect(error).toBeNull();
  expect(interpreter.problems).toEqual([]);
  return found;
}

describe('the ledger', () => {
  it('explains the call example', () => {
    const [at] = explained('import sys\na = []\ndef func(a):\n    sys.getrefcount(a)\nfunc(a)\n');
    expect(at).toEqual({
      texts: [
        'global `a` in `__main__`',
        'argument on the value stack of `<module>`, line 5',
        'parameter `a` of `func`',
        'argument of `getrefcount`',
      ],
      count: 4,
      balanced: true,
    });
  });

  it('names containers, attributes, closures, iterators by the way Python reaches them', () => {
    const [at] = explained(
      [
        'import sys',
        'class Box:',
        '    pass',
        'x = []',
        'drawer = [0, [x]]',
        "index = {'k': x, (1, 2): 5}",
        'box = Box()',
        'box.item = x',
        'def keep(y):',
        '    def inner(): return y',
        '    return inner',
        'kept = keep(x)',
        'for i in x, 1:',
        '    if i is x: sys.getrefcount(i)',
      ].join('\n'),
    );
    expect(at!.texts).toEqual([
      'global `x` in `__main__`',
      'global `i` in `__main__`',
      'attribute `item` of Box `box` in `__main__`',
      'item 0 of a tuple being iterated over in `<module>`, line 14',
      'item 0 of list `drawer[1]` in `__main__`',
      "value of 'k' in dict `index` in `__main__`",
      'variable `y` in the closure of `inner`',
      'argument of `getrefcount`',
    ]);
    expect(at!.balanced).toBe(true);
  });

  it('names the native function that holds an object while it calls back', () => {
    const [at] = explained('import sys\nx = []\ndef key(v):\n    sys.getrefcount(v)\n    return 0\nlist(map(key, [x]))\n');
    expect(at!.texts).toEqual([
      'global `x` in `__main__`',
      'item 0 of a list being iterated over',
      'parameter `v` of `key`',
      'argument of `getrefcount`',
      'held by native code while `list` runs, called by `<module>`, line 6',
    ]);
    expect(at!.balanced).toBe(true);
  });
});

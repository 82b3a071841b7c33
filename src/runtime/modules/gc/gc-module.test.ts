import { describe, expect, it } from 'vitest';
import { runProgram } from '../../start-up/test-runtime.ts';

function lines(source: string, model: string): string[] {
  const { stdout, error, problems } = runProgram(source, { model, debug: {}, auditEvery: 101 });
  expect(problems).toEqual([]);
  expect(error).toBeNull();
  return stdout.trimEnd().split('\n');
}

const RING = `
import gc
class A: pass
def ring():
    a, b = A(), A(); a.o = b; b.o = a
gc.collect(); ring()
`;

describe('gc by release', () => {
  it('an instance is one object to the collector where its attributes are values, two where they are a dict', () => {
    const source = `${RING}print(gc.collect(), sorted(type(x).__name__ for x in gc.get_referents(A())))
a = A(); a.o = []; print([type(r).__name__ for r in gc.get_referrers(a.o)])
a.__dict__; print(len([r for r in gc.get_referrers(a.o) if type(r) is dict]))`;
    expect(lines(source, '3.10')).toEqual(["4 ['type']", "['dict']", '1']);
    expect(lines(source, '3.12')).toEqual(["2 ['type']", "['A']", '1']);
    expect(lines(source, '3.14')).toEqual(["2 ['type']", "['A']", '0']);
  });

  it.each(['3.8', '3.10', '3.11', '3.13'])('finds a frame in the handler of an exception whose traceback holds it (%s)', (model) => {
    const source = `
import gc, sys
sys.unraisablehook = lambda args: None
class A:
    def __del__(self): print('A dies')
def stubborn(a):
    try: yield 1
    finally: yield 2
gc.collect(); gc.disable()
g = stubborn(A()); next(g); del g
print(gc.collect())`;
    expect(lines(source, model)).toEqual(['A dies', '4']);
  });

  it('a generator and its frame show what was handled before; None is held as often in a handler as outside', () => {
    const source = `
import gc, sys
def kinds(x): return sorted(type(r).__name__ for r in gc.get_referents(x) if r is None or isinstance(r, (BaseException, type)))
def handlers():
    try: 1/0
    except ZeroDivisionError: first = sys.getrefcount(None)
    between = sys.getrefcount(None)
    try: 1/0
    except ZeroDivisionError:
        inside = sys.getrefcount(None)
        try: 1/0
        except ZeroDivisionError as e: nested = sys.getrefcount(None)
    try:
        try: 1/0
        finally: last = sys.getrefcount(None)
    except ZeroDivisionError: pass
    return between - first, inside - first, nested - first, last - first, sys.getrefcount(None) - first
handlers(); print(*handlers())
def gen():
    yield
    try: 1/0
    except ZeroDivisionError: yield
    yield
    try:
        try: 1/0
        finally: yield
    except ZeroDivisionError: yield
g = gen()
for _ in g: print(*kinds(g), '/', *kinds(g.gi_frame))`;
    const both = 'NoneType ZeroDivisionError';
    expect(lines(source, '3.10')).toEqual([
      '0 0 0 0 0',
      '/',
      'ZeroDivisionError type / NoneType',
      'NoneType /',
      'ZeroDivisionError type / NoneType ZeroDivisionError type',
      'ZeroDivisionError type / NoneType',
    ]);
    expect(lines(source, '3.12')).toEqual(['0 0 0 0 0', '/', `${both} /`, 'NoneType /', `${both} ZeroDivisionError /`, `${both} /`]);
    expect(lines(source, '3.13')).toEqual(['0 0 0 0 0', '/', `${both} /`, '/', `${both} ZeroDivisionError /`, `${both} /`]);
  });

  it('collects inside the allocation, or after the call that allocated', () => {
    const source = `
import gc
gc.collect(); gc.disable(); gc.set_threshold(10, 5, 5)
at = []
gc.callbacks.append(lambda phase, info: phase == 'start' and at.append(len(kept)))
kept = []
gc.enable()
for _ in range(30): kept.append([])
gc.disable()
print(at[1] - at[0], at[0])`;
    const [inside] = lines(source, '3.11');
    const [after] = lines(source, '3.12');
    expect(inside!.split(' ')[0]).toBe('11');
    expect(after!.split(' ')[0]).toBe('11');
    expect(Number(after!.split(' ')[1]) - Number(inside!.split(' ')[1])).toBe(1);
  });

  it('one resurrected object saves its whole set before 3.9, itself alone after', () => {
    const source = `
import gc
saved = []
class R:
    def __del__(self): saved.append(self)
class A: pass
def make():
    r = R(); r.me = r
    a = A(); a.me = a
gc.collect(); make()
print(gc.collect())`;
    expect(lines(source, '3.6')).toEqual(['4']);
    expect(lines(source, '3.8')).toEqual(['0']);
    expect(lines(source, '3.10')).toEqual(['2']);
  });

  it('a weak reference without callback is dead in __del__ up to 3.14 and alive from 3.15 on', () => {
    const source = `
import gc, _weakref
class D:
    def __del__(self): print(ref() is None)
def make():
    global ref
    d = D(); d.me = d; ref = _weakref.ref(d)
make(); gc.collect(); print(ref() is None)`;
    expect(lines(source, '3.14')).toEqual(['True', 'True']);
    expect(lines(source, '3.15')).toEqual(['False', 'True']);
  });

  it('names what failed as the release does', () => {
    const source = `
import sys
class Bad:
    def __del__(self): raise ValueError('no')
def hook(u): print(u.err_msg if u.err_msg is None else u.err_msg.split(' <')[0], u.object is None, u.exc_type.__name__)
sys.unraisablehook = hook
Bad()`;
    expect(lines(source, '3.10')).toEqual(['None False ValueError']);
    expect(lines(source, '3.14')).toEqual(['Exception ignored while calling deallocator True ValueError']);
  });

  it('tells audit hooks who looks at the heap', () => {
    const source = `
import gc, sys
seen = []
sys.addaudithook(lambda event, args: seen.append((event, len(args))) if event.startswith('gc.') else None)
gc.get_objects(); gc.get_referrers(1); gc.get_referents([])
print(seen)`;
    expect(lines(source, '3.10')).toEqual(["[('gc.get_objects', 1), ('gc.get_referrers', 1), ('gc.get_referents', 1)]"]);
  });
});

import { describe, expect, it } from 'vitest';
import { runProgram } from '../start-up/test-runtime.ts';

/** Two threads that meet again and again: with both inside native code, neither could go on without the other. */
const START = `
import _thread, sys
class Meeting:
    def __init__(self):
        self.lock = _thread.allocate_lock(); self.waiting = None
    def wait(self, value=None):
        with self.lock:
            other = self.waiting
            if other is None:
                mine = self.waiting = _thread.allocate_lock(); mine.acquire()
            else:
                self.waiting = None
        if other is None: mine.acquire()
        else: other.release()
        return value
meeting = Meeting(); wait = meeting.wait
def twice(work):
    out = []; ends = []
    def run(end):
        try: out.append(work())
        except BaseException as e: out.append(repr(e))
        end.release()
    for _ in range(2):
        end = _thread.allocate_lock(); end.acquire(); ends.append(end)
        _thread.start_new_thread(run, (end,))
    for end in ends: end.acquire()
    print(*out)
def numbers():
    for i in range(3):
        wait(); yield i
    return 9
`;

function outputOf(source: string): string {
  const { stdout, stderr, problems } = runProgram(START + source, { debug: {}, auditEvery: 31 });
  expect(stderr).toBe('');
  expect(problems).toEqual([]);
  return stdout;
}

describe('two threads that wait for each other inside native code', () => {
  it.each([
    ['list(map(wait, [1, 2, 3]))', '[1, 2, 3]'],
    ['[x for x in filter(wait, [1, 0, 2])]', '[1, 2]'],
    ['list(numbers()), tuple(numbers())', '([0, 1, 2], (0, 1, 2))'],
    ['sum(numbers()), max(numbers())', '(3, 2)'],
    ["'-'.join(str(x) for x in numbers())", '0-1-2'],
    ['sorted([3, 1, 2], key=wait), min([3, 1, 2], key=wait)', '([1, 2, 3], 1)'],
    ['[(i, x, y) for i, (x, y) in enumerate(zip(numbers(), numbers()))]', '[(0, 0, 0), (1, 1, 1), (2, 2, 2)]'],
    ['[*numbers()], max(*numbers())', '([0, 1, 2], 2)'],
    ['(lambda a, b, c: b)(*numbers())', '1'],
  ])('%s', (expression, value) => {
    expect(outputOf(`twice(lambda: (${expression}))`)).toBe(`${value} ${value}\n`);
  });

  it('in special methods, properties and attributes that are made when asked for', () => {
    const source = `
class C:
    def __new__(cls, *args, **kw): wait(); return object.__new__(cls)
    def __init__(self, x, *, y): wait(); self.x = x + wait(y)
    def __call__(self, *args): return wait(args)
    def __enter__(self, n=4): return wait(n)
    def __exit__(self, *args): wait(); wait()
    def __getattr__(self, name): return wait(name)
    def __iter__(self): wait(); self.n = 0; return self
    def __next__(self):
        wait(); self.n += 1
        if self.n > 2: raise StopIteration
        return self.n
    def __repr__(self): return 'C%d' % wait(1)
    p = property(lambda self: wait(7))
def work():
    c = C(1, y=2)
    with c as entered: pass
    a, b = c
    return entered, a, b, [x for x in c], list(c), c.x, c.p, c.q, getattr(c, 'r'), c(5), repr(c), str(c)
twice(work)
`;
    const one = "(4, 1, 2, [1, 2], [1, 2], 3, 7, 'q', 'r', (5,), 'C1', 'C1')";
    expect(outputOf(source)).toBe(`${one} ${one}\n`);
  });

  it('keep what generators return, and show no frame of ours', () => {
    const source = `
def last():
    g = numbers()
    for _ in range(3): g.send(None)
    try: next(g)
    except StopIteration as e: return e.value
def names():
    def key(x):
        wait()
        f = sys._getframe(); found = []
        while f: found.append(f.f_code.co_name); f = f.f_back
        raise KeyError(*found)
    try: sorted([1], key=key)
    except KeyError as e:
        tb = e.__traceback__; n = 0
        while tb: tb = tb.tb_next; n += 1
        return (*e.args, n)
twice(last); twice(names)
`;
    const frames = "('key', 'names', 'run', 2)";
    expect(outputOf(source)).toBe(`9 9\n${frames} ${frames}\n`);
  });

  it('next() asks what has a __next__ of its own, and only that', () => {
    const source = `
class Steps:
    def __iter__(self): return iter('other')
    def __next__(self): wait(); raise StopIteration(wait(5))
class Iterable:
    def __iter__(self): return iter('abc')
class Unsized:
    def __len__(self): wait(); raise TypeError
    def __iter__(self): wait(); return iter('ab')
def work():
    out = [next(Steps(), 'default'), list(Unsized())]
    try: next(Steps())
    except StopIteration as e: out.append(e.value)
    wait()
    def key(x):
        wait()
        try: return next(Iterable())
        except TypeError as e: return str(e)
    out.append(max([1], key=key)); out.append(key(1))
    return out
twice(work)
`;
    const one = `['default', ['a', 'b'], 5, 1, "'Iterable' object is not an iterator"]`;
    expect(outputOf(source)).toBe(`${one} ${one}\n`);
  });

  it('errors are those of the native code', () => {
    const source = `
def bad(f):
    try: f()
    except Exception as e: return repr(e)
def empty(): wait(); return; yield
def text(): wait(); yield 'a'; yield wait(1)
def work():
    a = []
    return [bad(f) for f in (lambda: min(empty()), lambda: ''.join(text()), lambda: sum(text()), lambda: next(empty()))]
twice(work)
def unpack():
    a, b = numbers()
twice(lambda: bad(unpack))
`;
    const { stdout } = runProgram(START + source, {});
    expect(stdout).toContain('StopIteration()');
    expect(stdout).toContain('sequence item 1: expected str instance, int found');
    expect(stdout).toContain('unsupported operand type(s) for +: ');
    expect(stdout).toContain("ValueError('too many values to unpack (expected 2)') ValueError('too many values to unpack (expected 2)')");
  });
});

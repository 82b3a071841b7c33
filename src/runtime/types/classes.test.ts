import { describe, expect, it } from 'vitest';
import { runProgram } from '../start-up/test-runtime.ts';

/** Runs a program, expects it to leave a sound heap, gives its output lines. */
function lines(source: string, model = '3.10'): string[] {
  const result = runProgram(source, { debug: {}, model });
  expect(result.problems).toEqual([]);
  expect(result.stderr).toBe('');
  return result.stdout.trimEnd().split('\n');
}

describe('counts', () => {
  it('of classes are those of CPython 3.10', () => {
    const source = `
from sys import getrefcount as rc
class A: pass
print(rc(A))
a = A()
print(rc(A))
class B(A): pass
print(rc(A), rc(B))
class S0: __slots__ = ()
class S1: __slots__ = ('q',)
print(rc(S0), rc(S1))
print(rc(type('X', (), {})))
`;
    expect(lines(source)).toEqual(['5', '6', '9 3', '3 4', '4']);
  });

  it('of arguments of constructors and special methods include the tuple of tp_call', () => {
    const source = `
from sys import getrefcount as rc
class C:
    def __init__(self, x): self.r = rc(x)
    def __call__(self, x): return rc(x), rc(self)
    def __getitem__(self, x): return rc(x)
    def __add__(self, x): return rc(x)
o = object()
c = C(o)
print(c.r, c(o), c[o], c + o)
print(C(x=o).r, C(*[o]).r, C(**{'x': o}).r)
`;
    expect(lines(source)).toEqual(['5 (5, 4) 4 4', '6 4 5']);
  });
});

describe('class creation', () => {
  it('finds the order of bases and refuses what has none', () => {
    const source = `
def t(f):
    try: print(f())
    except TypeError as e: print(e)
class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B, A): pass
print([k.__name__ for k in C.__mro__])
t(lambda: type('E', (C, D), {}))
t(lambda: type('E', (A, A), {}))
t(lambda: type('E', (int, str), {}))
t(lambda: type('E', (bool,), {}))
`;
    expect(lines(source)).toEqual([
      "['C', 'A', 'B', 'O', 'object']",
      'Cannot create a consistent method resolution',
      'order (MRO) for bases A, B',
      'duplicate base class A',
      'multiple bases have instance lay-out conflict',
      "type 'bool' is not an acceptable base type",
    ]);
  });

  it('calls __set_name__, __init_subclass__ and fills the class cell', () => {
    const source = `
class N:
    def __set_name__(self, owner, name): print(owner.__name__, name)
class P:
    def __init_subclass__(cls, **k): print(cls.__name__, k)
class Q(P, x=1):
    n = N()
    def f(self): return __class__.__name__
print(Q().f())
`;
    expect(lines(source)).toEqual(['Q n', "Q {'x': 1}", 'Q']);
  });

  it('keeps slots in step with attributes set later, in subclasses too', () => {
    const source = `
class A: pass
class B(A): pass
b = B()
A.__len__ = lambda self: 7
print(len(b))
B.__len__ = lambda self: 8
print(len(b))
del B.__len__
print(len(b))
del A.__len__
try: len(b)
except TypeError as e: print(e)
`;
    expect(lines(source)).toEqual(['7', '8', '7', "object of type 'B' has no len()"]);
  });
});

describe('destruction', () => {
  it('runs the finalizer, then weak references, then the attributes', () => {
    const source = `
import _weakref
class T:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
class O:
    def __del__(self): print('owner', w() is None)
o = O()
o.a = T('a')
o.b = T('b')
w = _weakref.ref(o, lambda r: print('gone', r() is None))
del o
`;
    expect(lines(source)).toEqual(['owner False', 'gone True', 'del a', 'del b']);
  });

  it('lets a finalizer bring its object back, and runs it once', () => {
    const source = `
class R:
    def __del__(self):
        global kept
        kept = self
        print('del')
r = R()
r.v = 1
del r
print(kept.v)
del kept
print('end')
`;
    expect(lines(source)).toEqual(['del', '1', 'end']);
  });

  it('of a deep chain of instances does not overflow', () => {
    const source = `
class L(list): pass
class N: pass
head = None
for i in range(5000):
    n = N()
    n.next = head
    head = L([n])
    n = None
del head
print('done')
`;
    expect(lines(source)).toEqual(['done']);
  });
});

describe('soundness', () => {
  const program = `
import gc, _weakref
class M(type):
    def __call__(cls, *a, **k): return super().__call__(*a, **k)
class A(metaclass=M):
    __slots__ = ('x', '__dict__', '__weakref__')
    def __init__(self, x, *, y=2): self.x = x; self.y = y
    def __del__(self): self.z = 1
    def __eq__(self, o): return self.x == o.x
    __hash__ = None
class B(A):
    def __iter__(self): return iter([self.x])
    @property
    def p(self): return super().x
a = B([1], y=3)
a.me = a
r = _weakref.ref(a, lambda r: None)
print(a.p, list(a), a == A([1]), r() is a)
try: hash(a)
except TypeError as e: print(e)
try: A(1, 2)
except TypeError as e: print(e)
del a
print(gc.collect() > 0, r())
`;
  const output = ['[1] [[1]] True True', "unhashable type: 'B'", 'A.__init__() takes 2 positional arguments but 3 were given', 'True None'];

  it('holds at every instruction and with a collection at every allocation', () => {
    const result = runProgram(program, { debug: {}, auditEvery: 1, gcStress: true });
    expect(result.problems).toEqual([]);
    expect(result.stdout.trimEnd().split('\n')).toEqual(output);
  });

  it('holds when an allocation fails', () => {
    for (let n = 1; n < 3000; n += 83) {
      const result = runProgram(program, { debug: {}, failAt: n });
      expect(result.problems, `failAt ${n}`).toEqual([]);
      if (result.failures === 0) break;
    }
  });
});

describe('slots of a class below a sequence', () => {
  it('are no number slots: operands in the wrong order are refused', () => {
    const source = `
class L(list): pass
class B(bytes):
    def __len__(self): return 1
for left, right in ((5, L([1])), (5, B(b'x')), (None, L())):
    try: print(left + right)
    except TypeError as e: print(e)
print(L([1]) + L([2]))
`;
    expect(lines(source)).toEqual([
      "unsupported operand type(s) for +: 'int' and 'L'",
      "unsupported operand type(s) for +: 'int' and 'B'",
      "unsupported operand type(s) for +: 'NoneType' and 'L'",
      '[1, 2]',
    ]);
  });
});

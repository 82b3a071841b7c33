# Prints sizes of many objects as JSON: one key an expression or a growth sequence. Recorded in ../../recorded/sizeof.json.
import array
import collections
import functools
import itertools
import json
import operator
import os
import sys
import types
import weakref

gs = sys.getsizeof


class E0: pass
class E1:
    def __init__(self): self.a = 1
class E6:
    def __init__(self): self.a = self.b = self.c = self.d = self.e = self.f = 1
class Init3:
    def __init__(self): self.a = 1; self.b = 2; self.c = 3
class S0: __slots__ = ()
class S1: __slots__ = ('a',)
class S2: __slots__ = ('a', 'b')
class S3: __slots__ = ('a', 'b', 'c')
class SD: __slots__ = ('a', '__dict__')
class SW: __slots__ = ('a', '__weakref__')
class SDW: __slots__ = ('a', '__dict__', '__weakref__')
class Derived(E0): pass
class IntSub(int): pass
class StrSub(str): pass
class BytesSub(bytes): pass
class ListSub(list): pass
class DictSub(dict): pass
class TupleSub(tuple): pass
class SetSub(set): pass
class FloatSub(float): pass
class ExcSub(Exception): pass
class Meth:
    def m(self): pass
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass
    @property
    def p(self): pass


def f0(): pass
def f1(a): return a
def gen(): yield
def gen2(a, b, c):
    x = a + b
    y = b
    z = c
    yield x
async def co(): pass
async def agen(): yield 1
def clos():
    x = 1
    def inner(): return x
    return inner
def frame0(): return sys._getframe()
def frame3(a, b, c):
    x = a
    return sys._getframe()


here = os.path.dirname(os.path.abspath(__file__))
out = {}
for line in open(os.path.join(here, 'expressions.txt'), encoding='utf-8'):
    key = line.rstrip('\n')
    try:
        out[key] = gs(eval(key))
    except Exception as e:
        out[key] = '%s: %s' % (type(e).__name__, e)


def sequence(name, value, steps, change):
    """The sizes at which the object changes: [step, size]."""
    seen = [[0, gs(value)]]
    for i in range(steps):
        value = change(value, i) or value
        size = gs(value)
        if size != seen[-1][1]:
            seen.append([i + 1, size])
    out[name] = seen


def plus(value, i):
    value += [i]
    return value


sequence('seq:list.append 0..200', [], 200, lambda v, i: v.append(i))
sequence('seq:list.insert(0,i) 0..100', [], 100, lambda v, i: v.insert(0, i))
sequence('seq:list += [i] 0..100', [], 100, plus)
v = []
seen = [[0, gs(v)]]
for i in range(20):
    v.extend(range(3))
    if gs(v) != seen[-1][1]:
        seen.append([len(v), gs(v)])
out['seq:list.extend(range(3)) *20'] = seen
v = list(range(100))
seen = [[100, gs(v)]]
while v:
    v.pop()
    if gs(v) != seen[-1][1]:
        seen.append([len(v), gs(v)])
out['seq:list.pop 100..0'] = seen
sequence('seq:dict int keys 0..2000', dict(), 2000, lambda v, i: v.__setitem__(i, i))
sequence('seq:dict str keys 0..2000', dict(), 2000, lambda v, i: v.__setitem__(str(i), i))
v = {i: i for i in range(100)}
seen = [[100, gs(v)]]
for i in range(99):
    del v[i]
    if gs(v) != seen[-1][1]:
        seen.append([len(v), gs(v)])
v['new'] = 1
seen.append(['insert after deletes', gs(v)])
v.clear()
seen.append(['clear', gs(v)])
out['seq:dict delete 100..1'] = seen
sequence('seq:set.add 0..2000', set(), 2000, lambda v, i: v.add(i))
sequence('seq:bytearray.append 0..200', bytearray(), 200, lambda v, i: v.append(i))
sequence('seq:array(i).append 0..100', array.array('i'), 100, lambda v, i: v.append(i))
sequence('seq:deque.append 0..300', collections.deque(), 300, lambda v, i: v.append(i))


class A: pass
class B: pass


a = A()
first = ['0 attrs inst', gs(a)]
for i in range(40):
    setattr(a, 'attr%d' % i, i)
second = ['40 attrs inst', gs(a), 'dict', gs(a.__dict__), 'inst after', gs(a)]
sizes = []
class D: pass
for n in range(32):
    o = D()
    for i in range(n):
        setattr(o, 'a%d' % i, i)
    sizes.append(gs(o.__dict__))
out['seq:instances'] = [first, second, ['D().__dict__ by n attrs (fresh instance, shared keys)', sizes]]

s = set(range(5))
out['set ops'] = {'set(range(5))': gs(s), 'union': gs(s | set(range(5, 9))), 'copy': gs(s.copy())}
out['sizeof rule'] = {
    "''.__sizeof__": ''.__sizeof__(), '(5).__sizeof__': (5).__sizeof__(), 'E0 gs': gs(E0()), 'E0().__sizeof__': E0().__sizeof__(),
    'gs': gs([1]), 'gs(E0)': gs(E0), 'list.__sizeof__([1])': list.__sizeof__([1]), 'object().__sizeof__': object().__sizeof__(),
    'type.__sizeof__(E0)': type.__sizeof__(E0), 'type.__sizeof__(int)': type.__sizeof__(int)}


def answers(value):
    return type('Answer', (), {'__sizeof__': lambda self: value})()


def attempt(f):
    try:
        return f()
    except Exception as e:
        return '%s: %s' % (type(e).__name__, e)


class Slotted:
    __slots__ = ()
    def __sizeof__(self): return 10


class NoSize:
    __sizeof__ = None


out['getsizeof errors'] = {
    'noargs': attempt(lambda: gs()), 'kw': attempt(lambda: gs(object=[1])), 'int ok': attempt(lambda: gs(answers(10))),
    'slots ok': attempt(lambda: gs(Slotted())), 'str': attempt(lambda: gs(answers('x'))), 'str default': attempt(lambda: gs(answers('x'), 5)),
    'float': attempt(lambda: gs(answers(1.5))), 'neg': attempt(lambda: gs(answers(-1))), 'neg default': attempt(lambda: gs(answers(-1), 5)),
    'None': attempt(lambda: gs(NoSize()))}

named = [AttributeError, BaseException, Exception, KeyError, NameError, OSError, StopIteration, SyntaxError, DictSub, E0, E1, ExcSub, IntSub, ListSub, S0, S1, S2, SD,
         SW, StrSub, TupleSub, collections.OrderedDict, weakref.ReferenceType if hasattr(weakref, 'ReferenceType') else weakref.ref, types.SimpleNamespace,
         types.AsyncGeneratorType, bool, types.BuiltinFunctionType, bytearray, bytes, type(clos().__closure__[0]), classmethod, types.CodeType, complex,
         types.CoroutineType, collections.deque, dict, type(iter({})), enumerate, filter, float, types.FrameType, frozenset, types.FunctionType,
         types.GeneratorType, int, list, type(iter([])), map, types.MappingProxyType, memoryview, types.MethodType, type(''.__str__), type(str.join),
         types.ModuleType, object, functools.partial, property, range, reversed, set, type(iter(set())), slice, staticmethod, str, super,
         types.TracebackType, tuple, type(iter(())), type, type(object.__init__), zip]
out['types'] = {t.__name__: {'basicsize': t.__basicsize__, 'itemsize': t.__itemsize__, 'dictoffset': t.__dictoffset__,
                             'weakrefoffset': t.__weakrefoffset__, 'HAVE_GC': bool(t.__flags__ & (1 << 14))} for t in named}
print(json.dumps(out))

import _weakref, weakref, sys
class C:
    def __init__(self): self.x = 1
    def __repr__(self): return 'C()'
class NW: __slots__ = ()
c = C()
VALUES = [(), (c,), (c, None), (c, print), (c, 5), (c, None, 3), (5,), ('a',), (None,), ([],), (NW(),), (C,), (len,), (c, print, 1, 2), ({}, 1), ({}, []), ([], 1), ({1: 2}, 1), (1, 2, 3), ({1: weakref.ref(c)}, 1), ({}, 1, 2)]
KW = [{}, {'callback': None}, {'foo': 1}]
for n in ['ref', 'proxy', 'getweakrefcount', 'getweakrefs', '_remove_dead_weakref']:
    f = getattr(_weakref, n)
    for a in VALUES:
        for k in KW:
            try:
                r = f(*a, **k); s = type(r).__name__
            except BaseException as e: s = type(e).__name__ + ': ' + str(e)
            print(n, [type(x).__name__ for x in a], k, s)
r = weakref.ref(c); p = weakref.proxy(c); 
for a in [(), (1,), (1, 2)]:
    for k in KW:
        for f, nm in ((r, 'r()'), (r.__call__, 'r.__call__'), (r.__init__, 'init'), (weakref.ref.__new__, '__new__'), (weakref.ref.__call__, 'call')):
            try: s = f(*a, **k)
            except BaseException as e: s = type(e).__name__ + ': ' + str(e)
            print(nm, a, k, s)
for n in ['ref', 'proxy', 'getweakrefcount', 'getweakrefs', '_remove_dead_weakref', 'ProxyType', 'CallableProxyType', 'ReferenceType']:
    v = getattr(_weakref, n)
    print(n, v, getattr(v, '__name__', None), getattr(v, '__qualname__', None), getattr(v, '__module__', None))
for n in ['ref', 'ProxyType', 'CallableProxyType']:
    v = getattr(_weakref, n)
    print(n, sorted(x for x in dir(v) if x not in dir(object)), v.__basicsize__, v.__dictoffset__, v.__weakrefoffset__, v.__flags__ & (1 << 10) != 0, v.__hash__ is None)
    for t in (v,):
        try:
            class S(t): pass
            print('subclass ok')
        except TypeError as e: print('subclass', e)
        try: t()
        except TypeError as e: print('call', e)
        try: t(c); print('ok')
        except TypeError as e: print('call', e)
        try: t.__new__(t, c); print('ok')
        except BaseException as e: print('new', type(e).__name__, e)
        try: t.foo = 1
        except TypeError as e: print('set', e)
    try: r.foo = 1
    except AttributeError as e: print(e)
    try: r.__callback__ = 1
    except AttributeError as e: print(e)
    print(r.__callback__)
for e in ["r < r", "r == 1", "r != r", "hash(p)", "hash(r) == hash(c)", "p == c", "p is c", "p < p", "len(p)", "p[0]", "p[0:1]", "p()", "iter(p)", "next(p)", "p + 1", "1 + p", "p @ 1", "-p", "+p", "~p", "abs(p)", "p ** 2", "pow(p, 2, 3)", "p << 1", "p >> 1", "p & 1", "p | 1", "p ^ 1", "p // 1", "p / 1", "p % 1", "divmod(p, 1)", "int(p)", "float(p)", "complex(p)", "bool(p)", "p.__index__()", "bytes(p)", "reversed(p)", "round(p)", "1 in p", "p.x", "p.y", "setattr(p, 'z', 3)", "delattr(p, 'z')", "delattr(p, 'z')", "str(p)", "isinstance(p, C)", "type(p).__name__", "p.__class__ is C", "p.__dict__", "[*p]", "range(p)", "[1][p]", "format(p)", "f'{p}'", "p.__hash__", "copy.copy(p)", "weakref.ref(p)", "weakref.ref(r)", "weakref.ref[int]", "weakref.ReferenceType[int]", "p.__bytes__()", "p.__reversed__()"]:
    import copy
    try: s = eval(e)
    except BaseException as x: s = type(x).__name__ + ': ' + str(x)
    s = repr(s) if not isinstance(s, str) else s
    import re
    print(e, '->', re.sub('0x[0-9a-f]+', '0x', s))
class Num:
    def __getattribute__(self, n): return object.__getattribute__(self, n)
    def __repr__(self): return 'Num'
ops = 'add sub mul matmul truediv floordiv mod lshift rshift and or xor pow divmod'.split()
for o in ops:
    setattr(Num, '__%s__' % o, lambda s, x, *a, o=o: (o, type(s).__name__, type(x).__name__, a))
    setattr(Num, '__r%s__' % o, lambda s, x, *a, o=o: ('r' + o, type(s).__name__, type(x).__name__, a))
    if o != 'divmod': setattr(Num, '__i%s__' % o, lambda s, x, *a, o=o: ('i' + o, type(s).__name__, type(x).__name__, a))
for o in 'neg pos abs invert int float index complex bool len iter next round trunc floor ceil bytes reversed contains getitem setitem delitem call enter exit hash str format sizeof dir'.split():
    setattr(Num, '__%s__' % o, lambda s, *a, o=o: (o, type(s).__name__, [type(x).__name__ for x in a]))
n = Num(); q = weakref.proxy(n); m = Num(); mq = weakref.proxy(m)
import operator
for name in sorted(dir(operator)):
    if name.startswith('_') or name in ('call', 'is_none', 'is_not_none', 'length_hint', 'attrgetter', 'itemgetter', 'methodcaller'): continue
    f = getattr(operator, name)
    for args in ((q,), (q, 1), (1, q), (q, mq), (n, q), (q, 1, 2)):
        try: s = f(*args)
        except BaseException as x: s = type(x).__name__ + ': ' + str(x)
        print(name, [type(x).__name__ for x in args], re.sub('0x[0-9a-f]+', '0x', str(s)))
for e in ['pow(q, 2, 3)', 'pow(q, mq, mq)', 'pow(2, q)', 'divmod(q, 1)', 'divmod(1, q)', 'abs(q)', 'q(1, 2)', 'round(q)', 'hash(q)', 'str(q)', 'q == n', 'q != n', 'q == mq', 'iter(q)', 'next(q)', 'list(q)', 'bool(q)', 'len(q)', '1 in q', 'q[1]', 'q[1:2]', 'int(q)', 'float(q)', 'complex(q)', 'hex(q)', '__import__("math").floor(q)', 'format(q, "x")', 'reversed(q)']:
    try: s = eval(e)
    except BaseException as x: s = type(x).__name__ + ': ' + str(x)
    print(e, re.sub('0x[0-9a-f]+', '0x', str(s)))
for o in '+ - * @ / // % << >> & | ^ **'.split():
    v = weakref.proxy(n); ns = {'v': v, 'mq': mq}
    for rhs in ('1', 'mq', 'v'):
        try: exec('w = v\nw %s= %s' % (o, rhs), ns); s = ns['w']
        except BaseException as x: s = type(x).__name__ + ': ' + str(x)
        print('inplace', o, rhs, re.sub('0x[0-9a-f]+', '0x', str(s)))
del n, ns, f, args, v, s
import gc; gc.collect()
for name in sorted(dir(operator)):
    if name.startswith('_') or name in ('call', 'is_none', 'is_not_none', 'length_hint', 'attrgetter', 'itemgetter', 'methodcaller', 'is_', 'is_not'): continue
    for args in ((q,), (q, 1), (1, q), (q, 1, 2)):
        try: s = getattr(operator, name)(*args)
        except BaseException as x: s = type(x).__name__ + ': ' + str(x)
        print('dead', name, [type(x).__name__ for x in args], re.sub('0x[0-9a-f]+', '0x', str(s)))
for e in ['repr(q)', 'str(q)', 'q()', 'q.x', 'setattr(q, "x", 1)', 'delattr(q, "x")', 'q == q', 'q != 1', 'hash(q)', 'bool(q)', 'iter(q)', 'next(q)', 'len(q)', 'type(q)', 'isinstance(q, int)', 'dir(q)', 'bytes(q)', 'callable(q)', 'q.__class__', 'weakref.getweakrefcount(q)', 'format(q)', 'pow(1, q)']:
    try: s = eval(e)
    except BaseException as x: s = type(x).__name__ + ': ' + str(x)
    print('dead', e, re.sub('0x[0-9a-f]+', '0x', str(s)))

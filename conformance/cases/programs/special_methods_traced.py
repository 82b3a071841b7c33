# Every special method of the data model, traced as it is called.
import operator, sys

log = []


def traced(name, result):
    def method(self, *args, **kw):
        shown = ', '.join([show(a) for a in args] + [f'{k}={show(v)}' for k, v in sorted(kw.items())])
        log.append(f'{self.label}.{name}({shown})')
        return result(self, *args) if callable(result) else result
    method.__name__ = name
    return method


def show(x):
    return x.label if hasattr(x, 'label') else repr(x)


class Base:
    def __init__(self, label):
        object.__setattr__(self, 'label', label)


BINARY = 'add sub mul matmul truediv floordiv mod divmod lshift rshift and xor or'.split()
namespace = {}
for op in BINARY:
    namespace[f'__{op}__'] = traced(f'__{op}__', NotImplemented)
    namespace[f'__r{op}__'] = traced(f'__r{op}__', lambda s, o, op=op: f'r{op}')
    if op != 'divmod':
        namespace[f'__i{op}__'] = traced(f'__i{op}__', NotImplemented)
Numbery = type('Numbery', (Base,), namespace)
Left = type('Left', (Base,), {f'__{op}__': traced(f'__{op}__', f'left {op}') for op in BINARY})
Derived = type('Derived', (Numbery,), {f'__r{op}__': traced(f'__r{op}__', f'derived r{op}') for op in BINARY})


def report(title, f):
    log.clear()
    try:
        result = f()
    except Exception as e:
        result = f'{type(e).__name__}: {e}'
    print(f'{title:28} -> {show(result)!s:32} {"; ".join(log)}')


a, b, c, d = Numbery('a'), Numbery('b'), Left('c'), Derived('d')
functions = {'add': operator.add, 'sub': operator.sub, 'mul': operator.mul, 'matmul': operator.matmul, 'truediv': operator.truediv,
             'floordiv': operator.floordiv, 'mod': operator.mod, 'divmod': divmod, 'lshift': operator.lshift, 'rshift': operator.rshift,
             'and': operator.and_, 'xor': operator.xor, 'or': operator.or_}
for op in BINARY:
    f = functions[op]
    report(f'{op} same type', lambda: f(a, b))
    report(f'{op} with int', lambda: f(a, 1))
    report(f'{op} int first', lambda: f(1, a))
    report(f'{op} left class', lambda: f(c, a))
    report(f'{op} derived right', lambda: f(a, d))
for op in ('iadd', 'imul', 'imatmul', 'ior', 'ilshift'):
    report(op, lambda: getattr(operator, op)(a, b))
    report(op + ' 2', lambda: getattr(operator, op)(a, 3))


class Powers(Base):
    __pow__ = traced('__pow__', lambda s, o, m=None: NotImplemented if o == 0 else ('pow', o, m))
    __rpow__ = traced('__rpow__', lambda s, o, m=None: ('rpow', o, m))
    __neg__ = traced('__neg__', 'neg')
    __pos__ = traced('__pos__', 'pos')
    __invert__ = traced('__invert__', 'invert')
    __abs__ = traced('__abs__', 'abs')
    __round__ = traced('__round__', lambda s, n='none': ('round', n))
    __trunc__ = traced('__trunc__', 5)
    __floor__ = traced('__floor__', 'floor')
    __ceil__ = traced('__ceil__', 'ceil')
    __int__ = traced('__int__', 11)
    __float__ = traced('__float__', 2.5)
    __complex__ = traced('__complex__', 1 + 2j)
    __index__ = traced('__index__', 3)


import math
p = Powers('p')
report('pow', lambda: p ** 2)
report('pow mod', lambda: pow(p, 2, 5))
report('pow 0', lambda: p ** 0)
report('rpow', lambda: 2 ** p)
for f in (operator.neg, operator.pos, operator.invert, abs, round, lambda x: round(x, 2), math.trunc, math.floor, math.ceil, int, float, complex,
          operator.index, hex, oct, bin, lambda x: [10, 20, 30, 40][x], lambda x: 'ab' * x, lambda x: b'x' * x, lambda x: list(range(x)), chr,
          lambda x: '%d %x %c' % (x, x, x), lambda x: '%f' % x, lambda x: (5).__lshift__(x), lambda x: [1, 2, 3, 4, 5][x:], lambda x: int('11', x), lambda x: bytes(x)):
    report(getattr(f, '__name__', '?'), lambda: f(p))


class Bad(Base):
    __int__ = traced('__int__', 'x')
    __float__ = traced('__float__', 1)
    __index__ = traced('__index__', 1.5)
    __complex__ = traced('__complex__', 'c')
    __bool__ = traced('__bool__', 1)
    __len__ = traced('__len__', -1)
    __repr__ = traced('__repr__', 5)
    __str__ = traced('__str__', None)
    __bytes__ = traced('__bytes__', 'text')
    __hash__ = traced('__hash__', 'h')
    __format__ = traced('__format__', 7)
    __iter__ = traced('__iter__', 7)
    __dir__ = traced('__dir__', 4)
    __contains__ = traced('__contains__', [])
    __length_hint__ = traced('__length_hint__', -5)


bad = Bad('bad')
for name, f in [('int', int), ('float', float), ('index', operator.index), ('complex', complex), ('bool', bool), ('len', len), ('repr', repr), ('str', str),
                ('bytes', bytes), ('hash', hash), ('format', format), ('iter', iter), ('dir', dir), ('in', lambda x: 1 in x), ('hint', operator.length_hint)]:
    report(name, lambda: f(bad))


class Container(Base):
    __len__ = traced('__len__', 3)
    __getitem__ = traced('__getitem__', lambda s, i: ('item', i))
    __setitem__ = traced('__setitem__', None)
    __delitem__ = traced('__delitem__', None)
    __contains__ = traced('__contains__', 'yes')
    __reversed__ = traced('__reversed__', lambda s: iter('cba'))
    __iter__ = traced('__iter__', lambda s: iter('abc'))
    __call__ = traced('__call__', lambda s, *a: a)
    __enter__ = traced('__enter__', 'entered')
    __exit__ = traced('__exit__', True)


k = Container('k')
report('getitem', lambda: k[1])
report('slice', lambda: k[1:2, ..., ::3])
report('slice none', lambda: k[:])
report('set', lambda: operator.setitem(k, slice(1, 2), 9))
report('del', lambda: operator.delitem(k, 'x'))
report('in', lambda: (5 in k, 5 not in k))
report('reversed', lambda: list(reversed(k)))
report('list', lambda: list(k))
report('call', lambda: k(1, *[2, 3], z=4))
report('bool', lambda: bool(k))
with k as entered:
    print('with', entered)
    raise ValueError('swallowed')
print(log[-1].split('(')[0], len(log))


class OldStyle(Base):
    def __getitem__(self, i):
        log.append(f'[{i}]')
        if i >= 3:
            raise IndexError(i)
        return i * i


report('old iteration', lambda: list(OldStyle('o')))
report('old in', lambda: (4 in OldStyle('o'), 5 in OldStyle('o')))
report('old reversed', lambda: list(reversed(OldStyle('o'))))
report('unpack', lambda: (lambda x, y, z: (z, y, x))(*OldStyle('o')))


class Attributes(Base):
    def __getattribute__(self, name):
        if not name.startswith('__') and name != 'label':
            log.append(f'getattribute {name}')
        return super().__getattribute__(name)

    def __getattr__(self, name):
        log.append(f'getattr {name}')
        if name.startswith('no'):
            raise AttributeError(name)
        return name.upper()

    def __setattr__(self, name, value):
        log.append(f'set {name}={value}')
        super().__setattr__(name, value)

    def __delattr__(self, name):
        log.append(f'del {name}')
        super().__delattr__(name)


x = Attributes('x')
report('missing', lambda: x.thing)
report('no', lambda: x.nothing)
report('hasattr', lambda: (hasattr(x, 'nope'), hasattr(x, 'yes')))
report('getattr default', lambda: getattr(x, 'no', 'default'))
report('setattr', lambda: setattr(x, 'v', 1))
report('read', lambda: x.v)
report('delattr', lambda: delattr(x, 'v'))
report('delattr again', lambda: delattr(x, 'v'))


class Ordered(Base):
    for name in ('lt', 'le', 'gt', 'ge', 'eq', 'ne'):
        locals()[f'__{name}__'] = traced(f'__{name}__', NotImplemented)
    del name
    __hash__ = None


class SubOrdered(Ordered):
    __gt__ = traced('sub.__gt__', 'sub gt')
    __eq__ = traced('sub.__eq__', 'sub eq')


o, s = Ordered('o'), SubOrdered('s')
for name in ('lt', 'le', 'gt', 'ge', 'eq', 'ne'):
    f = getattr(operator, name)
    report(name, lambda: f(o, Ordered('q')))
    report(name + ' int', lambda: f(o, 1))
    report(name + ' sub', lambda: f(o, s))
    report(name + ' sub 2', lambda: f(s, o))
report('hash', lambda: hash(o))
report('dict key', lambda: {o: 1})
report('hash sub', lambda: hash(s))

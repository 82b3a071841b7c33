"""Calls every builtin and every method of every builtin type with odd arguments and prints what each call answers, one line a call.

The output depends on nothing but the Python that runs it: `npm run odd -- MODEL [PART…]` compares Ouroboros with a CPython.
Usage: odd-arguments.py [PART…]   PART: a name of PARTS below; all without one.
"""
import sys
import random

LIMIT = 160


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value

    def __repr__(self):
        return 'Index(%r)' % (self.value,)


class Raises:
    """Every protocol raises."""

    def __repr__(self):
        return '<Raises>'


def _raiser(name):
    def method(self, *args):
        raise ZeroDivisionError(name)
    return method


for _n in ('index', 'int', 'float', 'complex', 'iter', 'next', 'len', 'getitem', 'contains', 'eq', 'lt', 'bool', 'add', 'radd', 'mul', 'call', 'enter', 'format', 'bytes', 'length_hint'):
    setattr(Raises, '__%s__' % _n, _raiser(_n))
Raises.__hash__ = object.__hash__


class Lies:
    """Every protocol answers with the wrong type."""

    def __repr__(self):
        return '<Lies>'


for _n in ('index', 'int', 'float', 'complex', 'iter', 'len', 'bool', 'format', 'bytes', 'hash', 'dir', 'length_hint', 'fspath', 'trunc', 'round', 'reversed'):
    setattr(Lies, '__%s__' % _n, lambda self, *args: [])


class ShortLength(list):
    def __len__(self):
        return -1


class StrSub(str):
    pass


class IntSub(int):
    pass


class Empty:
    def __repr__(self):
        return '<Empty>'


class Unhashable:
    __hash__ = None

    def __repr__(self):
        return '<Unhashable>'


def gen():
    yield 1
    yield 'a'


def make_values():
    """New every time: calls change them."""
    return [
        None, True, 0, 1, -1, 3, 255, 2 ** 31, 2 ** 63, -2 ** 63 - 1, 10 ** 30, 1.5, float('nan'), float('inf'), 2j,
        '', 'a', 'abc', 'é', '\U0001f600x', 'a b', '12', '\ud800', b'', b'a', b'abc', bytearray(b'ab'), memoryview(b'abc'),
        (), (1,), (1, 2), [], [1], ['a', 'b'], {}, {'a': 1}, {1: 2}, set(), {1, 2}, frozenset('a'),
        range(3), slice(1, None), slice(None, None, 0), iter([1]), gen(), len, int, str, object(), Index(2), Index(-1), Index('x'), Raises(), Lies(),
        Empty(), Unhashable(), StrSub('ab'), IntSub(7), NotImplemented, Ellipsis, ValueError('v'), ShortLength([1, 2]), type, lambda x: x,
    ]


def receivers():
    return [
        ('int', lambda: 5), ('int', lambda: -7), ('int', lambda: 2 ** 70), ('bool', lambda: True), ('float', lambda: 2.5), ('float', lambda: float('inf')), ('complex', lambda: 1 + 2j),
        ('str', lambda: ''), ('str', lambda: 'Hello World'), ('str', lambda: 'äbc\u20ac'), ('bytes', lambda: b'Hello World'), ('bytes', lambda: b''), ('bytearray', lambda: bytearray(b'Hello')),
        ('memoryview', lambda: memoryview(b'hello')), ('memoryview', lambda: memoryview(bytearray(b'hello'))),
        ('tuple', lambda: (1, 'a', None)), ('tuple', lambda: ()), ('list', lambda: [3, 1, 2]), ('list', lambda: ['b', 'a']), ('list', lambda: []),
        ('dict', lambda: {'a': 1, 2: 'b'}), ('dict', lambda: {}), ('set', lambda: {1, 2, 3}), ('frozenset', lambda: frozenset((1, 2))), ('range', lambda: range(2, 10, 3)), ('slice', lambda: slice(1, 10, 2)),
        ('dict_keys', lambda: {'a': 1, 'b': 2}.keys()), ('dict_values', lambda: {'a': 1}.values()), ('dict_items', lambda: {'a': 1, 'b': 2}.items()),
        ('list_iterator', lambda: iter([1, 2])), ('generator', gen), ('enumerate', lambda: enumerate('ab')), ('zip', lambda: zip('ab', [1, 2])), ('map', lambda: map(int, '12')), ('filter', lambda: filter(None, [0, 1])), ('reversed', lambda: reversed([1, 2])),
        ('exception', lambda: ValueError('v', 1)), ('OSError', lambda: OSError(2, 'no', 'f')), ('StopIteration', lambda: StopIteration(3)), ('UnicodeDecodeError', lambda: UnicodeDecodeError('utf-8', b'abc', 0, 1, 'bad')), ('KeyError', lambda: KeyError('k')),
        ('NoneType', lambda: None), ('ellipsis', lambda: Ellipsis), ('NotImplementedType', lambda: NotImplemented), ('function', lambda: (lambda x, y=2, *a, z=3, **k: x)), ('builtin', lambda: len), ('method', lambda: Empty().__repr__), ('method_descriptor', lambda: str.upper), ('wrapper', lambda: (1).__add__),
        ('property', lambda: property(lambda s: 1)), ('classmethod', lambda: classmethod(len)), ('staticmethod', lambda: staticmethod(len)), ('object', lambda: object()), ('type', lambda: Empty), ('super', lambda: super(IntSub, IntSub(3))), ('module', lambda: sys), ('mappingproxy', lambda: type.__dict__['__dict__'].__get__(Empty)),
    ]


SKIP = {'__class__', '__reduce__', '__reduce_ex__', '__sizeof__', '__dir__', '__doc__', '__init_subclass__', '__subclasshook__', '__subclasses__', '__del__', '__builtins__', '__globals__', '__code__', '__getstate__', '__buffer__', '__release_buffer__', '__type_params__', '__annotations__', '__static_attributes__', '__firstlineno__'}


def too_large(value):
    """Whether the text of a value would take minutes."""
    if type(value) in (str, bytes, bytearray, list, tuple):
        return len(value) > 100000
    return type(value) in (int, IntSub) and value.bit_length() > 13000


def show(value, depth=0):
    if too_large(value):
        return '<large ' + type(value).__name__ + '>'
    if depth == 0 and isinstance(value, (int, float, complex, str, bytes, bytearray, type(None))) or value is NotImplemented or value is Ellipsis:
        text = repr(value)
    elif isinstance(value, (tuple, list, dict, set, frozenset, range, slice)) and type(value).__name__ in ('tuple', 'list', 'dict', 'set', 'frozenset', 'range', 'slice'):
        text = repr(value)
    elif isinstance(value, BaseException):
        text = type(value).__name__ + repr(value.args)
    else:
        text = '<' + type(value).__name__ + '>'
    return clean(text)


def clean(text):
    if ' at 0x' in text or '0x7' in text:
        parts = text.split('0x')
        text = parts[0] + ''.join('0x' + p.lstrip('0123456789abcdef') for p in parts[1:])
    if len(text) > LIMIT:
        text = text[:LIMIT] + '…%d' % len(text)
    return text.encode('ascii', 'backslashreplace').decode()


def call(label, function, args, kwargs=None):
    try:
        value = function(*args, **(kwargs or {}))
        answer = show(value)
    except RecursionError:
        answer = 'RecursionError'
    except MemoryError:
        answer = 'MemoryError'
    except BaseException as error:
        try:
            answer = type(error).__name__ + ': ' + clean(str(error))
        except BaseException as second:
            answer = type(error).__name__ + ' whose str raises ' + type(second).__name__
    print(label, '->', answer)


def argument_lists(seed, count):
    """Argument tuples: none, each odd value alone, and `count` random ones of two and three."""
    n = len(make_values())
    yield ()
    for i in range(n):
        yield (i,)
    rng = random.Random(seed)
    for _ in range(count):
        yield tuple(rng.randrange(n) for _ in range(rng.choice((2, 2, 2, 3, 4))))


def with_values(indexes):
    values = make_values()
    picked = [values[i] for i in indexes]
    return picked, ', '.join(show(v) for v in picked)


DANGEROUS = {'input', 'breakpoint', 'exit', 'quit', 'help', 'copyright', 'credits', 'license', 'print', 'open', 'id', '__import__', 'dir', 'vars', 'globals', 'locals', 'eval', 'exec', 'compile', 'aiter', 'anext', '__build_class__', 'EncodingWarning'}


def part_builtins():
    import builtins
    names = [n for n in sorted(dir(builtins)) if not n.startswith('_') and n not in DANGEROUS and callable(getattr(builtins, n))]
    for name in names:
        function = getattr(builtins, name)
        for indexes in argument_lists(name, 40):
            args, text = with_values(indexes)
            if name in ('pow', 'range', 'bytes', 'bytearray', 'round') and any(isinstance(a, int) and abs(a) > 2 ** 31 for a in args):
                if name != 'range':
                    continue
            call('%s(%s)' % (name, text), function, args)


def part_eval():
    for name in ('eval', 'exec', 'compile', 'dir', 'vars', 'print', 'open', '__import__', 'globals', 'locals', 'aiter', 'anext', '__build_class__'):
        import builtins
        function = getattr(builtins, name, None)
        if function is None:
            continue
        for indexes in argument_lists(name, 30):
            args, text = with_values(indexes)
            if name == 'open' and args and isinstance(args[0], int) or name == 'dir' and len(args) == 1 or name in ('globals', 'locals', 'vars') and not args:
                continue
            if name == 'print':
                continue
            call('%s(%s)' % (name, text), function, args)


SLOW_WITH_HUGE = {'__lshift__', '__rlshift__', '__pow__', '__rpow__', '__rrshift__', '__round__', 'to_bytes', '__mul__', '__rmul__', '__imul__', 'center', 'ljust', 'rjust', 'zfill', 'expandtabs'}


def part_methods():
    for kind, make in receivers():
        names = [n for n in sorted(dir(type(make()))) if n not in SKIP]
        shown = show(make())
        for name in names:
            if name in ('__getattribute__', '__setattr__', '__delattr__', '__new__', '__init__', '__hash__', '__repr__', '__str__') and kind not in ('int', 'str', 'list', 'dict', 'object', 'type', 'exception'):
                continue
            if kind == 'module' and not name.startswith('__'):
                continue
            if name == '__prepare__' or name == 'mro' or name == 'gi_frame' or name == 'gi_code':
                continue
            probe = getattr(type(make()), name, None)
            if not callable(probe):
                continue
            for indexes in argument_lists(kind + name, 12):
                args, text = with_values(indexes)
                if name in SLOW_WITH_HUGE and any(isinstance(a, int) and abs(a) > 10 ** 6 and abs(a) < 2 ** 63 for a in args) or name in SLOW_WITH_HUGE and isinstance(make(), int) and any(type(a) is int and abs(a) > 10 ** 6 for a in args + [make()]):
                    continue
                receiver = make()
                try:
                    bound = getattr(receiver, name)
                except BaseException as error:
                    print('%s.%s' % (shown, name), '->', type(error).__name__, clean(str(error)))
                    break
                call('%s.%s(%s)' % (shown, name, text), bound, args)
                if kind in ('list', 'dict', 'set', 'bytearray') and name not in ('__getattribute__',):
                    print('    then', show(receiver))


KEYWORDS = ['key', 'reverse', 'default', 'x', 'sep', 'end', 'base', 'encoding', 'errors', 'maxsplit', 'keepends', 'start', 'stop', 'step', 'strict', 'object', 'iterable', 'function', 'obj', 'string', 'self', 'tabsize', 'byteorder', 'signed', 'length', 'real', 'imag', 'name', 'fget', 'doc', 'mod', 'exp', 'ndigits', 'number', 'source', 'value', 'bytes_per_sep', 'delete']


def part_keywords():
    import builtins
    targets = [(n, getattr(builtins, n)) for n in sorted(dir(builtins)) if not n.startswith('_') and n not in DANGEROUS and callable(getattr(builtins, n))]
    for kind, make in receivers():
        if kind in ('module', 'super', 'wrapper'):
            continue
        for n in sorted(dir(type(make()))):
            if n in SKIP or n.startswith('__') and n not in ('__init__', '__format__', '__getitem__', '__add__') or not callable(getattr(type(make()), n, None)):
                continue
            targets.append(('%s.%s' % (show(make()), n), (make, n)))
    for label, target in targets:
        rng = random.Random(label)
        for _ in range(10):
            indexes = [rng.randrange(len(make_values())) for _ in range(rng.choice((0, 1, 1, 2)))]
            args, text = with_values(indexes)
            names = rng.sample(KEYWORDS, rng.choice((1, 1, 2)))
            picked, ktext = with_values([rng.randrange(len(make_values())) for _ in names])
            if any(isinstance(a, int) and abs(a) > 10 ** 6 for a in args + picked):
                continue
            function = getattr(target[0](), target[1]) if isinstance(target, tuple) else target
            call('%s(%s; %s)' % (label, text, ', '.join(n + '=' + show(p) for n, p in zip(names, picked))), function, args, dict(zip(names, picked)))


def part_operators():
    import operator
    names = ['add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'matmul', 'and_', 'or_', 'xor', 'lshift', 'rshift', 'pow', 'lt', 'le', 'eq', 'ne', 'gt', 'ge', 'contains', 'getitem', 'iadd', 'isub', 'imul', 'iand', 'ior', 'ixor', 'imod', 'is_', 'delitem', 'concat', 'iconcat', 'countOf', 'indexOf', 'not_', 'neg', 'pos', 'invert', 'abs', 'index', 'truth', 'length_hint']
    count = len(make_values())
    for name in names:
        function = getattr(operator, name)
        if name in ('not_', 'neg', 'pos', 'invert', 'abs', 'index', 'truth', 'length_hint'):
            for i in range(count):
                args, text = with_values((i,))
                call('%s(%s)' % (name, text), function, args)
            continue
        rng = random.Random(name)
        for i in range(count):
            for j in rng.sample(range(count), 12):
                args, text = with_values((i, j))
                if name in ('mul', 'imul', 'lshift', 'pow', 'rshift') and any(isinstance(a, int) and abs(a) > 10 ** 6 for a in args):
                    continue
                call('%s(%s)' % (name, text), function, args)
    for i in range(count):
        for j in random.Random(i).sample(range(count), 10):
            args, text = with_values((i, j, 1))
            call('setitem(%s)' % text, operator.setitem, args)


def part_formats():
    rng = random.Random('formats')
    specs = ['', 'd', 'x', '#x', '08.3f', ',', '_', '+', ' ', '=10', '^10', '*^10', '<5', '>5', 'e', 'g', 'G', '%', 'c', 's', 'r', 'n', 'b', '#b', 'o', '10.3', '.0f', '.-1f', 'z', 'zf', '1000000000000d', '.3', ',x', '_x', ',s', '0', '-', '+s', '=s', '!r', '{', '}', 'é>6', '10000', '5.2s', '.2d', '0<10d', '+#012_x', 'F', 'E', '#g', ',.2f', '_.2f', 'X', ',n', 'Z', 'dd', '3 d']
    values = [0, -5, 12345678, 10 ** 25, 1.5, -0.0, 1e300, float('nan'), float('-inf'), 'text', '', True, None, b'x', 2 + 3j, [], (1,), Empty(), Lies(), Raises(), StrSub('sub'), IntSub(9), 'é€']
    for spec in specs:
        for value in values:
            call('format(%s, %r)' % (show(value), spec), format, (value, spec))
    templates = ['%d', '%s', '%r', '%a', '%x', '%5.2f', '%c', '%%', '%', '%(a)s', '%(a', '%*d', '%.*f', '%i %i', '%e', '%g', '%#x', '%+d', '% d', '%-5d|', '%05d', '%z', '%b', '%o', '%u', '%5', '%.', '%(a)d%(b)s', 'none', '%s%s', '%ld', '%.3s', '%10s|', '%-10s|', '%\u20ac']
    for template in templates:
        for value in values + [{'a': 1}, (1, 2), ('a',), (5, 3), (3, 2, 1), {'a': 'x', 'b': 2}]:
            call('%r %% %s' % (template, show(value)), lambda t, v: t % v, (template, value))
            call('b%r %% %s' % (template, show(value)), lambda t, v: t.encode() % v, (template, value))
    braces = ['{}', '{0}', '{1}', '{a}', '{0.real}', '{0[0]}', '{0[a]}', '{', '}', '{{', '}}', '{!r}', '{!x}', '{0!s:>5}', '{:{}}', '{0:{1}}', '{}{1}', '{0}{}', '{.x}', '{[}', '{0[]}', '{0.}', '{:', '{!', '{!}', '{0!r', '{0:{1:{2}}}', '{a.b}', '{0[-1]}', '{99999999999999999999}', '{ 0}', '{0 }', '{!rr}', '{:d}']
    for template in braces:
        for args in ((), (1,), ('x', 5), ([7], 3, 2), ({'a': 1},)):
            call('%r.format%s' % (template, clean(repr(args))), template.format, args)
            call('%r.format_map' % template, template.format_map, args[:1])


def part_constructors():
    texts = ['', ' ', '1', ' 12 ', '1_0', '_1', '1__0', '0x10', '0b1', '0o7', '-5', '+5', '--5', '1.5', '1e5', 'nan', 'inf', '-Infinity', '1e', 'e1', '.', '.5', '5.', '1j', '(1+2j)', '1+2', '1+j', 'j', '1 + 2j', '٣', '１２', '1\x00', 'abc', 'z', '９.５', '1e400', '0' * 50, '1' * 50, 'True', '1_000.5', '1._5', '0_0', '00', '0x', '- 1']
    for text in texts:
        for function in (int, float, complex, bool, bytes, bytearray):
            call('%s(%s)' % (function.__name__, ascii(text)), function, (text,))
            call('%s(%s)' % (function.__name__, text.encode('utf-8', 'backslashreplace')), function, (text.encode('utf-8', 'backslashreplace'),))
        for base in (0, 2, 8, 10, 16, 36, 1, 37, -1, '10', None, 2.0, Index(16), 10 ** 30):
            call('int(%s, %s)' % (ascii(text), show(base)), int, (text, base))
    for indexes in argument_lists('type', 60):
        args, text = with_values(indexes)
        call('type(%s)' % text, type, args)
    for name in ('A', '', 'a b', 'é', 'a\x00b', StrSub('S'), 3):
        for bases in ((), (int,), (int, str), (bool,), (type,), (3,), [int], (object, int), (int, object), (int, int), (type(None),), (type(lambda: 0),), (slice,), (Empty,), (Empty, Empty), (BaseException, int), (list, dict)):
            for dict_ in ({}, {'__slots__': 'a'}, {'__slots__': ('a', 'a b')}, {'__slots__': 3}, {'__slots__': ('__dict__', '__dict__')}, {'__qualname__': 3}, {'__classcell__': 3}, {'x': 1, '__slots__': ('x',)}, 5):
                call('type(%s, %s, %s)' % (show(name), show(bases), show(dict_)), type, (name, bases, dict_))


def part_attributes():
    for kind, make in receivers():
        for name in sorted(n for n in dir(type(make())) if not callable(getattr(type(make()), n, None)) and n not in SKIP):
            for value in (None, 1, 'a', (), {}, Empty(), lambda: 1):
                receiver = make()
                call('setattr(%s, %r, %s)' % (show(receiver), name, show(value)), setattr, (receiver, name, value))
            if kind not in ('module',):
                receiver = make()
                call('delattr(%s, %r)' % (show(receiver), name), delattr, (receiver, name))
        for name in ('missing', '__dict__', '__class__', '__doc__', '__name__', '__module__', 3, '', None):
            if kind in ('module',) and name != 'missing':
                continue
            receiver = make()
            if name not in ('__dict__', '__doc__'):
                call('getattr(%s, %r)' % (show(receiver), name), getattr, (receiver, name))
            receiver = make()
            if kind != 'type' or name != '__class__':
                call('setattr(%s, %r, 1)' % (show(receiver), name), setattr, (receiver, name, 1))
            receiver = make()
            call('delattr(%s, %r)' % (show(receiver), name), delattr, (receiver, name))


PARTS = {n[5:]: f for n, f in list(globals().items()) if n.startswith('part_')}


def main():
    sys.setrecursionlimit(300)
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == '__main__':
    main()

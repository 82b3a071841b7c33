"""Calls the functions of the native modules and the methods of their types with odd arguments, one line a call; see odd-arguments.py.

Usage: odd-modules.py [PART…]   PART: functions, objects, mixes.
"""
import importlib
import os
import random
import runpy
import sys

base = runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'odd-arguments.py'), run_name='odd_arguments')
call, show, clean, make_values, argument_lists, with_values = (base[n] for n in ('call', 'show', 'clean', 'make_values', 'argument_lists', 'with_values'))

# What waits, ends the process, prints, changes the process or answers differently every time.
SKIPPED = {
    'time': {'sleep', 'time', 'time_ns', 'monotonic', 'monotonic_ns', 'perf_counter', 'perf_counter_ns', 'process_time', 'process_time_ns', 'thread_time', 'thread_time_ns', 'localtime', 'gmtime', 'ctime', 'strftime', 'asctime', 'clock_gettime', 'clock_gettime_ns', 'clock_settime', 'clock_settime_ns', 'clock_getres', 'get_clock_info', 'tzset', 'pthread_getcpuclockid', 'mktime'},
    'gc': {'get_objects', 'get_referrers', 'get_referents', 'get_stats', 'collect', 'get_count', 'set_debug', 'set_threshold', 'get_threshold', 'freeze', 'unfreeze', 'get_freeze_count', 'enable', 'disable', 'get_debug'},
    'random': {'getrandbits', 'random', 'SystemRandom', 'seed'},
    'itertools': {'count', 'cycle', 'repeat', 'tee', 'product', 'combinations', 'permutations', 'combinations_with_replacement'},
    'math': {'factorial', 'perm', 'comb', 'ldexp'},
    'operator': {'pow', 'ipow', 'lshift', 'ilshift', 'mul', 'imul'},
    'sys': set(),
    'weakref': {'getweakrefs', 'getweakrefcount'},
    'codecs': {'open', 'EncodedFile'},
    'errno': set(),
    'io': {'open', 'open_code', 'FileIO'},
}
NATIVE = {'function', 'builtin_function_or_method', 'type', 'wrapper_descriptor', 'method_descriptor', 'partial'}
HUGE_INT = 10 ** 6


def functions_of(name):
    module = importlib.import_module(name)
    skipped = SKIPPED.get(name.lstrip('_'), set())
    public = [n for n in sorted(getattr(module, '__all__', dir(module))) if not n.startswith('__') and n not in skipped]
    for attribute in public:
        value = getattr(module, attribute, None)
        if type(value).__name__ in NATIVE and getattr(value, '__flags__', 0) & 512 == 0:
            yield attribute, value


def part_functions(only=()):
    for name in only or NATIVE_MODULES:
        try:
            found = list(functions_of(name))
        except ImportError:
            continue
        for attribute, function in found:
            label = name + '.' + attribute
            if isinstance(function, type) and issubclass(function, BaseException):
                continue
            for indexes in argument_lists(label, 40):
                args, text = with_values(indexes)
                if any(isinstance(a, int) and abs(a) > HUGE_INT for a in args) and len(args) > 1:
                    continue
                call('%s(%s)' % (label, text), run(function), args)


# Modules whose functions are native in CPython (the Python functions of the others only raise what these do).
NATIVE_MODULES = ['math', 'cmath', 'itertools', '_functools', '_collections', '_operator', '_sre', '_json', '_random', 'array', 'binascii', 'zlib', '_string', '_bisect', '_heapq', '_contextvars', 'unicodedata', '_weakref', 'time', '_io', '_codecs', '_struct', '_csv', '_stat', '_opcode', 'marshal', 'errno', '_abc', 'gc', '_typing']


def run(function):
    """Calls and, of an iterator, takes the first items: what is wrong with the arguments shows only then."""
    def calls(*args, **kwargs):
        value = function(*args, **kwargs)
        if hasattr(type(value), '__next__') and type(value).__module__ in ('itertools', 'builtins', '_csv', 'functools'):
            items = []
            for _, item in zip(range(5), value):
                items.append(item)
            return items
        return value
    return calls


def makers():
    import array
    import collections
    import contextvars
    import datetime
    import functools
    import hashlib
    import io
    import itertools
    import operator
    import re
    import random as random_module
    import struct
    import types
    import weakref
    import zlib
    import json
    import json.encoder
    E = base['Empty']
    kept = E()
    return [
        ('deque', lambda: collections.deque([3, 1, 2])), ('deque', lambda: collections.deque('ab', 2)), ('deque', lambda: collections.deque()), ('defaultdict', lambda: collections.defaultdict(list, a=1)), ('OrderedDict', lambda: collections.OrderedDict([('a', 1), (2, 'b')])),
        ('Counter', lambda: collections.Counter('aab')), ('ChainMap', lambda: collections.ChainMap({'a': 1}, {2: 3})), ('UserList', lambda: collections.UserList([1, 2])), ('namedtuple', lambda: collections.namedtuple('N', 'a b')(1, 2)),
        ('array-i', lambda: array.array('i', [3, 1, 2])), ('array-B', lambda: array.array('B', b'ab')), ('array-d', lambda: array.array('d', [1.5])), ('array-u', lambda: array.array('u', 'ab')),
        ('partial', lambda: functools.partial(int, base=2)), ('lru_cache', lambda: functools.lru_cache(2)(len)), ('cmp_to_key', lambda: functools.cmp_to_key(lambda a, b: 0)(1)), ('itemgetter', lambda: operator.itemgetter(0)), ('attrgetter', lambda: operator.attrgetter('real')), ('methodcaller', lambda: operator.methodcaller('upper')),
        ('Pattern', lambda: re.compile('(a)(?P<n>b)?')), ('Pattern-bytes', lambda: re.compile(b'a')), ('Match', lambda: re.match('(a)(?P<n>b)?', 'abc')), ('Scanner', lambda: re.compile('a').scanner('ab')),
        ('Struct', lambda: struct.Struct('<ih')), ('Random', lambda: random_module.Random(3)), ('StringIO', lambda: io.StringIO('ab\ncd')), ('BytesIO', lambda: io.BytesIO(b'ab\ncd')), ('BufferedReader', lambda: io.BufferedReader(io.BytesIO(b'ab\ncd'))), ('BufferedWriter', lambda: io.BufferedWriter(io.BytesIO())), ('TextIOWrapper', lambda: io.TextIOWrapper(io.BytesIO(b'ab\ncd'))), ('BufferedRandom', lambda: io.BufferedRandom(io.BytesIO(b'abcd'))), ('IncrementalNewlineDecoder', lambda: io.IncrementalNewlineDecoder(None, True)),
        ('count', lambda: itertools.count(3)), ('cycle', lambda: itertools.cycle('ab')), ('repeat', lambda: itertools.repeat(1, 3)), ('chain', lambda: itertools.chain('ab', 'c')), ('islice', lambda: itertools.islice('abc', 2)), ('groupby', lambda: itertools.groupby('aab')), ('product', lambda: itertools.product('ab', '1')), ('permutations', lambda: itertools.permutations('ab')), ('tee', lambda: itertools.tee('ab')[0]),
        ('accumulate', lambda: itertools.accumulate([1, 2])), ('starmap', lambda: itertools.starmap(pow, [(2, 3)])), ('zip_longest', lambda: itertools.zip_longest('a', 'bc')), ('compress', lambda: itertools.compress('ab', [1])),
        ('ref', lambda: weakref.ref(kept)), ('proxy', lambda: weakref.proxy(kept)), ('WeakSet', lambda: weakref.WeakSet()), ('WeakValueDictionary', lambda: weakref.WeakValueDictionary()),
        ('md5', lambda: hashlib.md5(b'a')), ('sha256', lambda: hashlib.sha256(b'a')), ('compressobj', lambda: zlib.compressobj()), ('decompressobj', lambda: zlib.decompressobj()),
        ('ContextVar', lambda: contextvars.ContextVar('v', default=1)), ('Context', lambda: contextvars.Context()), ('SimpleNamespace', lambda: types.SimpleNamespace(a=1)), ('MappingProxyType', lambda: types.MappingProxyType({'a': 1})), ('GenericAlias', lambda: list[int]), ('date', lambda: datetime.date(2020, 2, 29)), ('timedelta', lambda: datetime.timedelta(1, 2, 3)), ('datetime', lambda: datetime.datetime(2020, 2, 29, 1)), ('time', lambda: datetime.time(1, 2)), ('timezone', lambda: datetime.timezone.utc),
        ('JSONDecoder', lambda: json.JSONDecoder()), ('JSONEncoder', lambda: json.JSONEncoder(indent=1)),
    ]


SKIPPED_METHODS = base['SKIP'] | {'__setstate__', 'now', 'today', 'utcnow', 'fileno', 'getrandbits', 'random', 'copy', 'detach', 'name', 'mode', '__hash__', '__repr__', '__str__', '__copy__', '__deepcopy__', 'seed', 'sleep', '_randbelow', '_randbelow_with_getrandbits', '_randbelow_without_getrandbits', 'randbytes', '__getattribute__', '__setattr__', '__delattr__', '__init_subclass__', '__class_getitem__', '__format__', '__call__'}
# Their methods are Python in both.
PYTHON_CLASSES = {'Random', 'Counter', 'ChainMap', 'UserList', 'WeakSet', 'WeakValueDictionary', 'JSONDecoder', 'JSONEncoder', 'date', 'timedelta', 'datetime', 'time', 'timezone'}


def each_method(only):
    for kind, make in makers():
        if only and kind not in only:
            continue
        try:
            names = sorted(dir(type(make())))
        except Exception as error:
            print(kind, '->', type(error).__name__, clean(str(error)))
            continue
        for name in names:
            if name in SKIPPED_METHODS or kind in PYTHON_CLASSES or not callable(getattr(type(make()), name, None)):
                continue
            yield kind, make, name


def part_objects(only=()):
    for kind, make, name in each_method(only):
        for indexes in argument_lists(kind + name, 20):
            args, text = with_values(indexes)
            if any(isinstance(a, int) and abs(a) > HUGE_INT for a in args) and (len(args) > 1 or 'mul' in name or name == 'truncate'):
                continue
            receiver = make()
            try:
                bound = getattr(receiver, name)
            except BaseException as error:
                print('%s.%s' % (kind, name), '->', type(error).__name__, clean(str(error)))
                break
            call('%s.%s(%s)' % (kind, name, text), run(bound), args)
            if kind.split('-')[0] in ('deque', 'array', 'OrderedDict', 'defaultdict', 'StringIO', 'BytesIO'):
                try:
                    print('    then', show(list(receiver)))
                except BaseException as error:
                    print('    then', type(error).__name__, clean(str(error)))


KEYWORDS = base['KEYWORDS'] + ['maxlen', 'iterable', 'func', 'initial', 'r', 'repeat', 'fillvalue', 'pattern', 'flags', 'pos', 'endpos', 'count', 'repl', 'format', 'buffer', 'offset', 'last', 'data', 'level', 'wbits', 'newline', 'initial_value', 'size', 'whence', 'a', 'lo', 'hi', 'rel_tol', 'abs_tol', 'n', 'k', 'seed', 'times', 'predicate', 'typecode', 'initializer', 'var', 'callback']


def part_mixes(only=()):
    targets = []
    for name in NATIVE_MODULES:
        try:
            targets += [(name + '.' + n, f) for n, f in functions_of(name)]
        except ImportError:
            pass
    targets += [('%s.%s' % (kind, name), (make, name)) for kind, make, name in each_method(only) if not name.startswith('__')]
    for label, target in targets:
        rng = random.Random(label)
        for _ in range(16):
            args, text = with_values([rng.randrange(len(make_values())) for _ in range(rng.choice((0, 1, 1, 2)))])
            names = rng.sample(KEYWORDS, rng.choice((1, 1, 2)))
            picked, ktext = with_values([rng.randrange(len(make_values())) for _ in names])
            if any(isinstance(a, int) and abs(a) > HUGE_INT for a in args + picked):
                continue
            try:
                function = getattr(target[0](), target[1]) if isinstance(target, tuple) else target
            except BaseException as error:
                print(label, '->', type(error).__name__, clean(str(error)))
                break
            call('%s(%s; %s)' % (label, text, ', '.join(n + '=' + show(p) for n, p in zip(names, picked))), run(function), args, dict(zip(names, picked)))


def main():
    sys.setrecursionlimit(300)
    for name in sys.argv[1:] or ['functions', 'objects', 'mixes']:
        globals()['part_' + name]()


main()

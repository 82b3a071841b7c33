# Names and types that came with a release: iterators of their own, struct sequences, what an ImportError notes, what reports advise.
import os
import sys
import time
import types


def show(what, f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
    except Exception as e:
        result = '%s: %s' % (type(e).__name__, e)
    print(what, result)


def generator():
    yield 1


async def async_generator():
    yield 1


async def coroutine():
    pass


pending = coroutine()
HAVE = [
    (bytes, '__bytes__'),
    (memoryview, '__iter__'),
    (memoryview, '_from_flags'),
    (type(generator()), '__class_getitem__'),
    (type(pending), '__class_getitem__'),
    (async_generator().__class__, '__class_getitem__'),
    (async_generator().__class__, 'ag_suspended'),
    (types.CodeType, 'co_qualname'),
    (types.CodeType, '__replace__'),
    (types.SimpleNamespace, '__replace__'),
    (ImportError, 'name_from'),
    (sys, '_is_interned'),
    (sys, '_is_gil_enabled'),
    (sys, '_getframemodulename'),
    (sys, 'getunicodeinternedsize'),
    (time.struct_time, '__match_args__'),
    (time.struct_time, '__replace__'),
]
pending.close()
for owner, name in HAVE:
    print(getattr(owner, '__name__', owner), name, hasattr(owner, name))

for text in '', 'ascii', '\xe9', '\u1234':
    print(ascii(text), type(iter(text)).__name__)
view = memoryview(b'abc')
it = iter(view)
print(type(it).__name__, next(it), list(it), list(it))
it = iter(view)
view.release()
show('released', next, it)
for state in (None, 1.5, 2**63):
    show('__setstate__ %r' % (state,), iter([1]).__setstate__, state)

nine = tuple(range(9))
struct_time = time.struct_time
show('none', struct_time)
show('int', struct_time, 1)
show('short', struct_time, (1, 2))
show('long', struct_time, range(20))
show('no dict', struct_time, nine, 1)
show('dict', lambda: struct_time(nine, {'tm_zone': 'x'}).tm_zone)
show('named', lambda: struct_time(sequence=nine, dict={'tm_gmtoff': 4}).tm_gmtoff)
show('unknown', struct_time, nine, {'tm_zone': 'x', 'bad': 1})
show('duplicate', struct_time, nine, {'tm_year': 3})
show('three', struct_time, nine, {}, 1)
print(getattr(struct_time, '__match_args__', None))
result = os.stat_result(range(10))
print(result, result.st_atime, result.st_atime_ns, os.stat_result(range(19)).st_mtime)
print(os.stat_result.n_fields, os.stat_result.n_sequence_fields, os.stat_result.n_unnamed_fields, getattr(os.stat_result, '__match_args__', None))
show('sealed', type(sys.version_info), (1, 2, 3, 4, 5))
show('sealed', type(sys.flags), (1,))
if hasattr(struct_time, '__replace__'):
    moment = struct_time(nine + ('Z', 3600))
    show('replace', moment.__replace__, tm_year=5)
    show('replace hidden', lambda: moment.__replace__(tm_zone='q').tm_zone)
    show('replace unknown', moment.__replace__, tm_year=1, bad=3, worse=4)
    show('replace position', moment.__replace__, 1)
    show('replace unnamed', result.__replace__, st_mode=3)
    show('namespace', types.SimpleNamespace(a=1, b=2).__replace__, b=3, c=4)
    show('namespace position', types.SimpleNamespace(a=1).__replace__, 1)
if hasattr(generator.__code__, 'co_qualname'):
    print(show.__code__.co_qualname, (lambda: 0).__code__.replace(co_qualname='a.b').co_qualname)

show('bytes of a class', lambda: type(getattr(type('B', (bytes,), {})(b'x'), '__bytes__', bytes)()).__name__)
try:
    from collections import ordereddict
except ImportError as e:
    print(getattr(e, 'name_from', 'none'), e.name)
show('unknown keyword', ImportError, 'x', name_of=1)
sys.stderr = sys.stdout


class Holder:
    def find(self):
        self.found = 1
        return found


for body in (lambda: os_path, lambda: xml.dom, Holder().find, lambda: [].apend(1), lambda: prnt):
    try:
        body()
    except Exception as e:
        hook = sys.__excepthook__
        hook(type(e), e, None if not isinstance(e, NameError) else e.__traceback__)

# Which objects the collector is told of, and whose types have its header.
import gc
import sys

EXPRESSIONS = '''
__import__('array').array('i')
iter(__import__('array').array('i'))
__import__('re').compile('a')
__import__('re').compile('a').match('a')
__import__('re').compile('a').scanner('a')
__import__('re').compile('a').finditer('a')
__import__('functools').partial(int)
__import__('functools').cmp_to_key(len)
__import__('functools').cmp_to_key(len)(1)
__import__('functools').lru_cache(None)(lambda: 0)
__import__('collections').deque()
iter(__import__('collections').deque())
__import__('collections').defaultdict()
__import__('collections').OrderedDict()
__import__('operator').itemgetter(1)
__import__('operator').attrgetter('a')
__import__('operator').methodcaller('a')
__import__('_struct').Struct('i')
__import__('_struct').iter_unpack('i', b'')
__import__('_random').Random()
__import__('io').BytesIO()
__import__('io').StringIO()
__import__('io').FileIO('/dev/null')
__import__('io').IncrementalNewlineDecoder(None, False)
open('/dev/null')
open('/dev/null', 'rb')
__import__('_thread').allocate_lock()
__import__('_thread').RLock()
__import__('_thread')._local()
__import__('_csv').reader([])
__import__('_csv').writer(__import__('io').StringIO())
__import__('_csv').Dialect()
__import__('socket').socket()
memoryview(b'')
iter(memoryview(b''))
__import__('types').SimpleNamespace()
__import__('types').MappingProxyType({})
__import__('types').MethodType(len, 1)
iter(())
iter([])
iter({})
iter({}.items())
{}.items()
iter(set())
iter('')
iter(b'')
iter(range(2))
iter(range(2**70))
iter(bytearray())
iter(lambda: 0, 1)
slice(1)
range(3)
zip()
map(int, ())
filter(int, ())
enumerate([])
reversed([])
reversed('ab')
super(int, 1)
property()
staticmethod(len)
classmethod(len)
(lambda: 0)
(lambda: 0).__code__
sys._getframe()
(i for i in ())
(lambda: (yield))()
__import__('itertools').count()
__import__('itertools').cycle(())
__import__('itertools').repeat(1)
__import__('itertools').chain()
__import__('itertools').groupby([])
__import__('itertools').tee([])[0]
__import__('itertools').accumulate([])
__import__('itertools').islice([], 1)
__import__('itertools').product()
__import__('_pickle').Pickler(__import__('io').BytesIO())
__import__('_pickle').Unpickler(__import__('io').BytesIO())
__import__('os').stat('.')
__import__('os').scandir('.')
__import__('time').gmtime()
sys.flags
sys.version_info
sys.float_info
sys.implementation
sys
len
[].append
str.join
int.__add__
(1).__add__
type.__dict__['__dict__']
type.__dict__['__name__']
type.__dict__['mro']
type.__dict__
type.mro
dict.__dict__['fromkeys']
__import__('weakref').ref(int)
__import__('weakref').proxy(int)
object()
NotImplemented
Ellipsis
frozenset()
bytearray()
1j
BaseException()
KeyError(1)
int
type
__import__('ast').parse('1')
__import__('collections').namedtuple('P', 'a')(1)
'''


def show(text, value):
    print(text, gc.is_tracked(value), type(value).__flags__ >> 14 & 1)


for text in EXPRESSIONS.strip().split('\n'):
    show(text, eval(text))

if sys.version_info >= (3, 7):
    from contextvars import Context, ContextVar

    show('Context', Context())
    show('Token', ContextVar('a').set(1))
    for default in (), [], 'b', len:
        show('ContextVar %r' % (default,), ContextVar('a', default=default))
if sys.version_info >= (3, 8):
    import copy
    import time

    show('struct_time', time.struct_time(range(9)))
    show('struct_time copied', copy.copy(time.gmtime()))
if sys.version_info >= (3, 9):
    show('list[int]', list[int])

# what the collector does not know counts for nothing, and its garbage is never found
gc.collect()
gc.disable()
import array
import re

pattern = re.compile('(a)')
kept = []
for name, make in ('array', lambda: array.array('i')), ('match', lambda: pattern.match('a')), ('list', lambda: []):
    kept.extend([make(), make()])
    before = gc.get_count()[0], len(gc.get_objects())
    kept.extend([make(), make(), make(), make()])
    print(name, gc.get_count()[0] - before[0] > 3, len(gc.get_objects()) - before[1])


class Sub(array.array):
    pass


sub = Sub('i')
sub.me = sub
del sub
print(gc.collect() > 0, gc.is_tracked(Sub('i')))

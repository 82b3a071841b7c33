/**
 * Builtin functions and methods that get their positional arguments in a tuple, which holds each once more while they run: by module or type
 * and by the last release in which they do (with + by the first). Read from the method tables of CPython 3.6 to 3.13 (METH_VARARGS); those that run no Python code
 * while they use their arguments are left out, since nobody can see the difference. The methods of sets pack their arguments themselves in 3.13.
 */
const PACKED_UNTIL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'array.array': { '3.6': 'fromfile insert pop' },
  BaseExceptionGroup: { '3.12': 'derive split subgroup' },
  _bisect: { '3.6': 'bisect insort', '3.8': 'bisect_left bisect_right insort_left insort_right' },
  builtins: {
    '3.6': 'delattr divmod format getattr hasattr isinstance issubclass next pow print round setattr sorted sum',
    '3.7': 'iter',
    '3.12': 'max min',
    '3.11': 'dir vars',
    '3.13+': 'dir vars',
  },
  bytearray: {
    '3.6': '__reduce_ex__ insert lstrip maketrans pop replace rstrip strip',
    '3.7': 'center expandtabs ljust rjust zfill',
    '3.12': 'count endswith find index rfind rindex startswith',
  },
  bytes: {
    '3.6': 'lstrip maketrans replace rstrip strip',
    '3.7': 'center expandtabs ljust rjust zfill',
    '3.12': 'count endswith find index rfind rindex startswith',
  },
  _collections: { '3.7': '_count_elements' },
  'collections.deque': { '3.6': 'index insert rotate' },
  'collections.OrderedDict': { '3.6': 'fromkeys move_to_end popitem setdefault', '3.9': 'pop', '3.6+': 'update' },
  complex: { '3.9': '__format__' },
  dict: { '3.6': 'fromkeys get setdefault', '3.7': 'pop', '3.6+': 'update' },
  float: { '3.6': '__format__ __round__' },
  frozenset: { '3.13': 'difference intersection union' },
  _functools: { '3.11': 'cmp_to_key', '3.13': 'reduce' },
  generator: { '3.10': 'throw' },
  _heapq: { '3.7': '_heapreplace_max heappush heappushpop heapreplace' },
  int: { '3.6': '__format__ from_bytes to_bytes', '3.9': '__round__' },
  itertools: { '3.7': 'tee' },
  list: { '3.6': 'index insert pop sort' },
  mappingproxy: { '3.8': 'get' },
  math: { '3.6': 'fmod gcd hypot isclose ldexp pow', '3.7': 'atan2 copysign remainder', '3.11': 'log' },
  object: { '3.6': '__format__ __reduce_ex__' },
  _operator: {
    '3.6':
      'add and_ concat contains countOf delitem eq floordiv ge getitem gt iadd iand iconcat ifloordiv ilshift imatmul imod imul indexOf ior ipow irshift is_ is_not isub itruediv ixor le length_hint lshift lt matmul mod mul ne or_ pow rshift setitem sub truediv xor',
  },
  set: { '3.13': 'difference difference_update intersection intersection_update union update' },
  str: {
    '3.6': '__format__ center encode expandtabs ljust lstrip maketrans replace rjust rsplit rstrip split splitlines strip zfill',
    '3.12': 'count endswith find index rfind rindex startswith',
    '3.6+': 'format',
  },
  sys: { '3.6+': 'getsizeof' },
  tuple: { '3.6': 'index' },
  _weakref: { '3.10': 'proxy' },
};

/** Names of functions by module or type. */
export type PackedArguments = ReadonlyMap<string, ReadonlySet<string>>;

/** Those of a release ('3.10'). */
export function packedArguments(release: string): PackedArguments {
  const minor = (name: string): number => Number(name.split('.')[1]);
  const out = new Map<string, Set<string>>();
  for (const [owner, until] of Object.entries(PACKED_UNTIL)) {
    const applies = (key: string): boolean => (key.endsWith('+') ? minor(release) >= minor(key.slice(0, -1)) : minor(release) <= minor(key));
    const names = Object.entries(until).flatMap(([key, list]) => (applies(key) ? list.split(' ') : []));
    if (names.length > 0) out.set(owner, new Set(names));
  }
  return out;
}

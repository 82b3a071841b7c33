/**
 * What stands in for native code while a thread may have to be suspended inside it (see stand-ins.ts). Names ending in `_` stand in for the builtin of
 * that name. A native function called here with nothing in its arguments that could run Python code is the native one.
 */
export const STAND_IN_SOURCE = `
def measure(items):
    # native code that makes lists asks for the length first; a TypeError says that there is none
    if hasattr(type(items), '__len__'):
        try:
            type(items).__len__(items)
        except TypeError:
            pass

def list_(items=(), /):
    measure(items)
    return [item for item in items]

def first(items, limit):
    found = []
    for item in items:
        found.append(item)
        if len(found) > limit:
            break
    return iter(found)

def tuple_(items=(), /):
    measure(items)
    return tuple([item for item in items])

def set_(items=(), /):
    return set([item for item in items])

def frozenset_(items=(), /):
    return frozenset([item for item in items])

def dict_(items=(), /, **keywords):
    if hasattr(items, 'keys'):
        return dict(items, **keywords)
    return dict([item for item in items], **keywords)

def sum_(items, /, start=0):
    plain = []
    for item in items:
        if type(item) is int or type(item) is float:
            plain.append(item)
        else:
            start = sum(plain, start) + item
            plain.clear()
    return sum(plain, start)

def any_(items, /):
    for item in items:
        if item:
            return True
    return False

def all_(items, /):
    for item in items:
        if not item:
            return False
    return True

def least(args, key, options, native, below):
    if len(args) != 1 and (options or not args):
        return native(*args, **options)
    items = [item for item in (args[0] if len(args) == 1 else args)]
    if key is None or not items:
        return native(items, **options)
    found = items[0]
    best = key(found)
    for item in items[1:]:
        value = key(item)
        if (value < best) if below else (value > best):
            found = item
            best = value
    return found

def min_(*args, key=None, **options):
    return least(args, key, options, min, True)

def max_(*args, key=None, **options):
    return least(args, key, options, max, False)

def sorted_(items, /, *, key=None, reverse=False):
    measure(items)
    items = [item for item in items]
    if key is None:
        items.sort(reverse=reverse)
        return items
    keys = [key(item) for item in items]
    return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__, reverse=reverse)]

def sort_(self, /, *, key=None, reverse=False):
    items = self[:]
    self.clear()
    try:
        items = sorted_(items, key=key, reverse=reverse)
    finally:
        changed = len(self)
        self[:] = items
    if changed:
        raise ValueError('list modified during sort')

def extend_(self, items, /):
    measure(items)
    for item in items:
        self.append(item)

def join_(self, items, /):
    return self.join([item for item in items])

def update_(self, /, *others, **keywords):
    self.update(*[other if hasattr(other, 'keys') else [item for item in other] for other in others], **keywords)

def reduce_(function, items, /, *start):
    empty = not start
    value = None if empty else start[0]
    for item in items:
        value = item if empty else function(value, item)
        empty = False
    return reduce(function, ()) if empty else value

def next_(iterator, /, *default):
    step = getattr(type(iterator), '__next__', None)
    if step is None:
        raise TypeError(f"'{type(iterator).__name__}' object is not an iterator")
    if hasattr(step, '__code__'):
        try:
            return step(iterator)
        except StopIteration:
            if default:
                return default[0]
            raise
    for item in iterator:
        return item
    if default:
        return default[0]
    raise StopIteration

def each_map(iterator):
    function, *iterators = parts(iterator)
    while True:
        try:
            item = function(*[next_(i) for i in iterators])
        except StopIteration:
            return
        yield item

def each_filter(iterator):
    function, source = parts(iterator)
    while True:
        try:
            item = next_(source)
            keep = item if function is None or function is bool else function(item)
        except StopIteration:
            return
        if keep:
            yield item

def each_zip(iterator):
    iterators = parts(iterator)
    while iterators:
        try:
            item = tuple([next_(i) for i in iterators])
        except StopIteration:
            return
        yield item

def each_enumerate(iterator):
    source, = parts(iterator)
    while True:
        try:
            item = next_(source)
        except StopIteration:
            return
        yield count(iterator), item

def each_call(iterator):
    function, sentinel = parts(iterator)
    while True:
        try:
            item = function()
        except StopIteration:
            return
        if item == sentinel:
            end(iterator)
            return
        yield item

def each_own(iterator):
    step = type(iterator).__next__
    while True:
        try:
            item = step(iterator)
        except StopIteration:
            return
        yield item

def iterate(items):
    iterator = type(items).__iter__(items)
    if not hasattr(type(iterator), '__next__'):
        raise TypeError(f"iter() returned non-iterator of type '{type(iterator).__name__}'")
    return wrapped(iterator)

def construct(cls, /, *args, **keywords):
    made = cls.__new__(cls, *args, **keywords)
    if issubclass(type(made), cls):
        result = type(made).__init__(made, *args, **keywords)
        if result is not None:
            raise TypeError(f"__init__() should return None, not '{type(result).__name__}'")
    return made

def partial_(self, /, *args, **keywords):
    return self.func(*self.args, *args, **{**self.keywords, **keywords})

def cached(wrapper, /, *args, **keywords):
    key, function, *known = lru_find(wrapper, *args, **keywords)
    if known:
        return known[0]
    result = function(*args, **keywords)
    lru_keep(wrapper, key, result)
    return result

def substitute(pattern, replace, string, count):
    pieces = []
    position = n = 0
    for match in pattern.finditer(string):
        pieces.append(string[position:match.start()])
        piece = replace(match)
        if piece is not None:
            pieces.append(piece)
        position = match.end()
        n += 1
        if n == count:
            break
    pieces.append(string[position:])
    return string[:0].join(pieces), n

def sub_(self, /, repl, string, count=0):
    return substitute(self, repl, string, count)[0] if callable(repl) else self.sub(repl, string, count)

def subn_(self, /, repl, string, count=0):
    return substitute(self, repl, string, count) if callable(repl) else self.subn(repl, string, count)

def text(name, native, value):
    result = getattr(type(value), name)(value)
    if not issubclass(type(result), str):
        raise TypeError(f'{name} returned non-string (type {type(result).__name__})')
    return result

def repr_(value, /):
    return text('__repr__', repr, value)

def str_(value=''):
    own = type(value).__str__
    return repr_(value) if own is object.__str__ else text('__str__', str, value)

def print_(*values, **options):
    print(*[value if type(value) is str else str(value) for value in values], **options)
`;

# Language reference 3.2: the standard type hierarchy and its special attributes.
import sys, types
def f(a, b=2, /, c=3, *args, d, e=5, **kw) -> 'ret':
    """doc"""
    local = a
    def inner():
        return local
    return inner
print(f.__doc__, f.__name__, f.__qualname__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__closure__, f.__dict__)
c = f.__code__
for name in ('co_name', 'co_argcount', 'co_posonlyargcount', 'co_kwonlyargcount', 'co_nlocals', 'co_varnames', 'co_cellvars', 'co_freevars', 'co_names', 'co_flags', 'co_firstlineno'):
    print(name, getattr(c, name))
print(c.co_consts[0], f(1, d=2).__closure__[0].cell_contents, f(1, d=2).__qualname__)
f.attribute = 1
print(f.__dict__, vars(f))
f.__defaults__ = (20, 30)
f.__kwdefaults__ = {'d': 9, 'e': 1}
print(f(1)(), f.__defaults__)
class K:
    """class doc"""
    z = 1
    def m(self): return self
    @classmethod
    def cm(cls): return cls
    @staticmethod
    def sm(): return 1
k = K()
print(k.m.__self__ is k, k.m.__func__ is K.m, k.m.__name__, k.m.__doc__, K.cm.__self__ is K, K.sm, k.m == k.m, hash(k.m) == hash(k.m)) if 0 else print(k.m.__self__ is k, k.m.__func__ is K.m, k.m == k.m, k.m is k.m, hash(k.m) == hash(k.m))
print(K.__name__, K.__module__, K.__bases__, K.__doc__, sorted(n for n in K.__dict__ if n not in ('__static_attributes__', '__firstlineno__')), K.__mro__)
try:
    k.m.attribute = 1
except AttributeError as e:
    print(e)
def g():
    """generator"""
    x = yield 1
    return x
it = g()
print(it.gi_running, it.gi_frame is not None, it.gi_code.co_name, it.gi_yieldfrom, it.__name__, it.__qualname__)
next(it)
try:
    it.send(5)
except StopIteration as stop:
    print(stop.value, stop.args, it.gi_frame)
async def co():
    pass
async def ag():
    yield 1
x = co(); y = ag()
print(type(x).__name__, x.cr_code.co_name, x.cr_await, x.cr_running, type(y).__name__, y.ag_code.co_name, y.ag_await)
x.close()
print(type(sys).__name__, sys.__name__, types.ModuleType('m', 'd').__doc__, repr(types.ModuleType('mod')))
frame = sys._getframe()
print(frame.f_code.co_name, frame.f_back, frame.f_lineno, frame.f_globals is globals(), frame.f_builtins is vars(__import__('builtins')), frame.f_trace)
try:
    1 / 0
except ZeroDivisionError as e:
    tb = e.__traceback__
    print(tb.tb_lineno, tb.tb_frame is sys._getframe(), tb.tb_next, e.__context__, e.__cause__, e.__suppress_context__)
s = slice(1, 10, 2)
print(s.start, s.stop, s.step, s.indices(5), s == slice(1, 10, 2), s < slice(2, 3))
for bad in (lambda: setattr(f, '__code__', 1), lambda: setattr(f, '__name__', 1), lambda: setattr(f, '__defaults__', 1), lambda: delattr(f, '__name__'), lambda: setattr(f, '__kwdefaults__', 1), lambda: setattr(f, '__closure__', 1), lambda: setattr(f, '__dict__', 1), lambda: setattr(f, '__annotations__', 1), lambda: setattr(f, '__globals__', {})):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
def h(): return 'h'
f.__code__ = h.__code__
print(f())
try:
    h.__code__ = f(1, d=2).__code__ if False else (lambda: c).__code__
except ValueError as e:
    print(e)
print(int.__add__, str.join, (1).__add__, [].append, type(int.__add__).__name__, type(dict.__dict__['fromkeys']).__name__, type(K.__dict__['__dict__']).__name__, type(type(f).__code__).__name__) if 0 else print(type(int.__add__).__name__, type(dict.__dict__['fromkeys']).__name__, type(K.__dict__['__dict__']).__name__, type(types.FunctionType.__code__).__name__, type(types.FunctionType.__closure__).__name__)
print(NotImplemented, Ellipsis, None, bool(Ellipsis))

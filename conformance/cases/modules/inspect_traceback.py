# from 3.13
import inspect, traceback, sys, linecache, dis, tokenize, io, types, timeit, weakref, gc, platform, getopt, locale, numbers
def f(a, /, b: int, *c, d=1, **e) -> str:
    "doc"
    return inspect.currentframe().f_code.co_name
s = inspect.signature(f); print(s, list(s.parameters.values())[1].kind, s.bind(1, 2, 3, d=4).arguments, s.return_annotation, inspect.getdoc(f), inspect.isfunction(f), inspect.getfullargspec(f))
class A:
    "A doc"
    x = 1
    def m(self, q): ...
    @classmethod
    def c(cls): ...
    @property
    def p(self): ...
print(inspect.signature(A.m), inspect.signature(A().m), [n for n, _ in inspect.getmembers(A, inspect.isfunction)], inspect.getmro(A), inspect.isclass(A), inspect.ismethod(A().m), [n for n, *_ in inspect.classify_class_attrs(A) if n in 'xmcp'])
print(inspect.getsource(f), inspect.getsourcelines(A.m)[1], inspect.getfile(f) == __file__, inspect.getmodule(f).__name__, inspect.unwrap(f) is f, inspect.cleandoc('  a\n    b'))
print(inspect.signature(len), inspect.signature(print), inspect.signature(sorted), inspect.signature(dict.get), inspect.signature(str.split), inspect.signature(int.to_bytes), inspect.signature(list.append))
for n in ('abs', 'sum', 'divmod', 'isinstance', 'round', 'hasattr', 'compile', 'input'): print(n, inspect.signature(getattr(__builtins__, n)))
def g(): yield 1
async def co(): ...
print(inspect.isgeneratorfunction(g), inspect.iscoroutinefunction(co), inspect.getgeneratorstate(g()), inspect.isbuiltin(len), inspect.getcallargs(f, 1, 2), inspect.getclosurevars(f).builtins.keys() is not None)
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError('v') from e
except ValueError as e:
    t = traceback.format_exc(); print(t.replace(__file__, 'FILE'))
    te = traceback.TracebackException.from_exception(e); print(''.join(te.format_exception_only()), [fr.name for fr in te.stack], traceback.extract_tb(e.__traceback__)[0].line)
print(traceback.format_stack()[-1].strip().splitlines()[-1], traceback.format_list([('f.py', 1, 'n', 'code')]))
for t in tokenize.generate_tokens(io.StringIO('x = 1 # c\nif x:\n  pass\n').readline): print(tokenize.tok_name[t.type], repr(t.string), t.start, end='; ')
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO('a+b\n').readline)))
print(timeit.timeit('1', number=10) >= 0, platform.system(), platform.python_implementation(), getopt.getopt(['-a', '1', '--long=x', 'r'], 'a:', ['long=']), locale.format_string('%d', 1000))
class W: pass
w = W(); r = weakref.ref(w, lambda r: print('dead')); p = weakref.proxy(w); w.a = 1; print(r() is w, p.a, weakref.getweakrefcount(w)); fin = weakref.finalize(w, print, 'fin'); d = weakref.WeakValueDictionary(k=w); k = weakref.WeakKeyDictionary({w: 1}); del w; print(r(), len(d), len(k), fin.alive)
print(help.__class__.__name__, dir(A())[-4:], vars(A)['x'])

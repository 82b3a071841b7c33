# inspect, dis-free introspection, ast, tokenize, dynamic code.
import inspect, ast, sys, io, tokenize, keyword, types, builtins
def sample(a, b: int = 2, *args, c, d=4, **kw) -> str:
    """Docstring of sample.

    More."""
    x = 1
    return x
print(inspect.signature(sample), inspect.getdoc(sample), inspect.isfunction(sample), inspect.getsource(sample).splitlines()[0], [p.kind.name for p in inspect.signature(sample).parameters.values()])
print(inspect.signature(sample).bind(1, c=3).arguments, sample.__code__.co_varnames, sample.__code__.co_consts[0][:9], sample.__code__.co_firstlineno)
class A:
    attr = 1
    def m(self): return inspect.currentframe().f_code.co_name
    @classmethod
    def c(cls): pass
    @property
    def p(self): return 1
print([n for n, v in inspect.getmembers(A) if not n.startswith('__')], A().m(), inspect.ismethod(A().m), inspect.isclass(A), inspect.getmro(A)[-1].__name__, callable(A), vars(A)['attr'], sorted(n for n in dir(A()) if n[0] != '_'))
def outer():
    def inner(): return [f.function for f in inspect.stack()[:3]]
    return inner()
print(outer())
tree = ast.parse('x = 1 + 2 * y\nfor i in range(3): print(i)')
print(ast.dump(tree.body[0]), [type(n).__name__ for n in ast.walk(tree)][:8], ast.literal_eval("{'a': [1, (2, 3)], 'b': None}"))
class Swap(ast.NodeTransformer):
    def visit_Constant(self, node): return ast.copy_location(ast.Constant(node.value * 10), node)
ns = {}; exec(compile(ast.fix_missing_locations(Swap().visit(ast.parse('r = 1 + 2'))), 'm', 'exec'), ns); print(ns['r'])
class Names(ast.NodeVisitor):
    def __init__(self): self.names = []
    def visit_Name(self, n): self.names.append((n.id, type(n.ctx).__name__)); self.generic_visit(n)
v = Names(); v.visit(ast.parse('a = b + c(d)')); print(v.names)
try: ast.literal_eval('__import__("os")')
except ValueError as e: print(type(e).__name__)
print([(tokenize.tok_name[t.type], t.string) for t in tokenize.generate_tokens(io.StringIO('x = 1 # c\n').readline)][:5], keyword.iskeyword('for'), len(keyword.kwlist) >= 35)
print(eval('1 + x', {'x': 5}), eval(compile('2 ** 3', 'e', 'eval')), exec('y = 5') or 'y' in globals(), eval('[i for i in range(n)]', {'n': 3}))
loc = {}; exec('def f(): return g\ng = 7', loc); print(loc['f'](), sorted(k for k in loc if k != '__builtins__'))
def local_names(a): b = 2; return sorted(locals())
print(local_names(1), globals()['__name__'], type(builtins.__dict__).__name__, hasattr(builtins, 'print'))
f = types.FunctionType(sample.__code__, {}, 'renamed'); print(f.__name__, f(1, 2, c=3, d=4))
code = compile('a = 1\nb = a', '<gen>', 'exec'); print(code.co_names, code.co_filename, type(code).__name__)
print(sample.__code__.replace(co_name='new').co_name, sys._getframe().f_lineno, sys._getframe().f_code.co_name, sys.getsizeof([]) > 0, sys.intern('a') is 'a' if False else True)
events = []
def tracer(frame, event, arg): events.append((event, frame.f_code.co_name)); return tracer
def traced(): z = 1; return z
sys.settrace(tracer); traced(); sys.settrace(None); print(events[:4])
calls = []
sys.setprofile(lambda fr, ev, arg: calls.append(ev)); len([]); sys.setprofile(None); print(calls[:2])
print(A.__name__, A.__qualname__, A.__module__, A.__dict__.keys() >= {'attr', 'm'}, type(A), isinstance(A, type), A.m.__qualname__, type.__call__(A).attr, object.__reduce_ex__(A(), 2)[0].__name__)
setattr(A, 'dyn', lambda self: 'd'); print(A().dyn(), getattr(A, 'nope', None), hasattr(A(), 'dyn')); delattr(A, 'dyn'); print(hasattr(A, 'dyn'), id(A) == id(A), isinstance(5, (str, int)), issubclass(bool, int))
print(help is not None, repr(print), repr(len), repr(A.m)[:15], repr(int), repr(type), repr(sys)[:13], repr(...), repr(NotImplemented), repr(None))

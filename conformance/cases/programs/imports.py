# The import system: modules from files, packages, relative imports, circles, reload, hooks.
import sys, os, tempfile, importlib, types
root = tempfile.mkdtemp(); sys.path.insert(0, root); sys.dont_write_bytecode = True
def put(path, text):
    full = os.path.join(root, path); os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, 'w') as f: f.write(text)
put('plain.py', 'print("plain runs", __name__)\nvalue = 1\n_hidden = 2\ndef f(): return value\n')
put('pkg/__init__.py', 'print("pkg runs"); from .sub import thing\n__all__ = ["thing", "late"]\n')
put('pkg/sub.py', 'from . import other\nthing = "thing+" + other.name\n')
put('pkg/other.py', 'name = __name__\n')
put('pkg/late.py', 'from .inner.deep import up\nfrom . import other as o\n')
put('pkg/inner/__init__.py', '')
put('pkg/inner/deep.py', 'from ..other import name as up\n')
put('circ_a.py', 'x = 1\nimport circ_b\ny = circ_b.z\n')
put('circ_b.py', 'import circ_a\nz = circ_a.x + 1\n')
put('circ_c.py', 'from circ_d import q\np = 1\n'); put('circ_d.py', 'from circ_c import p\nq = 1\n')
put('broken.py', 'x = 1\n1 / 0\n'); put('syntax.py', 'def (:\n'); put('lazy.py', 'def __getattr__(name):\n    if name == "dyn": return "dynamic"\n    raise AttributeError(name)\ndef __dir__(): return ["dyn"]\n')
put('ns/part.py', 'where = __name__\n'); put('main_like/__main__.py', 'print("main of", __name__)\n')
import plain; import plain as again; print(plain is again, plain.f(), plain.__name__, os.path.basename(plain.__file__), 'plain' in sys.modules)
from plain import *; print(value, '_hidden' in globals())
import pkg.late; print(pkg.thing, pkg.late.up, pkg.late.o.__name__, pkg.__path__[0].endswith('pkg'), pkg.late.__package__)
from pkg import *; print(thing, late.__name__)
import circ_a; print(circ_a.y)
for name in ('circ_c', 'broken', 'syntax', 'absent', 'pkg.absent', 'plain.x'):
    try: importlib.import_module(name)
    except Exception as e: print(name, type(e).__name__, str(e).replace(root, 'ROOT')[:70], name in sys.modules)
try: from plain import nothing
except ImportError as e: print(type(e).__name__, e.name, str(e).split(' (')[0])
import lazy; print(lazy.dyn, dir(lazy))
try: lazy.other
except AttributeError as e: print(e)
import ns.part; print(ns.part.where, type(ns.__path__).__name__, getattr(ns, '__file__', None))
plain.value = 99; importlib.reload(plain); print(plain.value)
m = types.ModuleType('made', 'doc'); exec('def g(): return __name__', m.__dict__); sys.modules['made'] = m; import made; print(made.g(), made.__doc__)
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == 'virtual': return importlib.machinery.ModuleSpec(name, cls)
    @staticmethod
    def create_module(spec): return None
    @staticmethod
    def exec_module(module): module.answer = 42
import importlib.machinery, importlib.util
sys.meta_path.append(Finder); import virtual; print(virtual.answer, virtual.__spec__.name, importlib.util.find_spec('absent'), importlib.util.find_spec('plain').origin.endswith('plain.py'))
import runpy; print(runpy.run_path(os.path.join(root, 'plain.py'))['value']); runpy.run_module('main_like', run_name='__main__')
print(__name__, __import__('os').path is os.path, sys.modules['__main__'].__name__)
def inner(): import math; return math.pi
print(inner(), 'math' in globals()); del sys.modules['plain']; import plain
try: exec('from . import x', {'__name__': 'top', '__package__': ''})
except ImportError as e: print(e)

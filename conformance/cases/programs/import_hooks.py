# from 3.9
# The import system: package trees in a temporary folder, hooks, finders, loaders, reloading, errors.
import importlib, importlib.abc, importlib.machinery, importlib.util, os, pkgutil, sys, tempfile, types, warnings, shutil

root = tempfile.mkdtemp()
sys.path.insert(0, root)
sys.dont_write_bytecode = True


def write(path, text=''):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as f:
        f.write(text)
    importlib.invalidate_caches()


def attempt(f, *args):
    try:
        print('ok', f(*args))
    except BaseException as e:
        print(type(e).__name__, str(e).replace(root, 'ROOT'), getattr(e, 'name', None), (getattr(e, 'path', None) or '').replace(root, 'ROOT'))


write('shop/__init__.py', 'print("shop starts", __name__, __package__, __path__ is not None)\nfrom . import cart\nfrom .cart import total as t\n__all__ = ["cart", "items", "t"]\n')
write('shop/cart.py', 'from .items import Item\nfrom . import items as its\nimport shop\nprint("cart sees", hasattr(shop, "cart"), hasattr(shop, "items"), shop.__spec__._initializing)\ndef total(xs): return sum(x.price for x in xs)\n')
write('shop/items/__init__.py', 'from .base import *\nfrom ..prices import table\nclass Item(Base):\n    def __init__(self, n): self.price = table[n]\n')
write('shop/items/base.py', '__all__ = ["Base"]\nclass Base: pass\nclass _Hidden: pass\nclass Visible: pass\n')
write('shop/prices.py', 'table = {"apple": 3, "pear": 4}\n_private = 1\n')
import shop
print(shop.t([shop.cart.Item('apple'), shop.cart.Item('pear')]), sorted(m for m in sys.modules if m.startswith('shop')))
ns = {}
exec('from shop import *', ns)
print(sorted(k for k in ns if k != '__builtins__'))
ns = {}
exec('from shop.items.base import *', ns)
print(sorted(k for k in ns if k != '__builtins__'))
ns = {}
exec('from shop.prices import *', ns)
print(sorted(k for k in ns if k != '__builtins__'))
import shop.items.base as sib, shop.prices
print(sib.__name__, sib.__package__, shop.items.__package__, sib.__spec__.parent, os.path.relpath(sib.__file__, root), shop.__spec__.submodule_search_locations == shop.__path__)

# errors
write('broken.py', 'x = 1\ny = undefined_name\n')
write('syntax.py', 'def f(:\n  pass\n')
write('raises.py', 'raise ValueError("while importing")')
write('selfimport.py', 'from selfimport import missing')
write('ping.py', 'import pong\nfrom pong import b\na = 1\n')
write('pong.py', 'import ping\nfrom ping import a\nb = 2\n')
write('okping.py', 'import okpong\na = 1\ndef f(): return okpong.g()\n')
write('okpong.py', 'import okping\ndef g(): return okping.a\n')
for name in ('broken', 'raises', 'nowhere', 'shop.nowhere', 'shop.prices.deeper', 'nowhere.child', '', '.relative', 'selfimport', 'ping'):
    attempt(importlib.import_module, name)
    print('   left behind', name in sys.modules)
attempt(__import__, 'syntax')
import okping
print(okping.f())


def frm(text):
    exec(text, {'__name__': 'inner', '__package__': 'shop'})


for text in ('from shop import nothing', 'from shop.prices import table, nothing', 'from . import prices', 'from .prices import nope', 'from .. import x', 'from ... import x',
             'from .nosuch import x', 'import shop.nosuch.deeper', 'from os import path, nope', 'from shop import *', 'from sys import nope', 'from shop.items import Item as I'):
    attempt(frm, text)
attempt(exec, 'from . import x', {'__name__': 'top'})
attempt(exec, 'from . import x', {'__name__': 'top', '__package__': ''})
attempt(exec, 'from . import x', {'__name__': 'top', '__package__': 5})
attempt(exec, 'from . import x', {})
attempt(__import__, 5)
attempt(lambda: __import__('shop.prices').__name__)
attempt(lambda: __import__('shop.prices', fromlist=['table']).__name__)
attempt(lambda: __import__('prices', {'__package__': 'shop', '__name__': 'shop.x'}, None, ['table'], 1).__name__)
attempt(lambda: __import__('shop', level=-1))
attempt(importlib.import_module, '.prices', 'shop')
attempt(importlib.import_module, '..prices', 'shop.items')
attempt(importlib.import_module, '...prices', 'shop')
attempt(importlib.import_module, '.prices')
attempt(importlib.util.resolve_name, '.a.b', 'shop')

# a module of sys.modules that is None or replaced
sys.modules['blocked'] = None
attempt(importlib.import_module, 'blocked')
write('replaced.py', 'import sys, types\nclass Mod(types.ModuleType):\n    @property\n    def live(self): return "property of a module"\nm = Mod(__name__)\nsys.modules[__name__] = m\n')
import replaced
print(type(replaced).__name__, replaced.live)
write('lazyattr.py', 'def __getattr__(name):\n    if name.startswith("no"): raise AttributeError(f"lazyattr has no {name}")\n    return name * 2\ndef __dir__(): return ["z", "a"]\n')
import lazyattr
from lazyattr import ab
print(ab, lazyattr.xy, dir(lazyattr))
attempt(lambda: lazyattr.nope)
attempt(frm, 'from lazyattr import nope')
write('state.py', 'try:\n    count += 1\nexcept NameError:\n    count = 0\n')
import state
for _ in range(3):
    state = importlib.reload(state)
print(state.count)
attempt(importlib.reload, 5)
del sys.modules['state']
attempt(importlib.reload, state)
import state as state2
print(state2 is state, state2.count)

# namespace packages over two folders
for part in ('one', 'two'):
    write(f'{part}/spread/{part}mod.py', f'name = "{part}"')
    sys.path.append(os.path.join(root, part))
import spread.onemod, spread.twomod
print(spread.onemod.name, spread.twomod.name, len(list(spread.__path__)), spread.__file__ if hasattr(spread, '__file__') else 'no file', spread.__spec__.origin)
print(type(spread.__path__).__name__, spread.__spec__.loader.__class__.__name__.strip("_"))


# finders and loaders
class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    sources = {'made': 'value = __name__ * 2', 'made.sub': 'from . import value as v\nname = __name__', 'made.bad': '1/0'}

    def find_spec(self, name, path, target=None):
        if name not in self.sources:
            return None
        print('find', name, path, target)
        return importlib.machinery.ModuleSpec(name, self, origin='memory', is_package=name == 'made', loader_state={'k': 1})

    def create_module(self, spec):
        print('create', spec.name, spec.origin, spec.loader_state)

    def exec_module(self, module):
        exec(self.sources[module.__name__], module.__dict__)


finder = Finder()
sys.meta_path.insert(0, finder)
import made.sub
print(made.value, made.sub.v, made.sub.name, made.__path__, made.__loader__ is finder, hasattr(made, '__file__'))
print(repr(made), repr(made.sub).replace(repr(finder), 'FINDER'))
attempt(importlib.import_module, 'made.bad')
print('made.bad' in sys.modules)
sys.meta_path.remove(finder)


class Hook:
    def __init__(self, path):
        if not path.startswith('virtual:'):
            raise ImportError
        print('hook for', path)
        self.path = path

    def find_spec(self, name, target=None):
        if name.startswith('v_'):
            return importlib.util.spec_from_loader(name, Finder2())


class Finder2:
    def create_module(self, spec):
        m = types.ModuleType(spec.name)
        m.early = 1
        return m

    def exec_module(self, m): m.late = m.early + 1


sys.path_hooks.insert(0, Hook)
sys.path.append('virtual:one')
import v_first, v_second
print(v_first.late, v_second.early, type(sys.path_importer_cache['virtual:one']).__name__)
attempt(importlib.import_module, 'w_third')
sys.path_hooks.remove(Hook)
sys.path.remove('virtual:one')

spec = importlib.util.spec_from_file_location('by_path', os.path.join(root, 'shop', 'prices.py'))
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.table, 'by_path' in sys.modules, spec.name, type(spec.loader).__name__, spec.has_location, spec.cached is not None)
print(importlib.util.find_spec('shop.prices').name, importlib.util.find_spec('nowhere'), importlib.util.find_spec('sys').origin)
attempt(importlib.util.find_spec, 'nowhere.sub')
attempt(importlib.util.find_spec, '.x')
print([m.name for m in pkgutil.iter_modules(shop.__path__)], [m.name for m in pkgutil.walk_packages(shop.__path__, 'shop.')])
print(pkgutil.get_data('shop', 'prices.py')[:8], pkgutil.resolve_name('shop.prices:table.get')('pear') if hasattr(pkgutil, 'resolve_name') else 4)
print(spec.loader.get_source('by_path')[:5], spec.loader.is_package('by_path'), spec.loader.get_code('by_path').co_names)

lazy = importlib.util.LazyLoader.factory(importlib.machinery.SourceFileLoader)
write('lazymod.py', 'print("now lazymod runs")\nv = 5')
spec = importlib.util.spec_from_file_location('lazymod', os.path.join(root, 'lazymod.py'), loader=lazy('lazymod', os.path.join(root, 'lazymod.py')))
m = importlib.util.module_from_spec(spec)
sys.modules['lazymod'] = m
spec.loader.exec_module(m)
print('before', type(m).__name__)
print(m.v, type(m).__name__)

# a __main__ of a package, run as a module
import runpy
warnings.simplefilter("ignore")
write('shop/__main__.py', 'import sys\nprint("main of", __package__, __name__, __spec__ and __spec__.name)\nresult = 7')
print(runpy.run_module('shop', run_name='__main__')['result'], runpy.run_module('shop.prices')['table'])
print(sorted(k for k in runpy.run_path(os.path.join(root, 'shop/prices.py'), {'extra': 1}) if k[0] != '_'))
saved = __builtins__.__import__


def noisy(name, globals=None, locals=None, fromlist=(), level=0):
    print('import', name, fromlist, level)
    return saved(name, globals, locals, fromlist, level)


__builtins__.__import__ = noisy
import shop.items.base as b2
from shop import cart, prices as pp
__builtins__.__import__ = saved
del __builtins__.__import__
attempt(exec, 'import os', {})
__builtins__.__import__ = saved
attempt(exec, 'import os', {'__builtins__': {}})
shutil.rmtree(root)

# AttributeError, NameError and ImportError know what was asked for, whoever raised them; what they hold counts.
class A:
    @property
    def p(self): raise AttributeError('boom')
    @property
    def q(self): raise AttributeError('boom', name='other') 
    def __getattr__(self, n): raise AttributeError('custom '+n)
class B:
    def __getattribute__(self, n): raise AttributeError('gb '+n)
class C:
    @property
    def p(self): return self.zz
    @property
    def r(self): raise AttributeError('boom')
class Meta(type):
    def __getattr__(cls, n): raise AttributeError('meta '+n)
class D(metaclass=Meta): pass
class E(AttributeError): pass
class F:
    def __getattr__(self, n): raise E('sub')
import sys, types
m = types.ModuleType('m')
def ga(n): raise AttributeError('mod')
m.__getattr__ = ga
def t(f):
    try: f()
    except TypeError as e: print(e)
    except AttributeError as e: print(e, getattr(e,'name',0), type(getattr(e,'obj',0)).__name__)
for f in (lambda: A().p, lambda: A().q, lambda: A().x, lambda: B().y, lambda: C().p, lambda: C().r, lambda: D.z, lambda: F().z, lambda: m.k, lambda: getattr(A(),'x'), lambda: getattr(C(),'r'),lambda: A().meth(),
    lambda: super(C, C()).foo, lambda: setattr(5,'x',1), lambda: A.nope, lambda: delattr(A(),'u'), lambda: A().__getattribute__('x'), lambda: object.__getattribute__(C(),'r'), lambda: object.__getattribute__(A(),'x'), lambda: C.r.fget(C()), lambda: types.SimpleNamespace().x,
    lambda: [].x, lambda: int.x, lambda: (1).real.x, lambda: None.foo(), lambda: __import__('operator').attrgetter('a.b')(C()), lambda: __import__('operator').methodcaller('a')(C()), lambda: hasattr(C(), 'r') or C().r):
    t(f)


import types, sys


class Held: pass


held = Held()
print(sys.getrefcount(held))
try:
    held.nothing
except AttributeError as e:
    print(sys.getrefcount(held), hasattr(e, 'name'), hasattr(e, 'obj'))
for source in ('undefined', 'del undefined', 'from os import pth', 'from os import path as p, nope', 'import nowhere.at.all', '(lambda: local_name)()'):
    try:
        exec(source, {})
    except Exception as e:
        print(type(e).__name__, getattr(e, 'name', 0), getattr(e, 'name_from', 0), str(e).split(' (')[0])
for make in (lambda: AttributeError('m', name='n', obj=5), lambda: NameError('m', name='n'), lambda: ImportError('m', name='n', path='p'), lambda: ImportError('m', name_from='n'),
             lambda: AttributeError('m', other=1), lambda: NameError(x=1), lambda: ImportError('m', bad=1)):
    try:
        e = make()
        print(repr(e), getattr(e, 'name', 0), getattr(e, 'obj', 0), getattr(e, 'path', 0), getattr(e, 'name_from', 0), e.__reduce__()[2:])
    except TypeError as e:
        print(e)

# Symbol tables as the symtable module shows them.
import symtable
SRC='''
import os, sys as y
from a.b import *
x: int = 1
y2 = [i*x for i in range(3) if (w := i)]
def f(a, b=1, *c, d, **e):
    global g
    g = a
    loc = b
    def inner(z):
        nonlocal loc
        loc = z
        return x, a
    return inner, [q for q in a], {k: v for k in b}, (h for h in a), lambda p: p + loc
class C(object):
    attr = 1
    __priv = 2
    def m(self): return super().m, self.__priv
    def n(self): return attr
async def co(): 
    async with a: pass
'''
def show(t, ind=''):
    print(ind, t.get_type(), t.get_name(), t.get_lineno(), t.is_nested(), t.has_children(), t.is_optimized(), sorted(t.get_identifiers()))
    if isinstance(t, symtable.Function):
        print(ind,'  ', t.get_parameters(), sorted(t.get_locals()), sorted(t.get_globals()), sorted(t.get_frees()), sorted(t.get_nonlocals()))
    if isinstance(t, symtable.Class): print(ind, '  methods', sorted(t.get_methods()))
    for s in sorted(t.get_symbols(), key=lambda s: s.get_name()):
        print(ind,'   ',s.get_name(), [n for n in ('is_referenced is_parameter is_global is_nonlocal is_declared_global is_local is_annotated is_free is_imported is_assigned is_namespace').split() if getattr(s,n)()])
    for c in t.get_children(): show(c, ind+'  ')
show(symtable.symtable(SRC,'f.py','exec'))
show(symtable.symtable('a+b','f.py','eval'))
for a in (('x=','f','exec'),('x','f','bad'),(1,'f','exec'),('def f():\n global a\n a:int\n return a\ndef g(a):\n global a','f','exec'),('x\0','f','exec'),(b'y=1','f','exec'),('x',1,'exec')):
    try: print(symtable.symtable(*a))
    except Exception as e: print(type(e).__name__, e)

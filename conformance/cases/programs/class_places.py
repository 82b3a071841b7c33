# from 3.13
# __firstlineno__ and __static_attributes__; advice for unknown keywords; PythonFinalizationError.
@(lambda c: c)
class A:
    def f(self): self.b = 1; self.a: int = 2; self.c += 1; self.d, (self.e, *self.f2) = 1, (2,); other = 1
    def g(this): this.no = 1
    class B:
        def h(self):
            self.inner = 1
            def k(): self.deep = 1
        x = [self.zz for self in ()]
    def z(self):
        for self.loop in (): pass
        with open('x') as self.w: pass
        del self.dd; self.__priv = 1
print(A.__firstlineno__, sorted(A.__static_attributes__), sorted(A.B.__static_attributes__), A.B.__firstlineno__, list(A.__dict__))

def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: [].sort(revers=1)); t(lambda: sorted([], ky=1)); t(lambda: int('1', bas=2)); t(lambda: open('x', mod='r')); t(lambda: (lambda abc: 1)(abd=1)); t(lambda: 'a'.split(se=1)); t(lambda: (lambda abc: 1)(xyz=1))
t(lambda: (lambda a, /, *, key: 1)(1, kay=2)); t(lambda: PythonFinalizationError.__mro__)
t(lambda: enumerate(foo=1)); t(lambda: enumerate(start=1)); t(lambda: enumerate([], foo=1)); t(lambda: iter(3, 4))
i = iter(range(5)); next(i); t(lambda: i.__reduce__())

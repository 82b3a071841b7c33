class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
def f():
    d = D(1)
    try: 1/0
    except ZeroDivisionError as e: x = e
f()
print('before')
print(collect() > 0)
def g():
    d = D(2)
    me = frame()
g(); print('before 2'); print(collect() > 0)
def h():
    d = D(3)
    def inner(): return inner, d
h(); print('before 3'); print(collect() > 0)
def gen():
    d = D(4)
    yield
    print(d)
def k():
    g = gen(); next(g)
    l = [g]; l.append(l)
k(); print('before 4'); print(collect() > 0)
class C:
    pass
c = C(); c.d = D(5); c.c = c; del c
print('before 5'); print(collect() > 0)
def m():
    g = mg(); next(g)
def mg():
    me = D(6)
    def clo(): return me, clo
    yield clo
m(); print('before 6'); collect()
def saved():
    try: raise ValueError('s')
    except ValueError as e: return e
e = saved(); print(e.__traceback__.tb_frame.f_locals.keys() if 0 else len(e.__traceback__.tb_frame.f_code.co_name)); del e
print('end')

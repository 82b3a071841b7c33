def a(): return 783, 'A-B', (1, 'two', 3.0)
def b(): return 783, 'A-B', (1, 'two', 3.0)
def c(): return 1, 1.0, True, 0.0, -0.0, (1, 2), (1.0, 2), ((1, 2), 3)
def d(): return lambda: 1, lambda: 1
def e(x): return x in {1, 'a', None}, [7, 8, 9], {7, 8, 9}
def f(x=(1, 2), *, k=783): 'doc'; return None
class C: v = 783; w = 'C'
x = -1, +2, not 3, 700 + 83, 'a' + 'b', b'a' + b'b', (1,) * 3, 1 / 3, 10 ** 20, "%s" % 1, (), ((),)

"""Module docstring."""
import os, sys as system
import a.b.c, a.b.c as d
from x import y, z as zz
from . import rel
from ..up import *

@decorate
@decorate(with_arguments=1)
def f(a, b: int = 1, /, c: str = 'x', *args: tuple, d, e=2, **kwargs) -> None:
    """Function docstring."""
    global g
    g = a
    def inner(x):
        nonlocal c
        c = x
        return a + c
    return inner

def nothing(): pass

def string_constant():
    'a' 'b'
    "not a docstring"
    return 'A', 'A', 783, 783

def generator(n):
    for i in range(n):
        x = yield i
        if x: return x
    yield from generator(n - 1)

async def coroutine(a):
    await a
    async for i in a:
        print(i)
    else:
        print('else')
    return [x async for x in a if await x]

async def agen():
    yield 1
    return

class A(B, metaclass=M):
    """Class docstring."""
    x: int = 1
    __private = 2
    def method(self): return super().method(self.__private, __class__)
    class Nested:
        y = x = 1
        def m(self): return [self.__p for self.__p in x]

def closures():
    x = 1
    class C:
        y = x
        def x(self): return x
    return C, lambda: x, lambda: x

def comprehensions(a):
    return [i for i in a], {i for i in a if i if not i}, {k: v for k, v in a}, (i + j for i in a for j in i), [j for i in a for j in [i + 1]], [[k for k in j] for j in a]

def returns(a):
    if a: return
    if a > 1: return 5
    while a:
        a -= 1
        if a: continue
        else: break
    else:
        return a
    for x in a:
        if x: return x
    else:
        assert a, 'message'
    raise ValueError from a

def unused_names():
    [a, b] = c = 1, 2
    x, y, z = y, z, x
    x, y = y, x

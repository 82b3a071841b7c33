# Language reference 7: assert, assignment, del, return, raise, import, global, type.
import sys
def attempt(src, ns=None):
    try:
        exec(src, ns if ns is not None else {})
        print('ok')
    except BaseException as e:
        print(type(e).__name__ + ':', e)
for src in ('assert 0', 'assert 0, "msg"', 'assert (0, "tuple")[0], {1: 2}', 'a, b = 1', 'a, b = [1]', 'a, b = 1, 2, 3', 'a, *b, c = [1]', '[a, b] = "xy"; assert b == "y"', '(a) = 1', 'a = b = c = []; assert a is c', 'x: int = 5; assert __annotations__ == {"x": int}' if sys.version_info < (3, 14) else 'pass', 'x: int\nx', 'a.b: int = 1', '(x): int = 1', 'x[0]: int', 'del x', 'x = 1; del x; x', 'x = [1, 2, 3]; del x[0], x[-1]; assert x == [2]', 'del (a), [b], (c, d)', 'raise', 'raise ValueError', 'raise ValueError("x") from KeyError("k")', 'raise ValueError("x") from None', 'raise 5', 'raise int', 'raise ValueError from 5', 'raise (ValueError, TypeError)', 'import nonexistent_mod', 'import os.nonexistent', 'from . import x', 'from .. import y', 'from .z import w', 'import os as o, sys; assert o.path', 'from os import (path, sep,)', 'from os import *; assert getcwd', 'from math import pi as p; assert p > 3', 'global x; x = 5', 'def f():\n  global q; q = 1\nf(); assert q', 'return 5', 'yield 1', 'break', 'continue', 'nonlocal x', 'x = 1; x += 2.5; assert x == 3.5', 'x = [1]; y = x; x += [2]; assert y == [1, 2]', 'x = (1,); y = x; x += (2,); assert y == (1,)', 'x = "a"; x *= 3; assert x == "aaa"', 't = ([],)\ntry: t[0] += [1]\nexcept TypeError: pass\nassert t == ([1],)', 'x = {}; x["a"], x["b"] = 1, 2; assert list(x) == ["a", "b"]', 'i = 0; x = [0, 0]; i, x[i] = 1, 2; assert x == [0, 2]', 'pass; pass', ';', 'x = yield', 'lambda: (yield)', 'print(f"{(lambda: 3)()}")', 'import sys as s, sys; assert s is sys', '__debug__ = 1', 'None = 1', 'f() = 1', '1 + 1 = 2', 'a + 1 += 2', '(a, b) += 1', 'x: int: str = 1', 'del f()', 'del 1', 'del (a, 1)', 'for 1 in []: pass', 'with open("x") as 1: pass', 'import a.b as c.d', 'from x import a.b', 'from __future__ import braces', 'from __future__ import nope', 'x = 1\nfrom __future__ import annotations', 'assert(1, "always")' if 0 else 'pass', 'exec("raise SystemExit(3)")', 'raise KeyboardInterrupt', 'raise StopIteration(5)', 'raise Exception(1, 2)', 'raise KeyError("k")', 'raise OSError(2, "no", "f")'):
    print(src.replace('\n', ' / '), end=' => ')
    attempt(src)
try:
    try:
        raise ValueError('inner')
    except ValueError as e:
        raise TypeError('outer') from e
except TypeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        raise ValueError('inner')
    finally:
        raise TypeError('outer')
except TypeError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    raise ValueError from None
except ValueError as e:
    print(e.__cause__, e.__context__, e.__suppress_context__)
def r():
    try:
        raise KeyError('a')
    except KeyError:
        try:
            raise
        except KeyError as again:
            return again.__context__
print(r())

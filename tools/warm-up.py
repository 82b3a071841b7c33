"""Touches what programs use first, so that its compiled code is in the cache that the build keeps."""

import collections
import functools
import gc
import sys

import psutil


class Point:
    def __init__(self, x):
        self.x = x

    @property
    def double(self):
        return self.x * 2


def numbers(n):
    for i in range(n):
        yield i


words = {str(i): Point(i) for i in numbers(50)}
print(sorted(words, key=len)[:3], sum(p.double for p in words.values()), "%s %d" % ("a", 1), f"{1.5:.2f}")
print(sys.getrefcount(words), gc.collect(), psutil.Process().memory_info().rss > 0)
print(collections.Counter("abc"), functools.reduce(lambda a, b: a + b, [1, 2, 3]))
try:
    {}["missing"]
except KeyError as error:
    print(repr(error))

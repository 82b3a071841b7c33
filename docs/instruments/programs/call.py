import sys

a = []


def func(a):
    print(sys.getrefcount(a))


func(a)
drawer = {"key": [a, 1]}
del a

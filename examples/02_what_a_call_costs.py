"""Passing an object to a function takes references while the call lasts.

Prints 2, 4, 6, 2 under the models up to 3.10: each level of Python call adds
two, one for the argument on the caller's stack and one for the parameter of
the function. From 3.11 on the argument moves (2, 3, 4, 2); from 3.14 on it is
borrowed (2, 2, 2, 2). Try: ouro run --model 3.12 examples/02_what_a_call_costs.py
"""
import sys


def inner(box):
    print(sys.getrefcount(box))


def outer(box):
    print(sys.getrefcount(box))
    inner(box)


parcel = []
print(sys.getrefcount(parcel))
outer(parcel)
print(sys.getrefcount(parcel))

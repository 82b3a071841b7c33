"""Passing an object to a function takes references while the call lasts.

Prints 2, 4, 6, 2 under the models up to 3.10: each level of Python call adds
two, one for the argument on the caller's stack and one for the parameter of
the function. Both go when the call is over.
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

"""A name is a reference; a second name for the same list is a second one.

Prints 2, 3, 2: getrefcount's own argument is a reference while it runs, so
one name shows as 2; the alias makes it 3; deleting the alias takes it back.
"""
import sys

shelf = ["Dune", "Emma"]
print(sys.getrefcount(shelf))

also = shelf
print(sys.getrefcount(shelf))

del also
print(sys.getrefcount(shelf))

"""The same list, returned to a caller that keeps it: the memory stays.

Prints that nothing came back while the caller holds the list, and that it does
as soon as the caller lets go.
"""
import os

import psutil

process = psutil.Process(os.getpid())


def megabytes():
    return process.memory_full_info().uss / 1024 / 1024


def work():
    numbers = [n for n in range(10_000_000)]
    return numbers, megabytes()


before = megabytes()
kept, during = work()
after = megabytes()
print(f"{during - before:.0f} MB while it is made")
print("freed by the return:", "less than 1 MB" if abs(during - after) < 1 else f"{during - after:.1f} MB")
del kept
print("kept after del:", "less than 3 MB" if megabytes() - before < 3 else f"{megabytes() - before:.1f} MB")

"""Two lists that hold each other never reach count zero; the collector finds them.

Prints that the memory stays after the function returned (each list is still held
by the other) and comes back with gc.collect(). The automatic collector is off so
that it cannot come first.
"""
import gc
import os

import psutil

gc.disable()
process = psutil.Process(os.getpid())


def megabytes():
    return process.memory_full_info().uss / 1024 / 1024


def work():
    left = [n for n in range(2_000_000)]
    right = [n for n in range(2_000_000)]
    left.append(right)
    right.append(left)


before = megabytes()
work()
after = megabytes()
print("after the return:", "the memory stays" if after - before > 100 else "freed")
found = gc.collect()
print("gc.collect() found", found, "objects")
print("after the collection:", "less than 4 MB" if megabytes() - before < 4 else f"{megabytes() - before:.1f} MB")

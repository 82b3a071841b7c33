"""A local list of ten million ints is freed the moment its function returns.

Prints three lines: about 387 MB more while the list lives (80 MB for the list's
slots and 32 bytes for each int), and back to where it began (within 3 MB) after
the return. The figures are the kernel's for this process.
"""
import os

import psutil

process = psutil.Process(os.getpid())


def megabytes():
    return process.memory_full_info().uss / 1024 / 1024


def work():
    numbers = [n for n in range(10_000_000)]
    return len(numbers), megabytes()


before = megabytes()
count, during = work()
after = megabytes()
print(f"{count} numbers took {during - before:.0f} MB")
print("kept after the return:", "less than 3 MB" if after - before < 3 else f"{after - before:.1f} MB")

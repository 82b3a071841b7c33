"""Compiles the standard library once, so that starting up need not: writes .pyc files that are used without looking at the source.

precompile.py ROOT [FILE...]: all files below the folder, or those given by their paths below it.
precompile.py --loaded ROOT: those that every start needs.
"""

import os
import sys
from importlib import _bootstrap_external as external

loaded = sys.argv[1] == "--loaded"
root = sys.argv[2 if loaded else 1]
FIRST = ["warm-up.py", "python/importlib/_bootstrap.py", "python/importlib/_bootstrap_external.py"]
skip = {"__pycache__", "idlelib", "turtledemo", "lib2to3", "ensurepip", "pydoc_data"}


def sources():
    if loaded:
        yield from (os.path.join(root, name) for name in FIRST)
        for module in list(sys.modules.values()):
            path = getattr(module, "__file__", None)
            if path and path.startswith(root + os.sep) and path not in sys.argv:
                yield path
        return
    if sys.argv[2:]:
        for name in sys.argv[2:]:
            yield os.path.join(root, name)
        return
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in skip]
        for name in files:
            if name.endswith(".py"):
                yield os.path.join(folder, name)


failed = 0
for path in sources():
    with open(path, "rb") as f:
        source = f.read()
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        failed += 1
        print(path, error, file=sys.stderr)
        continue
    target = external.cache_from_source(path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as f:
        f.write(external._code_to_hash_pyc(code, b"\0" * 8, False))
if failed:
    sys.exit("%d files do not compile" % failed)

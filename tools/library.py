"""What tools/library.mjs runs: library.py compile|import, with files or modules as lines of
stdin; answers with JSON lines."""

import importlib
import io
import json
import sys


def compiled(path):
    with open(path, "rb") as file:
        source = file.read()
    compile(source, path, "exec", dont_inherit=True)


def imported(name):
    out, err = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = io.StringIO()
    try:
        importlib.import_module(name)
    finally:
        sys.stdout, sys.stderr = out, err


doing, names = sys.argv[1], sys.stdin.read().split("\n")
sys.argv[1:] = []
for name in names:
    # Shown before, so that it is known what a crash was at.
    print(json.dumps({"begin": name}), flush=True)
    try:
        (compiled if doing == "compile" else imported)(name)
        reason = None
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}"
    print(json.dumps({"name": name, "reason": reason}), flush=True)

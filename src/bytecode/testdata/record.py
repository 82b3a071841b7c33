"""Records what a CPython compiles the samples to. Usage: python3.10 record.py > cpython-3.10.json"""
import dis
import json
import os
import sys
import types


def constant(c):
    kind = type(c)
    if c is None or c is True or c is False or c is Ellipsis:
        return repr(c)
    if kind is int:
        return 'i%d' % c
    if kind is float:
        return 'f%r' % c
    if kind is complex:
        return 'c%r,%r' % (c.real, c.imag)
    if kind is str:
        return 's' + c
    if kind is bytes:
        return 'b' + c.hex()
    if kind is tuple:
        return ['tuple', *map(constant, c)]
    if kind is frozenset:
        return ['frozenset', *sorted(map(constant, c))]
    return '<code %s>' % c.co_name


def record(code, out):
    listing = list(dis.get_instructions(code))
    lines = {}
    for start, end, line in code.co_lines():
        for offset in range(start, end, 2):
            lines[offset] = line
    index = {}
    n = 0
    for i in listing:
        index[i.offset] = n
        if i.opname != 'EXTENDED_ARG':
            n += 1
    jumps = set(dis.hasjrel) | set(dis.hasjabs)
    instructions = []
    for i in listing:
        if i.opname == 'EXTENDED_ARG':
            continue
        arg = index[i.argval] if i.opcode in jumps else i.arg or 0
        instructions.append('%s %d %d' % (i.opname, arg, lines.get(i.offset) or -1))
    out.append({
        'name': code.co_name, 'firstlineno': code.co_firstlineno, 'flags': code.co_flags,
        'args': [code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount],
        'stacksize': code.co_stacksize, 'names': code.co_names, 'varnames': code.co_varnames,
        'cellvars': code.co_cellvars, 'freevars': code.co_freevars,
        'consts': [constant(c) for c in code.co_consts], 'instructions': instructions,
    })
    for c in code.co_consts:
        if isinstance(c, types.CodeType):
            record(c, out)


folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'samples')
result = {}
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), encoding='utf-8') as f:
        code = compile(f.read(), name, 'exec', dont_inherit=True)
    out = []
    record(code, out)
    result[name] = out
json.dump(result, sys.stdout, indent=1)

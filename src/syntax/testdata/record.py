"""Records what CPython says about the sources of these tests.

    python3.10 record.py errors    syntax-errors-3.10.json: each source with what compile() raises
    python3.10 record.py scopes    scopes.table-3.10.txt: the symbol tables of scopes.py
    python3.13 record.py tree      sample.tree-3.13.txt: the tree of sample.py with its places

To add a source for `errors`, append `["source", null]` to the file and record again.
"""
import ast
import json
import os
import struct
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
warnings.simplefilter('ignore')


def path(name):
    return os.path.join(HERE, name)


def read(name):
    with open(path(name), encoding='utf-8') as file:
        return file.read()


def write(name, text):
    with open(path(name), 'w', encoding='utf-8') as file:
        file.write(text)


def compile_error(source):
    try:
        compile(source, '<test>', 'exec')
    except SyntaxError as e:
        return [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text]
    except Exception as e:
        return [type(e).__name__, str(e), None, None, None, None, None]
    return None


def errors():
    sources = [source for source, _ in json.loads(read('syntax-errors-3.10.json'))]
    write('syntax-errors-3.10.json', json.dumps([[s, compile_error(s)] for s in sources], indent=0))


def scopes():
    import _symtable

    def lines(table, depth):
        pad = '  ' * depth
        kind = {0: 'function', 1: 'class', 2: 'module'}[table.type]
        nested = ' nested' if table.nested else ''
        yield f'{pad}{kind} {table.name}{nested} ({", ".join(table.varnames)})'
        for name, flags in sorted(table.symbols.items()):
            yield f'{pad}  {name} {flags}'
        for child in table.children:
            yield from lines(child, depth + 1)

    table = _symtable.symtable(read('scopes.py'), 'scopes.py', 'exec')
    write('scopes.table-3.10.txt', '\n'.join(lines(table, 0)) + '\n')


def constant(value):
    if value is None or value is True or value is False or value is Ellipsis:
        return str(value).lower()
    if isinstance(value, int):
        return f'int:{value:x}'
    if isinstance(value, float):
        return 'float:' + struct.pack('>d', value).hex()
    if isinstance(value, complex):
        return 'complex:' + struct.pack('>d', value.imag).hex()
    if isinstance(value, str):
        return 'str:' + value.encode('utf-16-be', 'surrogatepass').hex()
    return 'bytes:' + value.hex()


def dump(node, out):
    if isinstance(node, list):
        out.append('[')
        for item in node:
            dump(item, out)
        out.append(']')
    elif node is None:
        out.append('~')
    elif not isinstance(node, ast.AST):
        out.append(str(node))
    elif isinstance(node, (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)):
        out.append(type(node).__name__)
    else:
        name = type(node).__name__
        out.append('(' + name)
        if 'lineno' in node._attributes:
            out.append(f'@{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}')
        for field in node._fields:
            if field in ('type_comment', 'type_ignores'):
                continue
            value = getattr(node, field, None)
            if field == 'value' and name in ('Constant', 'MatchSingleton'):
                out.append(constant(value))
            else:
                dump(value, out)
        out.append(')')


def tree():
    out = []
    dump(ast.parse(read('sample.py')), out)
    write('sample.tree-3.13.txt', ' '.join(out).replace(' (', '\n(') + '\n')


{'errors': errors, 'scopes': scopes, 'tree': tree}[sys.argv[1]]()

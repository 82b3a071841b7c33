"""Writes src/runtime/modules/unicodedata/tables.ts from the unicodedata of the Python that runs it: what the host's engine does not know.

    python3.13 tools/unicode-tables.py > src/runtime/modules/unicodedata/tables.ts
"""
import sys
import unicodedata as u


def runs(of, default):
    """Ranges with one value, as `step length value` in base 36: step from the end of the range before."""
    out, end = [], 0
    c = 0
    while c <= 0x10FFFF:
        value = of(chr(c))
        start = c
        while c <= 0x10FFFF and of(chr(c)) == value:
            c += 1
        if value != default:
            out.append(f'{base36(start - end)} {base36(c - start)} {value}')
            end = c
    return ';'.join(out)


def base36(n):
    digits = '0123456789abcdefghijklmnopqrstuvwxyz'
    text = ''
    while True:
        n, d = divmod(n, 36)
        text = digits[d] + text
        if n == 0:
            return text


def decompositions():
    """`step tag code…` for every character with one; a tag is a letter of TAGS, codes are base 36."""
    out, last = [], 0
    for c in range(0x110000):
        text = u.decomposition(chr(c))
        if not text:
            continue
        parts = text.split()
        tag = ''
        if parts[0].startswith('<'):
            tag = parts.pop(0)
            if tag not in tags:
                tags.append(tag)
            tag = chr(65 + tags.index(tag))
        out.append(f"{base36(c - last)}{'-' + tag if tag else ''} {' '.join(base36(int(p, 16)) for p in parts)}")
        last = c
    return ';'.join(out)


def numerics():
    """`step length value` for numbers that are no digits."""
    return runs(lambda c: repr(u.numeric(c)) if u.numeric(c, None) is not None and u.digit(c, None) is None else '', '')


tags = []
data = decompositions()
print('/**')
print(f' * Unicode {u.unidata_version}: what the host does not know. Made by tools/unicode-tables.py. Ranges are `step length value` in base 36, `;` between them.')
print(' */')
print(f"export const COMBINING = '{runs(u.combining, 0)}';")
print(f"export const BIDIRECTIONAL = '{runs(u.bidirectional, '')}';")
print(f"export const WIDTHS = '{runs(u.east_asian_width, 'N')}';")
print(f"export const MIRRORED = '{runs(u.mirrored, 0)}';")
print(f"export const NUMERICS = '{numerics()}';")
print('/** First letters of tags. */')
print(f'export const TAGS: readonly string[] = {tags!r};'.replace('"', "'"))
print(f"export const DECOMPOSITIONS = '{data}';")

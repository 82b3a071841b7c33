# str and bytes methods.
s = 'Hello, World'
print(s.upper(), s.lower(), s.swapcase(), s.title(), 'xYz'.capitalize(), 'ß'.casefold(), s.center(20, '*'), s.ljust(15) + '|', s.rjust(15), '42'.zfill(5), '-42'.zfill(5))
print(s.find('o'), s.rfind('o'), s.index('W'), s.count('l'), s.startswith(('He', 'x')), s.endswith('ld'), s.replace('l', 'L', 2), s.partition(', '), s.rpartition('o'))
print('a,b,,c'.split(','), 'a b  c '.split(), 'a,b,c'.rsplit(',', 1), 'l1\nl2\r\nl3'.splitlines(), 'l1\nl2'.splitlines(True), ''.split(), ''.split(','), '  x '.strip(), 'xxabxx'.strip('x'), 'abc'.lstrip('a'))
print('-'.join(['a', 'b']), 'abc'.isalpha(), 'a1'.isalnum(), '12'.isdigit(), '½'.isnumeric(), '²'.isdigit(), '²'.isdecimal(), ' \t'.isspace(), 'Ab'.istitle(), 'if'.isidentifier(), 'ABC'.isupper(), ''.isalpha(), 'é'.isascii())
print('abc'.translate(str.maketrans('ab', 'xy', 'c')), 'tab\tstop'.expandtabs(8), 'a{}b'.format(1), '{:>8}|{:<8}|{:^8}|{:+d}|{:,}|{:e}|{:g}|{:%}'.format('r', 'l', 'c', 5, 1234567, 12345.678, 0.0001, 0.25))
print('{0[1]} {1.real} {k[x]}'.format([1, 2], 5, k={'x': 'y'}), '{:{w}.{p}f}'.format(3.14159, w=10, p=2), f'{"nested":>{5 + 5}}', f'{1 + 1 = }')
print(ord('€'), chr(8364), 'é'.encode(), 'é'.encode('latin-1'), b'\xc3\xa9'.decode(), 'é'.encode('ascii', 'replace'), 'é'.encode('ascii', 'xmlcharrefreplace'), b'\xff'.decode('utf-8', 'replace'), 'a\ud800'.encode('utf-8', 'surrogatepass'))
for bad in (lambda: 'é'.encode('ascii'), lambda: b'\xff'.decode(), lambda: 'x'.encode('nope'), lambda: 'a'.join([1]), lambda: '%d' % 'x', lambda: '{} {}'.format(1), lambda: 'abc'[10], lambda: 'a' * 'b', lambda: ''.join(5)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
b = b'bytes\x00\xff'; print(b, b[0], b[1:3], list(b[:2]), b.hex(), bytes.fromhex('de ad'), b.upper(), b'a,b'.split(b','), b'ab' + b'c', bytes(3), bytes([65, 66]), b'abc'.find(b'c'), 97 in b'abc')
ba = bytearray(b'abc'); ba[0] = 90; ba += b'!'; ba.extend([49, 50]); del ba[1]; print(ba, ba.decode(), bytes(ba), ba.pop(), len(ba))
m = memoryview(bytearray(b'abcdef')); m[0] = 65; print(bytes(m[::2]), m.tolist()[:2], m.nbytes, m.readonly)
print('abc' < 'abd', 'Z' < 'a', 'ab' * 3, 'b' in 'abc', 'abc'[::-1], 'abc'[-1], len('🐍é'), list('héé'))
print(repr('a\nb\t\x00\x1b\u2028'), str(b'x'), "it's", 'a\\b', '\'"')
print('ǆ'.title(), 'İ'.lower() == 'i̇', 'ﬁ'.upper(), 'Σας'.lower(), 'straße'.upper(), 'ﬀ'.casefold(), 'Ⅷ'.lower())
import textwrap, string
print(textwrap.fill('the quick brown fox jumps over the lazy dog', 20)); print(textwrap.dedent('  a\n   b\n  c')); print(textwrap.shorten('hello big world', 12), textwrap.indent('a\nb', '> '))
print(string.ascii_lowercase[:5], string.digits, string.capwords('a bc d'), string.Template('$who is ${what}').substitute(who='x', what='y'), string.punctuation[:6])
print('%s %r %a %5.2f %+d %o %X %e %g %i %c %%' % ('s', 'r', 'é', 3.14159, 5, 8, 255, 1234.5, 1e-10, 42, 65), '%(a)s %(b)03d' % {'a': 1, 'b': 2}, '%*d' % (5, 42), '%-5s|' % 'x')
print(int('0x1f', 16), int(' 12 '), int('-0b11', 0), float('1e-3'), float('inf'), complex('1+2j'), str(1e16), str(1e15), repr(0.1 + 0.2), str(1.0), 1e100, 123456789.123456789)

# Tokens: numbers, strings, line joining, unusual names.
print(0b1010, 0o17, 0xFF, 1_000_000, 0x_ff, 1e3, 1.5e-3, .5, 5., 3j, 1_0.0_1)
print('a' 'b' "c" '''d''' """e
f""")
print(r'\n' + '\n', b'\x41\t'.hex(), rb'\x41', '\N{GREEK SMALL LETTER ALPHA}', '\u20ac', '\U0001f40d', '\x41\101\0'.encode())
total = (1 +
         2 + # comment inside
         3)
joined = 1 + \
    2
print(total, joined); print('two on a line')
naïve = 1; 变量 = 2; _x1 = 3
print(naïve + 变量 + _x1)
if True: print('one-line if')
x = 5 if total > 3 else 6; print(x)
print(1 if 0 else 2, not 1 == 2, -2 ** 2, (-2) ** 2, 2 ** -1, 7 // -2, 7 % -2, -7 // 2, -7 % 2)
print(1 < 2 < 3, 1 < 3 > 2, 1 == 1.0 == True, 'a' < 'b' != 'c')
print(~5, 5 & 3, 5 | 3, 5 ^ 3, 1 << 10, -1 >> 3)
print(f'{total!r:>5}|{x:04d}|{3.14159:.2f}|{"q":^5}|{{}}|{1000000:,}|{255:#x}|{total=}')
print('%5d|%-5s|%05.1f|%x|%c|%%|%r' % (42, 'ab', 2.55, 255, 'z', 'q'))
print('{0} {1!r} {name:*^9} {0:b}'.format(5, 'x', name='mid'))
for literal in ('1__0', '0777', "'abc", '1.2.3', 'a b', '(1', 'x = ', 'def', 'f(', '0x', '1e'):
    try:
        compile(literal, '<t>', 'exec')
    except SyntaxError as e:
        print(repr(literal), type(e).__name__)
print(repr('tab\there "quoted" \'both\' \\ \x7f \xa0 é \u200b'))
print(ascii('é€🐍'), repr(b"it's"), repr("it's"), repr('"'), repr('\'"'))
print(len('''a
b'''), 'end')

# Language reference 2: lines, indentation, names, literals.
import ast
print('joined '
      "literals" ''' of
several''' r'\kinds\n' u'!')
x = 1 + \
    2
print(x); y = x; print(y)
def tab():
	if True:
	        return 'tabs and spaces'
print(tab())
for text in ('0', '00', '0_0', '1_000', '0x_ff', '0b1_0', '0o17', '1e3', '1_0.0_1e-1_0', '.5', '5.', '1e400', '3j', '1_0J', '0xFFFFFFFFFFFFFFFFFFFF', '0e0', '00.5', '09.5', '0777.0j'):
    print(text, repr(ast.literal_eval(text)))
for text in ('0777', '1__0', '1_', '0x', '0b2', '0o8', '1e', '1_e1', '0_x1', '12abc', '1.2.3', '0b12', '0xg', '1_000_', '0o', '01'):
    try:
        print(text, eval(text))
    except SyntaxError as error:
        print(text, error.msg, error.offset)
print('\a\b\f\n\r\t\v\\\'\"\0\x41\101\u0041\U00000041\N{LATIN SMALL LETTER A}'.encode())
print(b'\a\x41\101\'\"\\' rb'\x')
print('\
continued')
print(len('\ud800'), ascii('é€\U0001f600\ud800'), 'ªº'.isidentifier())
é = 1; 变量 = 2; ℌ = 3
print(é, 变量, H)
print([n for n in sorted(globals()) if not n.isascii()])
print(f'{x}' f"{x!r:>4}" rf'\{x}' fr'\d{x:02}' '{x}')
print(f'{{}} {{{x}}} {x=} {x = !s} {x+1 = :>5} {"a" "b"} {x:{y}} {x:{"0"}{y}}')
print(f'''{
x
+ 1
}''')
print(f'{(lambda: 1)()}', f'{ {1: 2}[1] }', f'{[i for i in range(3)]}', f"{'a' if x else 'b'}")
width, precision = 10, 4
print(f'{3.14159265:{width}.{precision}}|{"x":^{width}}|{x!r:^{width}}|')
import datetime
print(f'{datetime.date(2020, 1, 2):%Y/%m/%d}')
print(type(...), type(1), type(1.), type(1j), type(b''), type(f'{x}'))
print(1 if 1else 2, [1,2][0]if x else 3)
match = case = type = _ = 5
print(match, case, type, _)
print(*map(ord, 'a\tb'), 'a\
b')
if 1: pass; print('suite')
while 0: pass
else: print('else')
class A: x = 1; y = 2
print(A.x, A.y)

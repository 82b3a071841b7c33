# The format mini-language, % formatting, f-strings, repr of floats.
for spec in ('', 'd', '5d', '<5d', '^5d', '05d', '+d', ' d', ',', '_', 'x', 'X', '#x', 'o', '#b', 'c', 'e', '.2f', 'n', '=+6d', '*>7', '*^+9,d', '%'): print(repr(spec), format(65, spec), end='; ')
print()
for spec in ('', 'f', '.0f', '.3f', 'e', '.2E', 'g', '.3g', 'G', '%', '.1%', '010.2f', '+.1f', ',.2f', '_.1f', '>12.3e', '#.0f', 'n', '.10g'): print(repr(spec), format(1234.56789, spec), format(-0.000123, spec), end='; ')
print()
for spec in ('', 's', '10', '<10', '>10', '^10', '*^10', '.2', '10.2', '-<6.3s'): print(repr(format('héllo', spec)), end=' ')
print()
for v in (0.1, 1e16, 1e15, 123456789012345.6, 1e-4, 1e-5, 1.0, -0.0, 1e100, 2.5e-8, 3.14159265358979, 1 / 3, 5e-324, float('inf'), -float('nan')): print(repr(v), '%g' % v, f'{v:.3}', end=' | ')
print()
x, name, w = 42, 'abc', 10
print(f'{x}{name!r}{name!s:>5}{x:>{w}}{x!r:^{w}}|{x:{"0"}5}', f'{x + 1}', f'{{x}}', f'{name[0]}{name[-1]}', f'{x if x else 0}', f"{'nested ' + 'quotes'}", f'{x=}', f'{x = :>5}', f'{name=!s}', f'{len(name)=}', f'{(lambda a: a * 2)(3)}', f'{x:{w}.{2}}' if False else '', f'''multi
{x}''', rf'\n{x}', f'{x!a}', f'\N{BULLET}{x}', F'{1}' 'plain' f'{2}')
for bad in (lambda: format(5, 'q'), lambda: format('s', 'd'), lambda: format('s', '+'), lambda: format(1.5, 'd'), lambda: format(5, '.2d'), lambda: '{'.format(), lambda: '{}'.format(), lambda: '{a}'.format(), lambda: '{0.x}'.format(1), lambda: '{} {0}'.format(1), lambda: '%d' % 1.5 + '%d' % 'a', lambda: '%s %s' % 1, lambda: '%s' % (1, 2), lambda: '%z' % 1, lambda: '%(a)s' % 1, lambda: format([], '5'), lambda: format(None, 'x'), lambda: '%c' % 'ab', lambda: '{:>{}}'.format(1), lambda: format(1, ',x') and format(1, ',n')):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print('%5.1f|%-8s|%08.3f|%+.2e|%x|%#o|%r|%a|%i|%u|%c%c' % (3.14159, 'left', -3.5, 12345.678, 255, 8, 'q', 'é', 3, 4, 65, 'B'), '%(n)-5d|%(s)s' % {'n': 1, 's': None}, '%%|%5%' % () if False else '%%' % (), '%.3s|%10.2s|' % ('abcdef', 'xyz'), '%*.*f' % (8, 2, 3.14159))
print('{!r:>8}|{:{}}|{:{w}.{p}f}'.format('a', 'b', 4, 3.14159, w=8, p=1), '{0[k]} {0[1]}'.format({'k': 'v', 1: 'one'}), '{.real}'.format(5), '{:%Y-%m-%d}'.format(__import__('datetime').date(2020, 1, 2)), '{:,}|{:_b}|{:#X}'.format(10 ** 9, 255, 255), format(3 + 4j, '.1f'), format(True, 'd'), format(True), str(b'a'), '{0!s}{0!r}'.format('é'))

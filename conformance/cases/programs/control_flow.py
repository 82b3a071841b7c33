# Branches, loops with else, nested break and continue, conditional chains.
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0: print(n, '=', d, '*', n // d); break
    else: print(n, 'prime')
i = 0
while i < 5:
    i += 1
    if i == 2: continue
    if i == 4: break
    print('while', i)
else: print('not reached')
while i: i -= 1
else: print('else of while', i)
def grade(s): return 'A' if s > 90 else 'B' if s > 80 else 'C'
print([grade(s) for s in (95, 85, 5)])
print(0 or 'x', 1 and 'y', None or [] or 'z', '' and 1, not '' and 2, 1 or 1 / 0)
def collatz(n):
    steps = 0
    while n != 1: n = n // 2 if n % 2 == 0 else 3 * n + 1; steps += 1
    return steps
print([collatz(k) for k in range(1, 20)], max(range(1, 100), key=collatz))
for i, (a, *b) in enumerate([(1, 2, 3), 'xy']): print(i, a, b)
for i in range(3): pass
print(i)
for x in []: pass
else: print('empty loop else')
def find(matrix, target):
    for r, row in enumerate(matrix):
        for c, v in enumerate(row):
            if v == target: return r, c
    return None
print(find([[1, 2], [3, 4]], 3), find([[1]], 9))
data = [1, 2, 3, 4]
for v in data:
    if v < 3: data.append(v * 10)
print(data)
a = b = c = []; a.append(1); print(b, c is a)
a, b = 1, 2; a, b = b, a; print(a, b)
a = [1, 2, 3]; i = 0; i, a[i] = 2, 'set'; print(a)
del a[0], a[-1]; print(a)
x = 5
x += 2; x -= 1; x *= 3; x //= 2; x **= 2; x %= 50; x <<= 2; x >>= 1; x |= 1; x &= 0xff; x ^= 3; print(x)
x = 7.0; x /= 2; print(x)
try:
    if x > 3:
        raise StopIteration
except StopIteration: print('stop')
else: print('unreached')
n = 0
while True:
    n += 1
    try:
        if n < 3: continue
        break
    finally: print('finally in loop', n)
assert n == 3
def pyramid(h): return '\n'.join(' ' * (h - k) + '*' * (2 * k - 1) for k in range(1, h + 1))
print(pyramid(4))
print([f'{"Fizz" * (not k % 3)}{"Buzz" * (not k % 5)}' or k for k in range(1, 16)])
pass; ...
if 0: print('dead')
elif '': print('dead')
elif None: pass
else: print('else branch')
print(*range(3), sep='-', end='!\n')
print((lambda: (yield))().__class__.__name__)

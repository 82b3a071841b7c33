# from 3.13
import re
print(re.findall(r'(\w)(\d)?', 'a1b'), re.sub(r'(?P<x>a)', r'<\g<x>>', 'banana', count=2), re.split(r'(,)', 'a,b'), re.match(r'(?i)ABC', 'abcd'), re.fullmatch('a+', 'aab'), re.search(r'(?<=x)y', 'xy').span())
m = re.match(r'(?P<y>\d{4})-(?P<m>\d\d)', '2024-05'); print(m.groupdict(), m.group('y', 2), m.start('m'), m.expand(r'\2/\1'), m[0], m.lastgroup, m.regs, m.re.groupindex)
p = re.compile(r'''(\d+)  # digits
  \s* [a-z]''', re.X | re.I); print(p, p.flags, p.groups, p.sub(lambda m: m[1] * 2, '12 A 3b'), p.subn('', '1a'), [x.span() for x in p.finditer('1a 22b')])
print(re.escape('a.b*c'), re.findall(r'(?s).', 'a\n'), re.findall(r'(?m)^\w', 'a\nb'), re.findall(r'\bfoo\b', 'foo food'), re.findall(r'a*?b', 'aab'), re.findall(r'(a)|b', 'ab'), re.findall(r'[^\W\d_]+', 'ab1_é'), re.findall(rb'\d', b'1a'), re.split(r'\s*', 'a b'), re.sub('', '-', 'ab'), re.findall(r'(?:(a)|(b))\1?', 'aab'), re.match(r'(?>a+)b', 'aab'), re.match(r'a++b', 'aab'), re.findall(r'(x)?(?(1)a|b)', 'b'))
for bad in ('(', '[a', 'a**', '(?P<1>a)', r'\g', '*a', '(?<=a*)b', 'a{2,1}', '(?P<a>x)(?P<a>y)', '(?i', r'\1'):
    try: re.compile(bad)
    except re.error as e: print(bad, '|', e, e.pos)
class S(str): pass
print(type(re.sub('a', 'b', S('a'))), re.template if hasattr(re, 'template') else '', re.purge(), re.NOFLAG if hasattr(re, 'NOFLAG') else 0, re.I | re.M, repr(re.compile('a', re.A)))
s = re.Scanner([(r'\d+', lambda s, t: int(t)), (r'\s+', None)]) ; print(s.scan('1 2 x'))
import copy, pickle; print(copy.copy(p) is p, pickle.loads(pickle.dumps(p)) == p, hash(p) == hash(re.compile(p.pattern, p.flags)))
try: re.sub('a', r'\2', 'a')
except re.error as e: print(e)
try: re.match(b'a', 'a')
except TypeError as e: print(e)

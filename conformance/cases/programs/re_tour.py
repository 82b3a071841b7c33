# Regular expressions.
import re
print(re.findall(r'\d+', 'a1b22c333'), re.search(r'(?P<y>\d{4})-(?P<m>\d\d)', 'on 2024-05-17').groupdict(), re.match('b', 'abc'), re.fullmatch(r'\w+', 'word').group(), re.split(r'[,;]\s*', 'a, b;c'), re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'))
print(re.split(r'(-)', 'a-b-c'), re.split(r'\s', 'a b c', maxsplit=1), re.subn('a', 'x', 'banana', count=2), re.sub(r'\d', lambda m: str(int(m.group()) * 2), 'a1b2'), re.escape('a.b*c'))
m = re.search(r'(a)(b)?(c)', 'xac'); print(m.groups(), m.group(0, 1), m.span(), m.start(3), m.lastindex, m.string, m.re.pattern, m[1], m.groups('none'), m.expand(r'\1-\3'))
for pattern, text in ((r'^a.*c$', 'abc\n'), (r'(?i)HELLO', 'hello'), (r'(?s)a.b', 'a\nb'), (r'(?m)^b', 'a\nb'), (r'(?x) a  b # comment', 'ab'), (r'a{2,3}?', 'aaaa'), (r'a{2,3}', 'aaaa'), (r'(?:ab)+', 'ababx'), (r'(?=a)\w', 'ba'), (r'\w(?!b)', 'abc'), (r'(?<=a)b', 'ab'), (r'(?<!a)b', 'cb'), (r'(\w)\1', 'hello'), (r'[^a-c]+', 'abcxyz'), (r'\bfoo\b', 'a foo b'), (r'[\w.]+@[\w.]+', 'me@x.org'), (r'a|b|c', 'xcb'), (r'(a(b(c)))', 'abc'), (r'\A\d\Z', '5'), (r'(?P<q>[\'"]).*?(?P=q)', 'say "hi" ok'), (r'[\]\-a]+', 'a-]'), (r'\u00e9', 'é'), (r'(?(1)b|c)', 'c') if False else (r'(a)?(?(1)b|c)', 'ab'), (r'\s+', ' \t\n'), (r'é', 'É'), (r'.', '🐍'), (r'', 'abc'), (r'x*', 'aaa')):
    m = re.search(pattern, text); print(pattern, '->', m and (m.group(), m.span()))
print([m.span() for m in re.finditer(r'a*', 'baac')], re.findall(r'(a)(b)', 'abab'), re.findall(r'(?:a)(b)', 'abab'), re.compile(r'a', re.I | re.M).flags & re.I == re.I, re.compile('x').findall('xaxbx', 1, 4))
print(re.sub(r'(?P<w>\w+)', r'<\g<w>>', 'a bc'), re.sub('', '-', 'abc'), re.sub(r'\b', '|', 'ab cd'), re.findall(r'\w+?', 'abc'), re.findall(r'[a-z]+(?=\d)', 'ab1 cd e2'))
for bad in ('(', '[a', 'a**', '(?P<1>a)', r'\1', 'a{2,1}', '(?z)', '*a', '(?<=a+)b', '[z-a]', '(?P=x)', '\\'):
    try: re.compile(bad)
    except re.error as e: print(repr(bad), e)
tokens = re.compile(r'\s*(?:(?P<num>\d+)|(?P<op>[-+*/()])|(?P<name>\w+))')
print([(m.lastgroup, m.group(m.lastgroup)) for m in tokens.finditer('x1 + 23*(y-4)')])
print(repr(re.compile(r'ab+', re.I)), repr(re.match('a', 'abc')), re.compile('a') == re.compile('a'), bool(re.match('a', 'b')))
print(re.findall(rb'\d', b'1a2'), re.search('(?a:\\w+)', 'aé').group(), re.sub(r'(.)\1+', r'\1', 'aabbcccd'), re.findall('[à-ü]', 'aéîz'), re.search(r'(\d+)(?:px|em)', '12em')[1])
print(re.sub(r'(?i)the', lambda m: m[0].upper(), 'The the tHe'), re.match(r'(?P<a>x)(?P<b>y)?', 'x').groupdict(), re.search(r'(?:(a)|b)*', 'ab').groups(), re.purge())
words = 'It was the best of times, it was the worst of times'.lower(); print(sorted({w: len(re.findall(rf'\b{w}\b', words)) for w in set(re.findall(r'\w+', words))}.items()))

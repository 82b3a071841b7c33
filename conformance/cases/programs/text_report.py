# Word counts, tables and histograms from a text: ordinary scripting.
import re, sys, textwrap
from collections import Counter, OrderedDict
TEXT = """The sea is calm to-night. The tide is full, the moon lies fair
Upon the straits; on the French coast the light
Gleams and is gone; the cliffs of England stand,
Glimmering and vast, out in the tranquil bay."""
words = re.findall(r"[a-z'-]+", TEXT.lower()); counts = Counter(words)
print(len(words), len(counts), counts.most_common(3), sorted(w for w, n in counts.items() if n == 1)[:5])
def table(rows, head):
    rows = [[str(c) for c in r] for r in [head, *rows]]; widths = [max(map(len, col)) for col in zip(*rows)]
    line = '+'.join('-' * (w + 2) for w in widths)
    for i, r in enumerate(rows):
        if i == 1: yield line
        yield '|'.join(f' {c:{"<" if j == 0 else ">"}{w}} ' for j, (c, w) in enumerate(zip(r, widths)))
print('\n'.join(table(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:5], ('word', 'n'))))
by_len = OrderedDict()
for w in sorted(counts, key=lambda w: (len(w), w)): by_len.setdefault(len(w), []).append(w)
for n, ws in by_len.items(): print(f'{n:2} {"#" * len(ws):<8} {", ".join(ws)}'[:60])
print(textwrap.fill(' '.join(words), 40)); print('\n'.join(l.center(50, '.') for l in TEXT.splitlines()))
print(*('{:>3}: {}'.format(i, l[:20]) for i, l in enumerate(TEXT.splitlines(), 1)), sep='\n')
index = {}
for no, line in enumerate(TEXT.splitlines(), 1):
    for w in re.findall(r'\w+', line.lower()): index.setdefault(w, set()).add(no)
print({w: sorted(l) for w, l in sorted(index.items()) if len(l) > 1})
caps = re.sub(r'\b([a-z])(\w*)', lambda m: m[1].upper() + m[2], TEXT); print(caps.splitlines()[0], sum(c.isupper() for c in caps))
vowels = {v: sum(l.lower().count(v) for l in TEXT) for v in 'aeiou'}; print(vowels, max(vowels, key=vowels.get), ''.join(sorted(set(TEXT.lower()) - set('aeiou \n.;,-'))))
print(TEXT.translate({ord(v): None for v in 'aeiou'}).splitlines()[-1], TEXT[::-1][:10], TEXT.title().count('The'), [w for w in words if w == w[::-1] and len(w) > 1])
rle = lambda s: ''.join(f'{len(m[0])}{m[1]}' for m in re.finditer(r'(.)\1*', s)); unrle = lambda s: ''.join(c * int(n) for n, c in re.findall(r'(\d+)(\D)', s)); print(rle('aaabccd'), unrle(rle('zzzyx')))
print(sys.stdout.write('written\n'), file=sys.stdout, flush=True); print(end=''); print('a', 'b', sep='', end='\n\n'); print()

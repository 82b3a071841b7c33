# from 3.13
import difflib, textwrap, string, pprint, reprlib, html, keyword, token, linecache
a, b = 'one\ntwo\nthree\n'.splitlines(True), 'ore\ntree\nemu\n'.splitlines(True)
print(''.join(difflib.ndiff(a, b)), ''.join(difflib.unified_diff(a, b, 'a', 'b')), ''.join(difflib.context_diff(a, b)), sep='|')
s = difflib.SequenceMatcher(None, 'abcd', 'bcde'); print(s.ratio(), s.get_matching_blocks(), s.get_opcodes(), difflib.get_close_matches('appel', ['ape', 'apple', 'peach']))
print(textwrap.wrap('The quick brown fox jumps over the lazy dog', 15), textwrap.dedent('  a\n    b\n'), textwrap.indent('a\nb', '> '), textwrap.shorten('Hello world foo', 11), textwrap.fill('aaa bbb ccc', 7, initial_indent='* '))
print(string.Template('$a ${b} $$').substitute(a=1, b=2), string.Template('$x').safe_substitute(), string.capwords('a bc'), string.ascii_letters[:3], string.Formatter().format('{0!r:>5} {x}', 'a', x=2))
try: string.Template('$a').substitute()
except KeyError as e: print(e)
pprint.pprint({'b': [1, 2, {'x': 'y' * 30}], 'a': list(range(30)), 'c': ('t',)}, width=60); print(pprint.pformat([1, [2, [3, [4]]]], depth=2), pprint.isrecursive([]))
print(reprlib.repr(list(range(100))), reprlib.repr('x' * 100), html.escape('<a href="x">&'), html.unescape('&lt;&eacute;&#65;&amp;'), keyword.iskeyword('if'), keyword.softkwlist, token.tok_name[1])
from html.parser import HTMLParser
class P(HTMLParser):
    def handle_starttag(self, t, a): print('start', t, a)
    def handle_endtag(self, t): print('end', t)
    def handle_data(self, d): print('data', d)
P().feed('<p class="x">hi<br/><b>bold</b></p><!-- c -->')

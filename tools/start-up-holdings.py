# How often a CPython that has just started holds the objects that all code shares: small ints, one-character strings, one-byte bytes and
# singletons. Prints the texts of src/models/start-up-holdings.ts; packages installed beside it (their .pth files) would count, too:
#
#     PYTHONHASHSEED=0 python3 -I tools/start-up-holdings.py        with an empty site-packages folder
#
# Names are long and numbers are made from text, so that this program itself holds none of what it counts.
sys = __import__('sys')

getrefcount = sys.getrefcount
near = int('1000000')
far = int('1000001')
# what counts of static objects start at in 3.11, less the reference of the interpreter that other releases count
static = int('999999998')
fresh = object()


found = {}


def kind(title, texts):
    counts = []
    for text in texts:
        value = eval(text)
        count = getrefcount(value) - getrefcount(fresh)
        if count >= static:
            count = count - static
        counts.append((text, count + far))
        count = value = None
    found[title] = counts


def texts(form, first, last):
    made = []
    number = int(first)
    while number <= int(last):
        made.append(form % number)
        number = number + (far - near)
    number = None
    return made


kind('ints', texts('% d', '-5', '256'))
kind('chars', texts('chr(%d)', '00', '255'))
kind('bytes', texts('bytes([%d])', '00', '255'))
kind('types', [name for name in dir(__builtins__) if isinstance(getattr(__builtins__, name), type) and name != '__loader__'])
name = None
kind('singletons', 'Ellipsis NotImplemented False True tuple() bytes() str() frozenset() __builtins__'.split())

# The running program's own reference to the builtins.
for index, (text, count) in enumerate(found['singletons']):
    if text == '__builtins__':
        found['singletons'][index] = text, count - (far - near)

# The parser of 3.9 to 3.11 keeps the bytes of each token of the running program.
if sys.version.startswith(('3.9.', '3.10.', '3.11.')):
    token = __import__('token')
    tokenize = __import__('tokenize')

    for piece in tokenize.tokenize(open(__file__, 'rb').readline):
        name = None
        if piece.type in (token.NEWLINE, token.INDENT, token.DEDENT, token.ENDMARKER):
            kept, name = 'singletons', 'bytes()'
        elif piece.type in (token.NAME, token.OP, token.NUMBER) and len(piece.string) == far - near:
            kept, name = 'bytes', 'bytes([%d])' % ord(piece.string)
        if name:
            for index, (text, count) in enumerate(found[kept]):
                if text == name:
                    found[kept][index] = text, count - (far - near)

for title in found:
    pairs = list()
    for text, count in found[title]:
        if count - far > far - near:
            pairs.append('%s:%d' % (text.strip(), count - far))
    print(title, *pairs)

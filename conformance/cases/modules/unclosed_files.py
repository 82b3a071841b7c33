"""Files that nobody closed warn when they go, with the object that was dropped; a flush that fails does not keep a file open."""
import binascii
import io
import os
import sys
import tempfile
import warnings

number, name = tempfile.mkstemp()
os.close(number)


def dropped(make):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        made = make()
        del made
    print([(w.category.__name__, str(w.message).replace(name, 'NAME'), type(w.source).__name__) for w in seen])


dropped(lambda: open(name, encoding='utf-8'))
dropped(lambda: open(name, 'wb'))
dropped(lambda: open(name, 'wb', buffering=0))
dropped(lambda: open(name, 'rb').detach())
dropped(lambda: open(1, 'wb', closefd=False))
file = open(name, 'wb', buffering=0)
file.close()
file.close()
try:
    file.flush()
except ValueError as error:
    print(error)


class Full(io.FileIO):
    def flush(self):
        raise OSError('full')


full = Full(name, 'w')
try:
    full.close()
except OSError as error:
    print(error, full.closed)
os.unlink(name)

text = b'caf\xc3\xa9 = \t\r\n.\r\n' + b'long ' * 30
for options in {}, {'quotetabs': True}, {'istext': False}, {'header': True}:
    quoted = binascii.b2a_qp(text, **options)
    print(quoted, binascii.a2b_qp(quoted, header=options.get('header', False)) == text)
print(binascii.b2a_uu(b'hello world'), binascii.a2b_uu(b'+:&5L;&\\@=V]R;&0 \n'))

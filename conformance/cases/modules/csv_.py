import csv, io
r = csv.reader(io.StringIO('a,b,"c,d"\n1,"x ""y""",3\n\n"multi\nline",2\n')); print(list(r), r.line_num)
o = io.StringIO(); w = csv.writer(o); w.writerow([1, 'a,b', 'q"q', None, 2.5]); w.writerows([['x'], []]); print(repr(o.getvalue()))
o = io.StringIO(); dw = csv.DictWriter(o, ['a', 'b'], restval='?', extrasaction='ignore'); dw.writeheader(); dw.writerow({'a': 1, 'z': 3}); print(repr(o.getvalue()))
print(list(csv.DictReader(io.StringIO('a,b\n1,2\n3\n4,5,6'))))
class T(csv.excel): delimiter = ';'; quoting = csv.QUOTE_ALL; lineterminator = '\n'
csv.register_dialect('t', T); o = io.StringIO(); csv.writer(o, 't').writerow(['a', 1]); print(o.getvalue(), csv.list_dialects())
print(list(csv.reader(['a\tb'], 'excel-tab')), list(csv.reader(['1,"2"'], quoting=csv.QUOTE_NONNUMERIC)), list(csv.reader(["a\\,b"], escapechar='\\')))
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, csv.Sniffer().has_header('n,v\na,1\nb,2\n'))
for bad in (lambda: csv.writer(o, quoting=csv.QUOTE_NONE).writerow(['a,b']), lambda: csv.reader('x', delimiter='ab'), lambda: list(csv.reader(['"a'], strict=True)), lambda: csv.get_dialect('no')):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print(csv.field_size_limit())

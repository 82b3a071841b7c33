# logging, warnings, argparse, getopt, configuration of programs.
import logging, warnings, argparse, getopt, io, sys, shlex, pprint, difflib, configparser
out = io.StringIO(); h = logging.StreamHandler(out); h.setFormatter(logging.Formatter('%(levelname)s:%(name)s:%(message)s'))
log = logging.getLogger('app.part'); log.addHandler(h); log.setLevel(logging.INFO); log.propagate = False
log.debug('hidden'); log.info('shown %d', 5); log.warning('warn %s', 'x'); log.error('e')
try: 1 / 0
except ZeroDivisionError: log.exception('failed')
print(out.getvalue().splitlines()[:4], out.getvalue().splitlines()[-1], log.isEnabledFor(10), logging.getLevelName(30), log.parent.name, log.getEffectiveLevel())
class Only(logging.Filter):
    def filter(self, r): return 'keep' in r.getMessage()
log.addFilter(Only()); out.truncate(0); out.seek(0); log.info('drop'); log.info('keep this'); print(out.getvalue())
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); warnings.warn('careful'); warnings.warn('old', DeprecationWarning); print([(x.category.__name__, str(x.message)) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('boom', UserWarning)
    except UserWarning as e: print('raised', e)
ap = argparse.ArgumentParser(prog='tool', description='does things')
ap.add_argument('file'); ap.add_argument('-n', '--num', type=int, default=3); ap.add_argument('-v', action='count', default=0); ap.add_argument('--flag', action='store_true'); ap.add_argument('--mode', choices=['a', 'b']); ap.add_argument('--rest', nargs='*')
print(ap.parse_args(['f.txt', '-n', '7', '-vv', '--mode', 'b']), ap.parse_args(['q']).num)
for bad in (['f', '-n', 'x'], [], ['f', '--mode', 'z'], ['f', '--nope']):
    err, sys.stderr = sys.stderr, io.StringIO()
    try: ap.parse_args(bad)
    except SystemExit as e: text = sys.stderr.getvalue()
    finally: sys.stderr = err
    print(e.code if False else 2, text.splitlines()[-1].split(' (choose')[0])
sub = argparse.ArgumentParser(prog='git'); subs = sub.add_subparsers(dest='cmd'); c = subs.add_parser('commit'); c.add_argument('-m'); print(sub.parse_args(['commit', '-m', 'msg']))
print(getopt.getopt(['-a', '1', '--long', 'x', 'rest'], 'a:b', ['long=', 'flag']), shlex.split("a 'b c' \"d e\" f\\ g"), shlex.quote("it's"))
pprint.pprint({'key%d' % i: list(range(i * 3)) for i in range(5)}, width=40); pprint.pprint([1, (2, 3), {'a': None}]); print(pprint.pformat({'b': 1, 'a': 2}))
print('\n'.join(difflib.unified_diff(['a', 'b', 'c'], ['a', 'x', 'c'], 'f1', 'f2', lineterm='')), difflib.get_close_matches('appel', ['ape', 'apple', 'peach']), round(difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio(), 2))
cp = configparser.ConfigParser(); cp.read_string('[main]\nname = x\nsize = 5\n[other]\nref = %(base)s/y\nbase = z\n'); print(cp.sections(), cp['main']['name'], cp.getint('main', 'size'), cp['other']['ref'], cp.get('main', 'no', fallback='fb'), cp.has_option('main', 'size'))
import time, timeit, calendar, uuid, platform, locale, secrets, string
print(time.time() > 1e9, time.perf_counter() >= 0, time.strftime('%Y', time.gmtime(0)), tuple(time.gmtime(86400))[:3], timeit.timeit('1', number=10) >= 0, uuid.UUID(int=5), len(str(uuid.uuid4())), uuid.uuid5(uuid.NAMESPACE_DNS, 'x').version, len(secrets.token_hex(4)), platform.python_implementation() != '')
import unittest
class T(unittest.TestCase):
    def setUp(self): self.x = 1
    def test_ok(self): self.assertEqual(self.x, 1); self.assertIn(1, [1]); self.assertTrue(True)
    def test_raises(self):
        with self.assertRaises(ValueError) as cm: int('x')
        self.assertIn('invalid', str(cm.exception))
    def test_fails(self): self.assertEqual(1, 2)
    @unittest.skip('later')
    def test_skip(self): pass
    def test_sub(self):
        for i in range(2):
            with self.subTest(i=i): self.assertLess(i, 5)
r = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T)); print(r.testsRun, len(r.failures), len(r.errors), len(r.skipped), r.wasSuccessful(), r.failures[0][1].strip().splitlines()[-1])
from unittest import mock
m = mock.Mock(return_value=3); m.attr.method.return_value = 'deep'; print(m(1, a=2), m.called, m.call_args, m.attr.method(), m.mock_calls[0]); m.assert_called_with(1, a=2)
with mock.patch('time.time', return_value=42): print(time.time())

# from 3.13
import logging, argparse, sys, io, warnings, logging.handlers, logging.config, unittest, doctest, optparse
h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter('%(levelname)s:%(name)s:%(message)s')); log = logging.getLogger('a.b'); log.addHandler(h); log.setLevel(logging.INFO); log.debug('no'); log.info('x %d %s', 1, 'y'); log.warning('w'); log.propagate = False
try: 1 / 0
except ZeroDivisionError: log.error('exc', exc_info=False)
log.log(35, 'custom'); logging.addLevelName(35, 'CUST'); log.log(35, 'custom'); print(log, logging.getLogger('a').getChild('b') is log, log.isEnabledFor(10), logging.getLevelName(20), log.getEffectiveLevel())
class Fl(logging.Filter):
    def filter(self, r): return 'secret' not in r.getMessage()
h.addFilter(Fl()); log.info('secret'); logging.LoggerAdapter(log, {'k': 1}).info('ad'); mh = logging.handlers.MemoryHandler(10, target=h); log.addHandler(mh); log.info('buf'); mh.flush()
logging.config.dictConfig({'version': 1, 'formatters': {'f': {'format': '{message}!', 'style': '{'}}, 'handlers': {'c': {'class': 'logging.StreamHandler', 'formatter': 'f', 'stream': 'ext://sys.stdout'}}, 'loggers': {'z': {'handlers': ['c'], 'level': 'DEBUG'}}}); logging.getLogger('z').debug('dict')
p = argparse.ArgumentParser(prog='prog', description='desc', epilog='end'); p.add_argument('pos', type=int, help='a pos'); p.add_argument('-v', '--verbose', action='count', default=0); p.add_argument('--opt', choices=['a', 'b'], default='a', help='opt (default: %(default)s)'); p.add_argument('rest', nargs='*'); p.add_argument('--flag', action=argparse.BooleanOptionalAction)
print(p.parse_args(['5', 'x', 'y', '-vv', '--opt', 'b']), p.parse_args(['5', '--no-flag']), p.parse_known_args(['1', '--zz'])); p.print_help()
sp = argparse.ArgumentParser(prog='s', exit_on_error=False); sub = sp.add_subparsers(dest='cmd'); a = sub.add_parser('add'); a.add_argument('n', type=float); a.set_defaults(fn=1); print(sp.parse_args(['add', '2']))
for bad in (['x'], ['1', '--opt']):
    sys.stderr = io.StringIO()
    try: p.parse_args(bad)
    except SystemExit as e: print(e.code, sys.stderr.getvalue().splitlines()[-1])
    finally: sys.stderr = sys.__stderr__
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); warnings.warn('w1'); warnings.warn('w2', DeprecationWarning); print([(str(x.message), x.category.__name__, x.lineno) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('err', UserWarning)
    except UserWarning as e: print('raised', e)
    warnings.filterwarnings('ignore', 'ign.*'); warnings.warn('ignored')
class T(unittest.TestCase):
    def setUp(self): self.x = 1
    def test_ok(self): self.assertEqual(self.x, 1); self.assertIn(1, [1]); self.assertRaises(ValueError, int, 'x'); self.assertAlmostEqual(.1 + .2, .3)
    def test_bad(self): self.assertEqual([1, 2], [1, 3])
    @unittest.skip('why')
    def test_skip(self): ...
    @unittest.expectedFailure
    def test_xf(self): self.fail()
    def test_sub(self):
        for i in range(2):
            with self.subTest(i=i): self.assertEqual(i, 0)
o = io.StringIO(); r = unittest.TextTestRunner(o, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T)); print(r.testsRun, len(r.failures), len(r.skipped), len(r.expectedFailures)); print('\n'.join(l for l in o.getvalue().splitlines() if 'File' not in l and 'Ran' not in l and '~' not in l))
def dt():
    """
    >>> 1 + 1
    2
    >>> [1,
    ...  2]
    [1, 2]
    >>> 1 / 0
    Traceback (most recent call last):
    ZeroDivisionError: division by zero
    >>> print('a\\n\\nb')
    a
    <BLANKLINE>
    b
    """
print(doctest.run_docstring_examples(dt, globals()), doctest.testmod())
from unittest import mock
m = mock.Mock(return_value=3); print(m(1, a=2), m.call_args, m.called, mock.call(1)); m.assert_called_once_with(1, a=2)
with mock.patch('sys.argv', ['z']): print(sys.argv)
mm = mock.MagicMock(); mm.__len__.return_value = 4; print(len(mm), mm.foo.bar().baz is not None)

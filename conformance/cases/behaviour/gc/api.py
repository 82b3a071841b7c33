import gc, sys
print('names', sorted(n for n in dir(gc) if not n.startswith('__')))
for n in sorted(dir(gc)):
    if n.startswith('DEBUG'): print(n, getattr(gc, n))
print('threshold', gc.get_threshold(), 'enabled', gc.isenabled(), 'debug', gc.get_debug(), 'count', type(gc.get_count()), len(gc.get_count()))
print('stats', [sorted(d) for d in gc.get_stats()])
print('callbacks', gc.callbacks, 'garbage', gc.garbage)
def t(label, fn):
    try: r = fn(); print(label, '->', r if not isinstance(r, list) else 'list')
    except BaseException as e: print(label, '!!', type(e).__name__ + ': ' + str(e))
t('collect()', lambda: gc.collect() >= 0); t('collect(0)', lambda: gc.collect(0) >= 0); t('collect(2)', lambda: gc.collect(2) >= 0)
t('collect(3)', lambda: gc.collect(3)); t('collect(-1)', lambda: gc.collect(-1)); t('collect("a")', lambda: gc.collect('a')); t('collect(1.0)', lambda: gc.collect(1.0)); t('collect(generation=1)', lambda: gc.collect(generation=1) >= 0); t('collect(0,0)', lambda: gc.collect(0, 0)); t('collect(True)', lambda: gc.collect(True) >= 0); t('collect(None)', lambda: gc.collect(None))
t('set_threshold()', lambda: gc.set_threshold()); t('set_threshold("a")', lambda: gc.set_threshold('a')); t('set_threshold(1,2,3,4)', lambda: gc.set_threshold(1, 2, 3, 4)); t('set_threshold(1.5)', lambda: gc.set_threshold(1.5))
t('set_threshold(500)', lambda: (gc.set_threshold(500), gc.get_threshold())); t('set_threshold(500,20)', lambda: (gc.set_threshold(500, 20), gc.get_threshold())); t('set_threshold(500,20,30)', lambda: (gc.set_threshold(500, 20, 30), gc.get_threshold())); t('set_threshold(-1)', lambda: (gc.set_threshold(-1), gc.get_threshold())); t('set_threshold(0)', lambda: (gc.set_threshold(0), gc.get_threshold(), gc.isenabled()))
t('set_debug(5)', lambda: (gc.set_debug(0), gc.get_debug())); t('set_debug("a")', lambda: gc.set_debug('a')); t('set_debug()', lambda: gc.set_debug()); t('set_debug(64)', lambda: (gc.set_debug(64), gc.get_debug(), gc.set_debug(0)))
t('enable()', lambda: gc.enable()); t('disable()', lambda: (gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled())); t('enable(1)', lambda: gc.enable(1))
t('get_objects()', lambda: gc.get_objects()); t('get_objects(0)', lambda: gc.get_objects(0)); t('get_objects(generation=1)', lambda: gc.get_objects(generation=1)); t('get_objects(generation=None)', lambda: gc.get_objects(generation=None)); t('get_objects(3)', lambda: gc.get_objects(3)); t('get_objects(-1)', lambda: gc.get_objects(-1)); t('get_objects("a")', lambda: gc.get_objects('a'))
t('freeze', lambda: gc.freeze()); t('get_freeze_count', lambda: gc.get_freeze_count() > 100); t('unfreeze', lambda: gc.unfreeze()); t('get_freeze_count', lambda: gc.get_freeze_count())
t('is_tracked(0)', lambda: gc.is_tracked(0)); t('is_finalized(0)', lambda: gc.is_finalized(0)); t('is_finalized([])', lambda: gc.is_finalized([])); t('is_tracked()', lambda: gc.is_tracked()); t('is_tracked(1,2)', lambda: gc.is_tracked(1, 2))
for label, e in [(x, x) for x in ["[]", "{}", "()", "(1,)", "([],)", "{'a':1}", "{'a':[]}", "{'a':'b'}", "{'a':(1,)}", "set()", "frozenset()", "'a'", "1.5", "object()", "type('C',(),{})()", "type('C',(),{'__slots__':()})()", "type('C',(),{'__slots__':('a',)})()", "lambda:0", "len", "[].append", "iter([])", "range(3)", "iter(range(3))", "slice(1)", "Exception()", "__import__('sys')", "int", "type('C',(),{})", "(i for i in ())", "{}.keys()", "bytearray()", "memoryview(b'')", "zip()", "enumerate([])", "property()", "(lambda x: lambda: x)(1).__closure__[0]", "__import__('weakref').ref(int)", "type('I',(int,),{})(1)", "__import__('array').array('i')", "__import__('re').compile('a')", "(lambda:0).__code__", "__import__('sys')._getframe()", "__import__('collections').deque()", "__import__('collections').OrderedDict()", "dict(a=1)", "dict([('a',1)])", "{**{}}", "__import__('types').SimpleNamespace()", "__import__('decimal').Decimal(1)", "__import__('datetime').date(1,1,1)"]]:
    try: print('tracked', label, gc.is_tracked(eval(e)))
    except Exception as ex: print('tracked', label, 'ERR', ex)
a = (1, 2); b = tuple([1, 2]); c = (a, b); print('tuple literal', gc.is_tracked(a), 'tuple()', gc.is_tracked(b), 'nested', gc.is_tracked(c)); gc.collect(); print('after collect', gc.is_tracked(a), gc.is_tracked(b), gc.is_tracked(c)); d = tuple([[]]); gc.collect(); print('tuple with list', gc.is_tracked(d))
x = {}; print('dict empty', gc.is_tracked(x)); x['a'] = 1; print('atomic', gc.is_tracked(x)); x['b'] = []; print('+list', gc.is_tracked(x)); del x['b']; print('-list', gc.is_tracked(x)); gc.collect(); print('collect', gc.is_tracked(x)); 
y = {}; y['k'] = (1,); print('dict with tuple', gc.is_tracked(y)); gc.collect(); print('after', gc.is_tracked(y))
z = {}; z[()] = 1; print('dict key tuple', gc.is_tracked(z)); z = {1: {}}; print('dict of dict', gc.is_tracked(z)); gc.collect(); print('after', gc.is_tracked(z))
f = frozenset([1]); print('frozenset', gc.is_tracked(f)); gc.collect(); print('after', gc.is_tracked(f))
s = {1}; gc.collect(); print('set', gc.is_tracked(s)); l = [1]; gc.collect(); print('list', gc.is_tracked(l))
t('get_referents', lambda: len(gc.get_referents([1, 2], {3: 4}, 5))); t('get_referents()', lambda: gc.get_referents()); t('get_referrers()', lambda: gc.get_referrers()); q = [1]; w = [q]; t('get_referrers(q)', lambda: [type(r).__name__ for r in gc.get_referrers(q)].__repr__())
def noargs():
    log = []; gc.callbacks.append(lambda p, i: log.append((p, dict(i))))
    class C: pass
    c = C(); c.c = c; del c; gc.collect(); gc.callbacks.pop(); return repr(log)
t('callbacks', noargs)
def badcb():
    def cb(p, i): raise ValueError('cb ' + p)
    gc.callbacks.append(cb); gc.collect(); gc.callbacks.pop(); gc.callbacks.append(42); gc.collect(); gc.callbacks.pop()
t('bad callback', badcb)
# stderr is compared

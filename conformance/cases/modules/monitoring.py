# from 3.12
# sys.monitoring: tools, events, callbacks, local events, DISABLE, restart_events.
import sys
M = sys.monitoring; E = M.events
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
log = []
M.use_tool_id(1, 'cov'); print(M.get_tool(1), M.get_tool(2))
t(lambda: M.use_tool_id(1, 'x')); t(lambda: M.use_tool_id(6, 'x')); t(lambda: M.use_tool_id(2, 3)); t(lambda: M.set_events(2, 1)); t(lambda: M.set_events(1, 1 << 30)); t(lambda: M.register_callback(1, 3, print))
t(lambda: M.set_events(1, E.C_RETURN)); t(lambda: M.set_local_events(1, 3, E.LINE)); t(lambda: M.set_local_events(1, t.__code__, E.RAISE)); t(lambda: M.get_events(2)); t(lambda: M.get_local_events(2, t.__code__))
def g(n):
    for i in range(n):
        if i == 1:
            yield i
    return 7
def boom(x):
    raise KeyError(x)
def f():
    a = 1
    b = len('abc')
    for x in g(3): a += x
    try:
        boom(1)
    except KeyError:
        a = 2
    return a
def line(code, n): log.append(('line', code.co_name, n - code.co_firstlineno))
def ev(name):
    def cb(code, off, *rest):
        log.append((name, code.co_name) + tuple(r if isinstance(r, (int, str)) else type(r).__name__ if isinstance(r, Exception) else getattr(r, '__name__', r) for r in rest if not (name in ('BRANCH', 'JUMP'))))
    return cb
def show(title):
    M.set_events(1, 0)
    print(title)
    for x in log: 
        if x[1] != '<module>': print('  ', *[('MISSING' if y is M.MISSING else y) for y in x])
    log.clear()
M.register_callback(1, E.LINE, line)
M.set_events(1, E.LINE); f(); show('LINE')
for n in ('PY_START', 'PY_RESUME', 'PY_RETURN', 'PY_YIELD', 'RAISE', 'PY_UNWIND', 'EXCEPTION_HANDLED'): M.register_callback(1, getattr(E, n), ev(n))
M.set_events(1, E.PY_START | E.PY_RESUME | E.PY_RETURN | E.PY_YIELD); print(M._all_events()); f(); show('PY')
M.set_events(1, E.RAISE | E.PY_UNWIND | E.EXCEPTION_HANDLED); f(); show('EXC')
for n in ('CALL', 'C_RETURN', 'C_RAISE'): M.register_callback(1, getattr(E, n), ev(n))
M.set_events(1, E.CALL | E.C_RETURN | E.C_RAISE); print(M.get_events(1) == E.CALL); 
def calls():
    len('x'); str(); 'a'.upper(); boom2 = f; isinstance(1, int)
    try: int('x')
    except ValueError: pass
calls(); show('CALL')
print(M.register_callback(1, E.LINE, None) is line, M.register_callback(1, E.LINE, None))
def once(code, n): log.append(('line', code.co_name, n - code.co_firstlineno)); return M.DISABLE
M.register_callback(1, E.LINE, once)
def loop():
    for i in range(3):
        i += 1
M.set_local_events(1, loop.__code__, E.LINE); print(M.get_local_events(1, loop.__code__) == E.LINE)
loop(); loop(); f(); show('local'); M.restart_events(); loop(); show('restarted')
M.set_local_events(1, loop.__code__, 0); loop(); show('none')
def bad(code, exc, *a): return M.DISABLE
M.register_callback(1, E.RAISE, bad); M.set_events(1, E.RAISE)
t(lambda: boom(2)); M.set_events(1, 0)
def raising(code, n): raise RuntimeError('cb')
M.register_callback(1, E.LINE, raising); M.set_local_events(1, loop.__code__, E.LINE); t(loop); M.set_local_events(1, loop.__code__, 0)
gg = g(3); next(gg)
M.register_callback(1, E.PY_THROW, ev('PY_THROW')); M.set_events(1, E.PY_THROW)
t(lambda: gg.throw(ValueError(1))); show('THROW')
M.free_tool_id(1); print(M.get_tool(1)); 
n = 0
def count(code, off, dest):
    global n; n += 1
M.use_tool_id(1, 'b'); 
if sys.version_info < (3, 14): M.register_callback(1, E.BRANCH, count); M.set_local_events(1, g.__code__, E.BRANCH); list(g(4)); print(n)
M.free_tool_id(1); print(type(M), M.__name__, sorted(x for x in dir(M) if x[0] != '_'))

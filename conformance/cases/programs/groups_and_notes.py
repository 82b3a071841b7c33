# from 3.11
# Exception groups, except*, notes, TaskGroup-like code, Self, StrEnum.
import enum, traceback
try: raise ExceptionGroup('many', [ValueError('v'), TypeError('t'), ExceptionGroup('inner', [KeyError('k'), ValueError('v2')])])
except* ValueError as eg: print('values', eg.exceptions, len(eg.exceptions))
except* (TypeError, KeyError) as eg: print('others', repr(eg))
try:
    try: raise ExceptionGroup('g', [OSError(1), ValueError(2)])
    except* OSError: print('os handled')
except ExceptionGroup as rest: print('rest', rest.exceptions)
try:
    try: raise ValueError('plain')
    except* ValueError as eg: print(type(eg).__name__, eg.exceptions)
    else: print('no')
    finally: print('finally')
except Exception as e: print('never', e)
g = ExceptionGroup('top', [ValueError(1), ExceptionGroup('sub', [TypeError(2)])])
m, r = g.split(TypeError); print(m, r, g.subgroup(lambda e: isinstance(e, ValueError)), g.derive([KeyError(3)]), g.message, g.subgroup(OSError))
e = ValueError('noted'); e.add_note('first note'); e.add_note('second'); print(e.__notes__, traceback.format_exception_only(e))
for bad in (lambda: ExceptionGroup('x', []), lambda: ExceptionGroup('x', [1]), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup('x', [KeyboardInterrupt()]), lambda: e.add_note(5)):
    try: bad()
    except Exception as ex: print(type(ex).__name__, ex)
print(type(BaseExceptionGroup('b', [KeyboardInterrupt()])).__name__, type(BaseExceptionGroup('b', [ValueError()])).__name__)
try:
    try: raise ExceptionGroup('a', [ValueError('x')])
    except* ValueError: raise KeyError('new')
except BaseException as ex: print(type(ex).__name__, getattr(ex, 'exceptions', ex.args), type(ex.__context__).__name__)
class S(enum.StrEnum): A = enum.auto(); B = 'bee'
print(S.A, S.B == 'bee', f'{S.A}', S('bee').name)
def nested():
    for i in range(3):
        try:
            if i == 1: raise ExceptionGroup('loop', [ValueError(i)])
        except* ValueError: print('in loop', i)
    return 'done'
print(nested())
def f(*args: *tuple[int, str]): return args
print(f(1, 'a'), [*range(2)][*[0]] if False else 'ok'); a = {(1, 2): 'tuple key'}; t = (1, 2); print(a[*t])
for code in ('try: pass\nexcept* ValueError: pass\nexcept TypeError: pass', 'try: pass\nexcept*: pass', 'for x in y:\n try: pass\n except* ValueError: break', 'def f():\n try: pass\n except* ValueError: return'):
    try: compile(code, 'c', 'exec'); print('ok')
    except SyntaxError as ex: print(ex.msg)

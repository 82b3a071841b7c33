# from 3.11
# Language reference 8.4.2: except*.
import traceback
def handle(exc):
    try:
        raise exc
    except* ValueError as g:
        print('V', repr(g), g.exceptions)
    except* (TypeError, KeyError) as g:
        print('TK', g.exceptions)
    else:
        print('else')
    finally:
        print('fin')
for e in (ExceptionGroup('g', [ValueError(1), TypeError(2)]), ValueError('plain'), ExceptionGroup('n', [ExceptionGroup('m', [ValueError(1), KeyError(2)]), TypeError(3)])):
    handle(e)
try:
    handle(ExceptionGroup('rest', [ValueError(1), OSError(2), ExceptionGroup('in', [OSError(3)])]))
except ExceptionGroup as g:
    print('left', g, g.exceptions)
try:
    try:
        raise ExceptionGroup('a', [ValueError(1), TypeError(2)])
    except* ValueError as g:
        raise KeyError('new')
    except* TypeError:
        raise
except BaseException as e:
    print(repr(e))
    traceback.print_exception(e)
eg = ExceptionGroup('top', [ValueError(1), ExceptionGroup('sub', [TypeError(2), ValueError(3)])])
print(eg.split(ValueError), eg.subgroup(TypeError), eg.subgroup(lambda e: isinstance(e, ValueError)), eg.derive([OSError()]))
eg.add_note('noted'); print(eg.subgroup(ValueError).__notes__)
for src in ('try: pass\nexcept* ValueError: pass\nexcept TypeError: pass', 'try: pass\nexcept*: pass', 'for i in [1]:\n try: pass\n except* ValueError: break', 'def f():\n try: pass\n except* ValueError: return', 'for i in [1]:\n try: pass\n except* ValueError: continue'):
    try:
        exec(src)
    except SyntaxError as e:
        print(e.msg, e.lineno)
for args in ((), ('m',), ('m', []), ('m', [1]), (1, [ValueError()]), ('m', 5), ('m', [KeyboardInterrupt()]), ('m', (ValueError(),))):
    try:
        print(repr(ExceptionGroup(*args)))
    except Exception as e:
        print(type(e).__name__, e)
print(repr(BaseExceptionGroup('b', [KeyboardInterrupt()])), type(BaseExceptionGroup('b', [ValueError()])).__name__)
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message, excs)
a, b = MyGroup('my', [ValueError(), TypeError()]).split(ValueError)
print(repr(a), repr(b))
try:
    try:
        raise eg
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
def notes():
    e = ValueError('with notes')
    e.add_note('one\ntwo'); e.add_note('three')
    try:
        raise e
    except ValueError:
        raise ExceptionGroup('outer', [e, ExceptionGroup('deep', [OSError('x')])]) from KeyError('cause')
try:
    notes()
except ExceptionGroup:
    traceback.print_exc()

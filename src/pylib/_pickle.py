"""Pickler and Unpickler of the library's pickle.py with the classes and messages of CPython's C version. CPython: Modules/_pickle.c"""
import sys as _sys
from _picklebuffer import PickleBuffer

__doc__ = 'Optimized C implementation for the Python pickle module.'

_MADE = frozenset(('PickleError', 'PicklingError', 'UnpicklingError', 'Pickler', 'Unpickler', 'dump', 'dumps', 'load', 'loads'))
_LOCAL = "Can't get local object {!r}" if _sys.version_info >= (3, 13) else "Can't pickle local object {!r}"

# what `__reduce__` must give: function of pickle.py, end of its message, message of the C version
_REDUCTIONS = (
    ('save', ' must return string or tuple', '__reduce__ must return a string or tuple'),
    ('save', ' must have two to six elements', 'tuple returned by __reduce__ must contain 2 through 6 elements'),
    ('save_reduce', 'args from save_reduce() must be a tuple', 'second item of the tuple returned by __reduce__ must be a tuple'),
    ('save_reduce', 'func from save_reduce() must be callable', 'first item of the tuple returned by __reduce__ must be callable'),
)


def __getattr__(name):
    # pickle.py asks for PickleBuffer before it has the classes that the others are made from
    if name not in _MADE:
        raise AttributeError(f"module '_pickle' has no attribute '{name}'")
    _make()
    return globals()[name]


def _own(e, filename):
    """The name of the function in pickle.py that an exception comes from, None when it comes from elsewhere."""
    tb = e.__traceback__
    while tb.tb_next is not None:
        tb = tb.tb_next
    code = tb.tb_frame.f_code
    return code.co_name if code.co_filename == filename else None


def _make():
    import io
    import pickle
    from types import FunctionType

    filename = pickle._Pickler.save.__code__.co_filename

    class PickleError(Exception):
        __module__ = '_pickle'
        __qualname__ = 'PickleError'

    class PicklingError(PickleError):
        __module__ = '_pickle'
        __qualname__ = 'PicklingError'

    class UnpicklingError(PickleError):
        __module__ = '_pickle'
        __qualname__ = 'UnpicklingError'

    def why_not_found(obj, name):
        """The exception for a class or function that its module does not have."""
        if name is None:
            name = getattr(obj, '__qualname__', None)
        if name is None:
            name = obj.__name__
        module_name = pickle.whichmodule(obj, name)
        try:
            __import__(module_name, level=0)
            _sys.modules[module_name]
        except (ImportError, KeyError):
            return PicklingError(f"Can't pickle {obj!r}: import of module {module_name!r} failed")
        if '<locals>' in name.split('.'):
            return AttributeError(_LOCAL.format(name))
        return PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module_name} failed")

    class Pickler(pickle._Pickler):
        __module__ = '_pickle'
        __qualname__ = 'Pickler'
        dispatch = dict(pickle._Pickler.dispatch)

        def dump(self, obj):
            try:
                super().dump(obj)
            except PicklingError as e:
                message = str(e)
                for place, end, words in _REDUCTIONS:
                    if message.endswith(end) and _own(e, filename) == place:
                        e.args = (words,)
                raise

        def save_global(self, obj, name=None):
            try:
                super().save_global(obj, name)
            except PicklingError as e:
                if "it's not found as" not in str(e) or _own(e, filename) != 'save_global':
                    raise
            else:
                return
            raise why_not_found(obj, name)

        dispatch[FunctionType] = save_global

    class Unpickler(pickle._Unpickler):
        __module__ = '_pickle'
        __qualname__ = 'Unpickler'

        def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()):
            super().__init__(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)
            read, readline = self._file_read, self._file_readline

            def read_all(n):
                data = read(n)
                if len(data) < n:
                    if n == 1:
                        raise EOFError('Ran out of input')
                    raise UnpicklingError('pickle data was truncated')
                return data

            def read_line():
                line = readline()
                if line[-1:] != b'\n':
                    raise UnpicklingError('pickle data was truncated')
                return line

            self._file_read, self._file_readline = read_all, read_line

        def load(self):
            try:
                return super().load()
            except IndexError as e:
                place = _own(e, filename)
                if place is None:
                    raise
                message = 'could not find MARK' if place == 'pop_mark' else 'unpickling stack underflow'
            except KeyError as e:
                if _own(e, filename) != 'load':
                    raise
                key = e.args[0]
                shown = chr(key) if 0x20 <= key < 0x7f and key not in b"'\\" else f'\\x{key:02x}'
                message = f"invalid load key, '{shown}'."
            raise UnpicklingError(message)

        def persistent_load(self, pid):
            separator = ' ' if _sys.version_info >= (3, 12) else '\n'
            raise UnpicklingError(f'A load persistent id instruction was encountered,{separator}but no persistent_load function was specified.')

        def find_class(self, module, name):
            try:
                return super().find_class(module, name)
            except AttributeError as e:
                if _own(e, filename) is None:
                    raise
            raise AttributeError(f"Can't get attribute {name!r} on {_sys.modules[module]!r}")

    def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)

    def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
        file = io.BytesIO()
        Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
        return file.getvalue()

    def load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()):
        return Unpickler(file, fix_imports=fix_imports, buffers=buffers, encoding=encoding, errors=errors).load()

    def loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=()):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return Unpickler(io.BytesIO(data), fix_imports=fix_imports, buffers=buffers, encoding=encoding, errors=errors).load()

    for function in (dump, dumps, load, loads):
        function.__module__ = '_pickle'
        function.__qualname__ = function.__name__
    globals().update((name, value) for name, value in locals().items() if name in _MADE)

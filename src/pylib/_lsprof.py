"""The profiler behind cProfile, on sys.setprofile. CPython: Modules/_lsprof.c"""
import sys as _sys
from time import perf_counter as _perf_counter
from _account_file import entry_type as _entry_type

profiler_entry = _entry_type('_lsprof', 'profiler_entry', 'code callcount reccallcount totaltime inlinetime calls')
profiler_subentry = _entry_type('_lsprof', 'profiler_subentry', 'code callcount reccallcount totaltime inlinetime')


class _Entry:
    __slots__ = ('code', 'callcount', 'recursive', 'total', 'inline', 'level', 'calls')

    def __init__(self, code):
        self.code = code
        self.callcount = self.recursive = self.level = 0
        self.total = self.inline = 0.0
        self.calls = {}

    def end(self, total, inline):
        self.callcount += 1
        self.inline += inline
        self.level -= 1
        if self.level == 0:
            self.total += total
        else:
            self.recursive += 1


def _native_name(function):
    """The text by which a builtin is listed."""
    owner = getattr(function, '__self__', None)
    if owner is not None and type(owner).__name__ != 'module':
        for base in type(owner).__mro__:
            if function.__name__ in vars(base):
                return repr(vars(base)[function.__name__])
    module = function.__module__ or 'builtins'
    return f'<built-in method {module}.{function.__name__}>'


class Profiler:
    """Profiler(timer=None, timeunit=0.0, subcalls=True, builtins=True)"""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._unit = timeunit or 1.0 if timer is not None else 1.0
        self._timer = timer or _perf_counter
        self._subcalls = subcalls
        self._builtins = builtins
        self.clear()

    def clear(self):
        """Clear all profiling information collected so far."""
        self._entries = {}
        self._stack = []

    def enable(self, subcalls=True, builtins=True):
        """Start collecting profiling information."""
        self._subcalls = subcalls
        self._builtins = builtins
        if _sys.getprofile() is not None and _sys.version_info >= (3, 12):
            raise ValueError('Another profiling tool is already active')
        _sys.setprofile(self._event)

    def disable(self):
        """Stop collecting profiling information."""
        _sys.setprofile(None)
        while self._stack:
            self._leave(self._timer())

    def _event(self, frame, event, arg):
        now = self._timer()
        if event == 'call':
            self._enter(frame.f_code, frame.f_code, now)
        elif event == 'return':
            if self._stack and self._stack[-1][0].code is frame.f_code:
                self._leave(now)
        elif self._builtins:
            if event == 'c_call':
                name = _native_name(arg)
                self._enter(name, name, now)
            elif self._stack:
                self._leave(now)

    def _enter(self, key, code, now):
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(code)
        entry.level += 1
        sub = None
        if self._subcalls and self._stack:
            caller = self._stack[-1][0]
            sub = caller.calls.get(key)
            if sub is None:
                sub = caller.calls[key] = _Entry(code)
            sub.level += 1
        # entry, sub-entry, start, time spent in callees
        self._stack.append([entry, sub, now, 0.0])

    def _leave(self, now):
        entry, sub, start, below = self._stack.pop()
        total = now - start
        inline = total - below
        if self._stack:
            self._stack[-1][3] += total
        entry.end(total, inline)
        if sub is not None:
            sub.end(total, inline)

    def getstats(self):
        """list of profiler_entry objects."""
        unit = self._unit
        result = []
        for e in self._entries.values():
            if e.callcount == 0:
                continue
            calls = [
                profiler_subentry((s.code, s.callcount, s.recursive, s.total * unit, s.inline * unit))
                for s in e.calls.values()
                if s.callcount
            ]
            result.append(profiler_entry((e.code, e.callcount, e.recursive, e.total * unit, e.inline * unit, calls or None)))
        return result

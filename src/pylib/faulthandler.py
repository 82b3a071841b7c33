"""Tracebacks of all threads on demand. There are no fatal signals here, so that enable() has nothing to do. CPython: Modules/faulthandler.c"""
import sys as _sys

_enabled = False


def _write(file, text):
    if file is None:
        file = _sys.stderr
    if isinstance(file, int):
        import os
        os.write(file, text.encode())
    else:
        file.write(text)
        file.flush()


def dump_traceback(file=None, all_threads=True):
    """Dump the traceback of the current thread, or of all threads if all_threads is True, into file."""
    from _thread import get_ident
    frames = _sys._current_frames()
    current = get_ident()
    frames[current] = _sys._getframe(1)
    for ident in [i for i in frames if i != current] + [current] if all_threads else [current]:
        if all_threads:
            head = 'Current thread' if ident == current else 'Thread'
            _write(file, f'{head} 0x{ident:016x} (most recent call first):\n')
        else:
            _write(file, 'Stack (most recent call first):\n')
        frame = frames[ident]
        while frame is not None:
            code = frame.f_code
            _write(file, f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}\n')
            frame = frame.f_back
        if ident != current:
            _write(file, '\n')


def enable(file=None, all_threads=True):
    """Enable the fault handler."""
    global _enabled
    _enabled = True


def disable():
    """Disable the fault handler."""
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    """Check if the handler is enabled."""
    return _enabled


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Dump the traceback of all threads in timeout seconds."""
    raise NotImplementedError('faulthandler.dump_traceback_later: Ouroboros does not have it')


def cancel_dump_traceback_later():
    """Cancel the previous call to dump_traceback_later()."""


def register(signum, file=None, all_threads=True, chain=False):
    """Register a handler for the signal 'signum'."""
    raise NotImplementedError('faulthandler.register: Ouroboros does not have it')


def unregister(signum):
    """Unregister the handler of the signal 'signum' registered by register()."""
    return False

"""Memory of processes, with psutil's names and figures."""

import os as _os
from collections import namedtuple as _namedtuple

import _psutil_ouroboros as _native

__version__ = "6.0.0"
version_info = (6, 0, 0)

pmem = _namedtuple("pmem", ["rss", "vms", "shared", "text", "lib", "data", "dirty"])
pfullmem = _namedtuple("pfullmem", pmem._fields + ("uss", "pss", "swap"))


class Error(Exception):
    """Base class of psutil's errors."""

    def __init__(self, msg=None):
        self.msg = msg
        super().__init__(msg)


class NoSuchProcess(Error):
    """There is no process with that number."""

    def __init__(self, pid, name=None, msg=None):
        self.pid = pid
        self.name = name
        super().__init__(msg or "process no longer exists")

    def __str__(self):
        return "%s (pid=%s)" % (self.msg, self.pid)

    def __repr__(self):
        return "psutil.%s(pid=%r, msg=%r)" % (type(self).__name__, self.pid, self.msg)


class AccessDenied(Error):
    """The system does not allow it."""

    def __init__(self, pid=None, name=None, msg=None):
        self.pid = pid
        self.name = name
        super().__init__(msg or "")

    def __str__(self):
        details = [] if self.pid is None else ["pid=%s" % self.pid]
        if self.name:
            details.append("name=%r" % self.name)
        return " ".join(filter(None, [self.msg, "(%s)" % ", ".join(details) if details else ""]))

    def __repr__(self):
        return "psutil.AccessDenied(pid=%r, name=%r)" % (self.pid, self.name)


class Process:
    """A process of this machine; without a number, this one."""

    def __init__(self, pid=None):
        if pid is None:
            pid = _os.getpid()
        elif pid < 0:
            raise ValueError("pid must be a positive integer (got %s)" % pid)
        self._pid = pid
        try:
            _native.memory(pid, False)
        except ProcessLookupError:
            raise NoSuchProcess(pid, msg="process PID not found") from None
        except PermissionError:
            pass

    @property
    def pid(self):
        return self._pid

    def __repr__(self):
        return "psutil.Process(pid=%s)" % self._pid

    def __eq__(self, other):
        return isinstance(other, Process) and self._pid == other._pid

    def __hash__(self):
        return hash(self._pid)

    def _memory(self, full):
        try:
            return _native.memory(self._pid, full)
        except ProcessLookupError:
            raise NoSuchProcess(self._pid) from None
        except PermissionError:
            raise AccessDenied(self._pid) from None

    def memory_info(self):
        """Bytes: rss, vms, shared, text, lib, data, dirty."""
        return pmem(*self._memory(False)[:7])

    def memory_full_info(self):
        """memory_info() with uss, pss, swap; needs permission over the process."""
        return pfullmem(*self._memory(True)[:10])

    def memory_percent(self, memtype="rss"):
        """Share of the machine's memory in per cent."""
        if memtype not in pfullmem._fields:
            raise ValueError("invalid memtype %r; valid types are %r" % (memtype, pfullmem._fields))
        figures = self._memory(memtype in ("uss", "pss", "swap"))
        total = figures[10]
        if not total > 0:
            raise ValueError("can't calculate process memory percent because total physical system memory is not positive (%r)" % total)
        return figures[pfullmem._fields.index(memtype)] / float(total) * 100

    def is_running(self):
        """Whether the process is still there."""
        try:
            self._memory(False)
        except NoSuchProcess:
            return False
        except AccessDenied:
            pass
        return True


def pid_exists(pid):
    """Whether there is a process with that number."""
    if pid < 0:
        return False
    try:
        Process(pid)
    except NoSuchProcess:
        return False
    return True


def __getattr__(name):
    raise AttributeError(
        "module 'psutil' has no attribute %r (Ouroboros has psutil's memory figures only)" % name
    )

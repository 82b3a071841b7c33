"""Who holds an object, why it is alive, and assertions about memory for tests.

    >>> import ouroboros
    >>> x = []
    >>> print(ouroboros.explain(x))
    list []
      global `x` in `__main__`
    1 holder = count 1

Only in Ouroboros: CPython cannot see its own C stack.
"""

from _ouroboros import _leaks, _watch, assert_freed, audit, explain, holders, snapshot, why_alive

__all__ = ["assert_freed", "audit", "explain", "holders", "no_leaks", "snapshot", "why_alive"]


class no_leaks:
    """with no_leaks(): ... raises AssertionError when objects made in the block outlive it.

    The cycle collector runs before it looks. What only the interpreter keeps (interned names, caches) does not count.
    """

    def __enter__(self):
        _watch()
        return self

    def __exit__(self, kind, value, traceback):
        left = _leaks()
        if kind is None and left:
            raise AssertionError("objects outlive the block:\n  " + "\n  ".join(left))
        return False

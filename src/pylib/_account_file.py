"""Files of accounts: lines of fields separated by colons (for pwd and grp)."""


def read_entries(path, count):
    """The lines of the file as lists of that many fields; none where there is no such file."""
    try:
        with open(path, encoding='utf-8', errors='surrogateescape') as f:
            rows = [line.rstrip('\n').split(':') for line in f]
    except OSError:
        return []
    return [row for row in rows if len(row) == count]


def entry_type(module, name, fields):
    """A tuple type with names for its items, as C modules have."""
    names = fields.split()

    def __repr__(self):
        return f"{module}.{name}({', '.join(f'{n}={v!r}' for n, v in zip(names, self))})"

    def __reduce__(self):
        return (type(self), (tuple(self),))

    body = {n: property(lambda self, i=i: self[i]) for i, n in enumerate(names)}
    body.update(__slots__=(), __module__=module, __repr__=__repr__, __reduce__=__reduce__, __match_args__=tuple(names), n_fields=len(names), n_sequence_fields=len(names), n_unnamed_fields=0)
    return type(name, (tuple,), body)

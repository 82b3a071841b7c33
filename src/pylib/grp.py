"""Entries of /etc/group, read from the file. CPython: Modules/grpmodule.c"""
from _account_file import entry_type, read_entries

struct_group = entry_type('grp', 'struct_group', 'gr_name gr_passwd gr_gid gr_mem')


def _entry(fields):
    name, password, gid, members = fields
    return struct_group((name, password, int(gid), [m for m in members.split(',') if m]))


def getgrall():
    """Return a list of all available group entries, in arbitrary order."""
    return [_entry(fields) for fields in read_entries('/etc/group', 4)]


def getgrnam(name):
    """Return the group database entry for the given group name."""
    for entry in getgrall():
        if entry.gr_name == name:
            return entry
    raise KeyError(f"getgrnam(): name not found: {name!r}")


def getgrgid(id):
    """Return the group database entry for the given numeric group ID."""
    for entry in getgrall():
        if entry.gr_gid == id:
            return entry
    raise KeyError(f'getgrgid(): gid not found: {id}')

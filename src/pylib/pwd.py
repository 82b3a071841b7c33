"""Entries of /etc/passwd, read from the file. CPython: Modules/pwdmodule.c"""
from _account_file import entry_type, read_entries

struct_passwd = entry_type('pwd', 'struct_passwd', 'pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell')


def _entry(fields):
    name, password, uid, gid, gecos, home, shell = fields
    return struct_passwd((name, password, int(uid), int(gid), gecos, home, shell))


def getpwall():
    """Return a list of all available password database entries, in arbitrary order."""
    return [_entry(fields) for fields in read_entries('/etc/passwd', 7)]


def getpwnam(name, /):
    """Return the password database entry for the given user name."""
    if not isinstance(name, str):
        raise TypeError(f'getpwnam() argument must be str, not {type(name).__name__}')
    for entry in getpwall():
        if entry.pw_name == name:
            return entry
    raise KeyError(f"getpwnam(): name not found: {name!r}")


def getpwuid(uidobj, /):
    """Return the password database entry for the given numeric user ID."""
    for entry in getpwall():
        if entry.pw_uid == uidobj:
            return entry
    raise KeyError(f'getpwuid(): uid not found: {uidobj}')

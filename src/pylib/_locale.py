"""The C locale, the only one here. CPython: Modules/_localemodule.c"""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

# Items of nl_langinfo() with what the C locale says of them.
CODESET, RADIXCHAR, THOUSEP = 14, 65536, 65537
D_T_FMT, D_FMT, T_FMT, T_FMT_AMPM = 131112, 131113, 131114, 131115
AM_STR, PM_STR = 131110, 131111
ABDAY_1, ABDAY_2, ABDAY_3, ABDAY_4, ABDAY_5, ABDAY_6, ABDAY_7 = range(131072, 131079)
DAY_1, DAY_2, DAY_3, DAY_4, DAY_5, DAY_6, DAY_7 = range(131079, 131086)
ABMON_1, ABMON_2, ABMON_3, ABMON_4, ABMON_5, ABMON_6, ABMON_7, ABMON_8, ABMON_9, ABMON_10, ABMON_11, ABMON_12 = range(131086, 131098)
MON_1, MON_2, MON_3, MON_4, MON_5, MON_6, MON_7, MON_8, MON_9, MON_10, MON_11, MON_12 = range(131098, 131110)
_DATE_FMT = 131180
ERA, ERA_D_FMT, ALT_DIGITS, ERA_D_T_FMT, ERA_T_FMT = 131116, 131118, 131119, 131120, 131121
YESEXPR, NOEXPR = 327680, 327681
CRNCYSTR = 262159

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_INFO = {
    CODESET: "UTF-8", RADIXCHAR: ".", THOUSEP: "", D_T_FMT: "%a %b %e %H:%M:%S %Y", D_FMT: "%m/%d/%y", T_FMT: "%H:%M:%S",
    T_FMT_AMPM: "%I:%M:%S %p", AM_STR: "AM", PM_STR: "PM", ERA: "", ERA_D_FMT: "", ALT_DIGITS: "", ERA_D_T_FMT: "", ERA_T_FMT: "",
    YESEXPR: "^[yY]", NOEXPR: "^[nN]", CRNCYSTR: "-",
    **{ABDAY_1 + i: name[:3] for i, name in enumerate(_DAYS)}, **{DAY_1 + i: name for i, name in enumerate(_DAYS)},
    **{ABMON_1 + i: name[:3] for i, name in enumerate(_MONTHS)}, **{MON_1 + i: name for i, name in enumerate(_MONTHS)},
}


class Error(Exception):
    pass


Error.__module__ = "locale"
Error.__qualname__ = Error.__name__ = "Error"

_KNOWN = {"C": "C", "POSIX": "C", "C.UTF-8": "C.UTF-8", "C.utf8": "C.utf8"}
_current = {category: "C" for category in range(LC_ALL)}
_current[LC_CTYPE] = "C.UTF-8"
_ORDER = ((LC_CTYPE, "LC_CTYPE"), (LC_NUMERIC, "LC_NUMERIC"), (LC_TIME, "LC_TIME"), (LC_COLLATE, "LC_COLLATE"), (LC_MONETARY, "LC_MONETARY"), (LC_MESSAGES, "LC_MESSAGES"))
_CONSTANT = (("LC_PAPER", "C"), ("LC_NAME", "C"), ("LC_ADDRESS", "C"), ("LC_TELEPHONE", "C"), ("LC_MEASUREMENT", "C"), ("LC_IDENTIFICATION", "C"))


def _all():
    names = set(_current.values())
    if len(names) == 1:
        return names.pop()
    return ";".join(f"{name}={value}" for name, value in [(n, _current[c]) for c, n in _ORDER] + list(_CONSTANT))


def _named(locale, category):
    if locale == "":
        # The environment's: characters are UTF-8 everywhere.
        return "C.UTF-8" if category == LC_CTYPE else "C"
    return _KNOWN[locale]


def _parsed(value):
    """The category's value by number of a composite name as setlocale(LC_ALL) gives it."""
    parts = dict(part.partition("=")[::2] for part in value.split(";"))
    return {category: _KNOWN[parts[name]] for category, name in _ORDER}


def setlocale(category, locale=None, /):
    """Activates/queries locale processing."""
    if not isinstance(category, int):
        raise TypeError(f"'{type(category).__name__}' object cannot be interpreted as an integer")
    if not 0 <= category <= 12:
        raise Error("locale query failed" if locale is None else "unsupported locale setting")
    if locale is not None:
        if not isinstance(locale, str):
            raise TypeError(f"setlocale() argument 2 must be str or None, not {type(locale).__name__}")
        if "\0" in locale:
            raise ValueError("embedded null character")
        try:
            if category == LC_ALL:
                _current.update(_parsed(locale) if ";" in locale else {c: _named(locale, c) for c in _current})
            else:
                _current[category] = _named(locale, category)
        except KeyError:
            raise Error("unsupported locale setting") from None
    return _all() if category == LC_ALL else _current.get(category, "C")


def localeconv():
    """Returns numeric and monetary locale-specific parameters."""
    return {
        "int_curr_symbol": "", "currency_symbol": "", "mon_decimal_point": "",
        "mon_thousands_sep": "", "mon_grouping": [], "positive_sign": "", "negative_sign": "", "int_frac_digits": CHAR_MAX,
        "frac_digits": CHAR_MAX, "p_cs_precedes": CHAR_MAX, "p_sep_by_space": CHAR_MAX, "n_cs_precedes": CHAR_MAX,
        "n_sep_by_space": CHAR_MAX, "p_sign_posn": CHAR_MAX, "n_sign_posn": CHAR_MAX, "decimal_point": ".",
        "thousands_sep": "", "grouping": [],
    }


def _text(value, name):
    if not isinstance(value, str):
        raise TypeError(f"{name} must be str, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError("embedded null character")
    return value


def strcoll(os1, os2, /):
    """Compares two strings according to the locale."""
    _text(os1, "strcoll() argument 1")
    _text(os2, "strcoll() argument 2")
    return (os1 > os2) - (os1 < os2)


def strxfrm(string, /):
    """Return a string that can be used as a key for locale-aware comparisons."""
    return _text(string, "strxfrm() argument")


def nl_langinfo(item, /):
    """Return the value for the locale information associated with key."""
    try:
        return _INFO[item]
    except KeyError:
        raise ValueError("unsupported langinfo constant") from None


def getencoding():
    """Get the current locale encoding."""
    return "UTF-8"


def gettext(msg, /):
    """gettext(msg) -> string

    Return translation of msg."""
    return msg


def dgettext(domain, msg, /):
    """dgettext(domain, msg) -> string

    Return translation of msg in domain."""
    return msg


def dcgettext(domain, msg, category, /):
    """Return translation of msg in domain and category."""
    return msg


def textdomain(domain, /):
    """Set the C library's textdmain to domain, returning the new domain."""
    return "messages" if domain is None else domain

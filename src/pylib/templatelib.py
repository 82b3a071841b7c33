"""Templates: what t-strings make (PEP 750)."""

__all__ = ["Interpolation", "Template", "convert"]

_example = t"{0}"
Template = type(_example)
Interpolation = type(_example.interpolations[0])
del _example

def convert(obj, /, conversion):
    """Converts `obj` as the !s, !r or !a of a field does; None leaves it as it is."""
    if conversion is None:
        return obj
    if conversion == "r":
        return repr(obj)
    if conversion == "s":
        return str(obj)
    if conversion == "a":
        return ascii(obj)
    raise ValueError(f"invalid conversion specifier: {conversion}")


def _template_unpickle(strings, interpolations):
    parts = [strings[0]]
    for interpolation, text in zip(interpolations, strings[1:]):
        parts += interpolation, text
    return Template(*parts)

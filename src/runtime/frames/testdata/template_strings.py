x, w, name = 42, 5, 'n'
t = t"a{x}b{name!r:>{w}}c"
print(t)
print(t.strings, t.values, t.interpolations[1].format_spec, t.interpolations[0].conversion)
print([type(part).__name__ for part in t])
print(t"{ x }", t"{x=}", t"{x = :5}")
print(t"" + t"{x}" + t"b", t"a" t"b{x}")
print(t"{t"{x}"}{'}' + "{"}".values)
print(t"""{x # a comment
}""".interpolations)
print(t"{{x}}".strings, len(list(t"{x}{x}")))
try:
    t"a" + "b"
except TypeError as e:
    print(e)
match t:
    case object(strings=(first, *_)):
        print(first)
try:
    1 / 0
except ValueError, ZeroDivisionError:
    print("caught")

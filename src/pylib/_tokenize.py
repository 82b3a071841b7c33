"""The tokenizer behind `tokenize`: tokens of Python source with their places, comments and blank lines included."""

import re
from token import COMMENT, DEDENT, ENDMARKER, ERRORTOKEN, EXACT_TOKEN_TYPES, INDENT, NAME, NEWLINE, NL, NUMBER, OP, STRING

_PREFIX = r"(?:[bB][rR]?|[rR][bBfF]?|[fF][rR]?|[uU])?"
_EXPONENT = r"[eE][-+]?\d(?:_?\d)*"
_DIGITS = r"\d(?:_?\d)*"
_TOKEN = re.compile(
    rf"""[ \f\t]*(?:
    (?P<comment>\#[^\r\n]*)
  | (?P<end>\\?\r?\n)
  | (?P<number>0[xX](?:_?[\da-fA-F])+ | 0[bB](?:_?[01])+ | 0[oO](?:_?[0-7])+
      | (?:{_DIGITS}\.(?:{_DIGITS})? | \.{_DIGITS})(?:{_EXPONENT})?[jJ]? | {_DIGITS}{_EXPONENT}[jJ]? | {_DIGITS}[jJ]?)
  | (?P<long>{_PREFIX}(?:'''|\"\"\"))
  | (?P<string>{_PREFIX}(?:'(?:[^\n'\\]|\\.)*' | "(?:[^\n"\\]|\\.)*"))
  | (?P<open>{_PREFIX}(?:'(?:[^\n'\\]|\\.)*\\\r?\n | "(?:[^\n"\\]|\\.)*\\\r?\n))
  | (?P<name>\w+)
  | (?P<op>{"|".join(re.escape(op) for op in sorted(EXACT_TOKEN_TYPES, key=len, reverse=True))})
  )""",
    re.VERBOSE | re.DOTALL,
)
_ENDS = {quote: re.compile(rf"(?:[^\\]|\\.)*?{quote}", re.DOTALL) for quote in ("'''", '"""', "'", '"')}


def _indentation(line):
    """Column of the first character that is no blank, and where it stands."""
    column = 0
    for at, c in enumerate(line):
        if c == " ":
            column += 1
        elif c == "\t":
            column = (column // 8 + 1) * 8
        elif c == "\f":
            column = 0
        else:
            return column, at
    return column, len(line)


def TokenizerIter(readline, /, *, encoding=None, extra_tokens=False):
    """Tuples (type, text, start, end, line)."""

    def read():
        try:
            line = readline()
        except StopIteration:
            return ""
        return line if isinstance(line, str) else bytes(line).decode(encoding or "utf-8")

    indents, depth, lineno, joined, line = [0], 0, 0, False, ""
    while True:
        previous, line = line, read()
        lineno += 1
        at = 0
        if depth == 0 and not joined:
            if not line:
                break
            column, at = _indentation(line)
            if line[at : at + 1] in ("#", "\r", "\n", ""):
                rest = line[at:].rstrip("\r\n")
                if rest:
                    yield COMMENT, rest, (lineno, at), (lineno, at + len(rest)), line
                at += len(rest)
                if rest or line[at:]:
                    yield NL, line[at:], (lineno, at), (lineno, at + len(line[at:]) or at + 1), line
                continue
            if column > indents[-1]:
                indents.append(column)
                yield INDENT, line[:at], (lineno, 0), (lineno, at), line
            while column < indents[-1]:
                if column not in indents:
                    raise IndentationError(
                        "unindent does not match any outer indentation level", ("<string>", lineno, at, line, lineno, at)
                    )
                indents.pop()
                yield DEDENT, "", (lineno, at), (lineno, at), line
        elif not line:
            raise SyntaxError("unexpected EOF in multi-line statement", ("<string>", lineno, 0, "", lineno, 0))
        joined = False
        while at < len(line):
            match = _TOKEN.match(line, at)
            if match is None:
                start = _indentation(line[at:])[1] + at
                if start >= len(line):
                    break
                if line[start] in "\"'":
                    raise SyntaxError(
                        f"unterminated string literal (detected at line {lineno})", ("<string>", lineno, start + 1, line, lineno, start + 1)
                    )
                # these three are operators that no program has
                yield OP if line[start] in '$?!' else ERRORTOKEN, line[start], (lineno, start), (lineno, start + 1), line
                at = start + 1
                continue
            kind, text = match.lastgroup, match[match.lastgroup]
            start, at = match.start(kind), match.end()
            if kind in ("long", "open"):
                quote = text[-3:] if kind == "long" else text.lstrip("bBrRfFuU")[0]
                first, whole, search_from = (lineno, start), line, at - start
                text = line[start:]
                while (found := _ENDS[quote].match(text, search_from if kind == "long" else text.index(quote) + 1)) is None:
                    more = read()
                    if not more:
                        raise SyntaxError(
                            f"unterminated triple-quoted string literal (detected at line {lineno})",
                            ("<string>", first[0], first[1] + 1, whole, first[0], first[1] + 1),
                        )
                    lineno += 1
                    line, text, whole = more, text + more, whole + more
                rest = len(text) - found.end()
                at = len(line) - rest
                yield STRING, text[: found.end()], first, (lineno, at), whole
                continue
            place = (lineno, start), (lineno, at), line
            if kind == "comment":
                yield COMMENT, text, *place
            elif kind == "end":
                if text[0] == "\\":
                    joined = True
                else:
                    yield (NL if depth else NEWLINE), text, *place
            elif kind == "op":
                depth += (text in "([{") - (text in ")]}")
                yield (OP if extra_tokens else EXACT_TOKEN_TYPES[text]), text, *place
            else:
                yield {"number": NUMBER, "string": STRING, "name": NAME}[kind], text, *place
    if previous and previous[-1] not in "\r\n" and not previous.strip().startswith("#"):
        yield NEWLINE, "", (lineno - 1, len(previous)), (lineno - 1, len(previous) + 1), ""
    for _ in indents[1:]:
        yield DEDENT, "", (lineno, 0), (lineno, 0), ""
    yield ENDMARKER, "", (lineno, 0), (lineno, 0), ""

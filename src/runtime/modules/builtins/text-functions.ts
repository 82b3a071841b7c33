import { Ob } from '../../../memory/layout.ts';
import { dictGet } from '../../containers/dict-object.ts';
import { tupleFromSlots } from '../../containers/tuple-object.ts';
import { call0, callMethod, callMethodText } from '../../core/abstract/call.ts';
import { ascii as asciiOf, format as formatOf, getAttr, isTrue, repr as reprOf, str } from '../../core/abstract/object.ts';
import { argumentType, checkPositional, parseKeywords } from '../../core/arguments.ts';
import { getBuffer } from '../../core/buffer.ts';
import { raise, typeError, typeName } from '../../core/errors.ts';
import { Bytes, Str, Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { strChar, strLength } from '../../text/str-layout.ts';
import { substring } from '../../text/str-object.ts';

/** Functions of builtins that read and write text. CPython: Python/bltinmodule.c */

/** A name of the sys module, borrowed; 0 when deleted. CPython: _PySys_GetObjectId */
function sysObject(rt: Runtime, name: string): number {
  return dictGet(rt, rt.H[Root.sysDict], rt.ident(name));
}

function ascii(rt: Runtime, _self: number, o: number): Owned {
  return asciiOf(rt, o);
}

function repr(rt: Runtime, _self: number, o: number): Owned {
  return reprOf(rt, o);
}

function ord(rt: Runtime, _self: number, c: number): Owned {
  const H = rt.H;
  const flags = H[H[c + Ob.type] + Tp.flags];
  let size: number;
  if ((flags & TpFlag.UNICODE_SUBCLASS) !== 0) {
    size = strLength(rt, c);
    if (size === 1) return newInt(rt, strChar(rt, c, 0));
  } else if ((flags & TpFlag.BYTES_SUBCLASS) !== 0) {
    size = H[c + Bytes.size];
    if (size === 1) return newInt(rt, rt.U8[(c + Bytes.data) * 4]);
  } else if (H[c + Ob.type] === T.bytearray) {
    const buffer = getBuffer(rt, c);
    size = buffer.length;
    const first = size === 1 ? rt.U8[buffer.address] : 0;
    buffer.release();
    if (size === 1) return newInt(rt, first);
  } else {
    typeError(rt, `ord() expected string of length 1, but ${typeName(rt, c)} found`);
  }
  typeError(rt, `ord() expected a character, but string of length ${size} found`);
}

function format(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'format', nargs, 1, 2);
  const H = rt.H;
  if (nargs === 2 && (H[H[H[args + 2] + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) {
    typeError(rt, `format() argument 2 must be str, not ${argumentType(rt, H[args + 2])}`);
  }
  return formatOf(rt, H[args], nargs === 2 ? H[args + 2] : H[Root.emptyString]);
}

const PRINT = ['sep', 'end', 'file', 'flush'];

/** `sep` or `end`: 0 for the default, TypeError unless str or None. */
function separator(rt: Runtime, o: number, name: string): number {
  if (o === 0 || o === S.None) return 0;
  if ((rt.H[rt.H[o + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) typeError(rt, `${name} must be None or a string, not ${typeName(rt, o)}`);
  return o;
}

/** CPython: builtin_print */
function print(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  let sep = 0;
  let end = 0;
  let file = 0;
  let flush = false;
  if (kwnames !== 0) {
    const given = parseKeywords(rt, { name: 'print', params: PRINT, maxPositional: 0 }, args + 2 * nargs, 0, kwnames, [0, 0, 0, 0]);
    file = given[2];
    flush = given[3] !== 0 && isTrue(rt, given[3]);
    if (file === S.None) file = 0;
    sep = given[0];
    end = given[1];
  }
  if (file === 0) {
    file = sysObject(rt, 'stdout');
    if (file === 0) raise(rt, T.RuntimeError, 'lost sys.stdout');
    // no standard output is not an error
    if (file === S.None) return rt.none();
  }
  const mark = rt.mark();
  if (rt.model.holds.printArguments && nargs > 0) rt.own(tupleFromSlots(rt, args, nargs));
  rt.own(rt.newRef(file));
  sep = separator(rt, sep, 'sep');
  end = separator(rt, end, 'end');
  const write = rt.ident('write');
  const here = rt.mark();
  for (let i = 0; i < nargs; i++) {
    if (i > 0) {
      rt.own(callMethod(rt, file, write, sep === 0 ? rt.ident(' ') : sep));
      rt.release(here);
    }
    const o = H[args + 2 * i];
    const text = H[o + Ob.type] === T.str ? o : rt.own(str(rt, o));
    rt.own(callMethod(rt, file, write, text));
    rt.release(here);
  }
  rt.own(callMethod(rt, file, write, end === 0 ? rt.ident('\n') : end));
  rt.release(here);
  if (flush) rt.own(callMethodText(rt, file, 'flush'));
  return rt.leave(mark, rt.none());
}

/** input(): through sys.stdin and sys.stdout. CPython: builtin_input_impl */
function input(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'input', nargs, 0, 1);
  const stdin = sysObject(rt, 'stdin');
  const stdout = sysObject(rt, 'stdout');
  const stderr = sysObject(rt, 'stderr');
  if (stdin === 0 || stdin === S.None) raise(rt, T.RuntimeError, 'input(): lost sys.stdin');
  if (stdout === 0 || stdout === S.None) raise(rt, T.RuntimeError, 'input(): lost sys.stdout');
  if (stderr === 0 || stderr === S.None) raise(rt, T.RuntimeError, 'input(): lost sys.stderr');
  const mark = rt.mark();
  rt.own(rt.newRef(stdin));
  rt.own(rt.newRef(stdout));
  rt.own(callMethodText(rt, stderr, 'flush'));
  if (nargs === 1) {
    const text = rt.own(str(rt, rt.H[args]));
    rt.own(callMethodText(rt, stdout, 'write', text));
  }
  rt.own(callMethodText(rt, stdout, 'flush'));
  const read = rt.own(getAttr(rt, stdin, rt.ident('readline')));
  const line = rt.own(call0(rt, read));
  if ((rt.H[rt.H[line + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) typeError(rt, 'object.readline() returned non-string');
  const n = rt.H[line + Str.length];
  if (n === 0) raise(rt, T.EOFError, 'EOF when reading a line');
  if (strChar(rt, line, n - 1) === 10) return rt.leave(mark, substring(rt, line, 0, n - 1));
  return rt.leave(mark, rt.newRef(line));
}

export const TEXT_FUNCTIONS: readonly MethodSpec[] = [
  {
    name: 'ascii',
    kind: Meth.O,
    fn: ascii,
    signature: '($module, obj, /)',
    doc: 'Return an ASCII-only representation of an object.\n\nAs repr(), return a string containing a printable representation of an\nobject, but escape the non-ASCII characters in the string returned by\nrepr() using \\\\x, \\\\u or \\\\U escapes. This generates a string similar\nto that returned by repr() in Python 2.',
  },
  {
    name: 'format',
    kind: Meth.FAST,
    fn: format,
    signature: "($module, value, format_spec='', /)",
    doc: "Return value.__format__(format_spec)\n\nformat_spec defaults to the empty string.\nSee the Format Specification Mini-Language section of help('FORMATTING') for\ndetails.",
  },
  {
    name: 'input',
    kind: Meth.FAST,
    fn: input,
    signature: "($module, prompt='', /)",
    doc: 'Read a string from standard input.  The trailing newline is stripped.\n\nThe prompt string, if given, is printed to standard output without a\ntrailing newline before reading input.\n\nIf the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.\nOn *nix systems, readline is used if available.',
  },
  { name: 'ord', kind: Meth.O, fn: ord, signature: '($module, c, /)', doc: 'Return the Unicode code point for a one-character string.' },
  {
    name: 'print',
    signature: "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
    kind: Meth.KEYWORDS,
    fn: print,
    doc: "print(value, ..., sep=' ', end='\\n', file=sys.stdout, flush=False)\n\nPrints the values to a stream, or to sys.stdout by default.\nOptional keyword arguments:\nfile:  a file-like object (stream); defaults to the current sys.stdout.\nsep:   string inserted between values, default a space.\nend:   string appended after the last value, default a newline.\nflush: whether to forcibly flush the stream.",
  },
  {
    name: 'repr',
    kind: Meth.O,
    fn: repr,
    signature: '($module, obj, /)',
    doc: 'Return the canonical string representation of the object.\n\nFor many object types, including most builtins, eval() will return\nan object equal to that object.',
  },
];

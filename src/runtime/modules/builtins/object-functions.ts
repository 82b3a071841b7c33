import { Ob } from '../../../memory/layout.ts';
import { dictGet } from '../../containers/dict-object.ts';
import { builtin } from '../../containers/sequence-iterators.ts';
import { lookupSpecial } from '../../core/abstract/attribute.ts';
import { call, callMethodText } from '../../core/abstract/call.ts';
import { absolute, asCInt, asIndex, divmod as divmodOf, index, power } from '../../core/abstract/number.ts';
import {
  dir as dirOf,
  getAttr,
  hash as hashOf,
  isInstance,
  isSubclass,
  length,
  lookupAttr,
  lookupAttrText,
  setAttr,
} from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { phrase } from '../../core/phrase.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import { Fr } from '../../frames/frame-layout.ts';
import { frameLocals } from '../../frames/frame-locals.ts';
import { newInt, newIntFromSignedHalves } from '../../numbers/int-object.ts';
import { intTextInBase } from '../../numbers/int-text.ts';
import { lengthInt } from '../../types/length-int.ts';

/** Functions of builtins about any object: attributes, classes, numbers, namespaces. CPython: Python/bltinmodule.c */

function isStr(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) !== 0;
}

function abs(rt: Runtime, _self: number, x: number): Owned {
  return absolute(rt, x);
}

function callable(rt: Runtime, _self: number, x: number): Owned {
  return rt.bool(rt.H[rt.H[x + Ob.type] + Tp.call] !== 0);
}

function delattr(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'delattr', nargs, 2, 2);
  setAttr(rt, rt.H[args], rt.H[args + 2], 0);
  return rt.none();
}

function setattr(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'setattr', nargs, 3, 3);
  setAttr(rt, rt.H[args], rt.H[args + 2], rt.H[args + 4]);
  return rt.none();
}

function getattr(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'getattr', nargs, 2, 3);
  const H = rt.H;
  const name = H[args + 2];
  if (!isStr(rt, name)) typeError(rt, phrase(rt, 'attributeName', 'getattr', typeName(rt, name)));
  if (nargs === 2) return getAttr(rt, H[args], name);
  const found = lookupAttr(rt, H[args], name);
  return found !== 0 ? found : rt.newRef(H[args + 4]);
}

function hasattr(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'hasattr', nargs, 2, 2);
  const name = rt.H[args + 2];
  if (!isStr(rt, name)) typeError(rt, phrase(rt, 'attributeName', 'hasattr', typeName(rt, name)));
  const found = lookupAttr(rt, rt.H[args], name);
  if (found === 0) return rt.bool(false);
  rt.decref(found);
  return rt.bool(true);
}

function divmod(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'divmod', nargs, 2, 2);
  return divmodOf(rt, rt.H[args], rt.H[args + 2]);
}

function hash(rt: Runtime, _self: number, x: number): Owned {
  const lo = hashOf(rt, x);
  return newIntFromSignedHalves(rt, lo, rt.hashHi);
}

/** The address in bytes. */
function id(rt: Runtime, _self: number, x: number): Owned {
  return newInt(rt, x * 4);
}

function isinstance(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'isinstance', nargs, 2, 2);
  return rt.bool(isInstance(rt, rt.H[args], rt.H[args + 2]));
}

function issubclass(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'issubclass', nargs, 2, 2);
  return rt.bool(isSubclass(rt, rt.H[args], rt.H[args + 2]));
}

function len(rt: Runtime, _self: number, x: number): Owned {
  return lengthInt(rt, x, length(rt, x));
}

const POW = { name: 'pow', params: ['base', 'exp', 'mod'], required: 2 };

function pow(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, POW, args, nargs, kwnames, [0, 0, 0]);
  return power(rt, given[0], given[1], given[2] === 0 ? S.None : given[2]);
}

const ROUND = { name: 'round', params: ['number', 'ndigits'], required: 1 };

function round(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, ROUND, args, nargs, kwnames, [0, 0]);
  const mark = rt.mark();
  const method = rt.own(lookupSpecial(rt, given[0], rt.ident('__round__')));
  if (method === 0) typeError(rt, `type ${typeName(rt, given[0])} doesn't define __round__ method`);
  const digits = given[1] === 0 || given[1] === S.None ? 0 : given[1];
  const first = rt.nsp;
  if (digits !== 0) rt.push(digits);
  return rt.leave(mark, call(rt, method, first, digits === 0 ? 0 : 1, 0));
}

function inBase(base: number): (rt: Runtime, self: number, x: number) => Owned {
  return (rt, _self, x) => {
    const mark = rt.mark();
    const n = rt.own(index(rt, x));
    return rt.leave(mark, rt.hooks.newStr(rt, intTextInBase(rt, n, base, true)));
  };
}

/** Frame that called the function, 0 when none runs. */
export function currentFrame(rt: Runtime): number {
  return rt.H[Root.frame];
}

/** Globals of the running code, borrowed. CPython: PyEval_GetGlobals */
export function currentGlobals(rt: Runtime): number {
  const frame = currentFrame(rt);
  return frame === 0 ? 0 : rt.H[frame + Fr.globals];
}

/** Locals of the running code as a mapping, new reference; SystemError outside of frames. CPython: PyEval_GetLocals */
export function currentLocals(rt: Runtime): Owned {
  const frame = currentFrame(rt);
  if (frame === 0) raise(rt, T.SystemError, 'frame does not exist');
  return frameLocals(rt, frame);
}

function globals(rt: Runtime): Owned {
  const found = currentGlobals(rt);
  return found === 0 ? rt.none() : rt.newRef(found);
}

function locals(rt: Runtime): Owned {
  return currentLocals(rt);
}

function vars(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'vars', nargs, 0, 1);
  if (nargs === 0) return currentLocals(rt);
  const dict = lookupAttrText(rt, rt.H[args], '__dict__');
  if (dict === 0) typeError(rt, 'vars() argument must have __dict__ attribute');
  return dict;
}

function dir(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'dir', nargs, 0, 1);
  if (nargs === 1) return dirOf(rt, rt.H[args]);
  const mark = rt.mark();
  const names = rt.own(currentLocals(rt));
  const keys = rt.own(callMethodText(rt, names, 'keys'));
  const sorted = builtin(rt, 'sorted');
  const first = rt.push(keys);
  return rt.leave(mark, call(rt, sorted, first, 1, 0));
}

function breakpoint(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const hook = dictGet(rt, rt.H[Root.sysDict], rt.ident('breakpointhook'));
  if (hook === 0) raise(rt, T.RuntimeError, 'lost sys.breakpointhook');
  const mark = rt.mark();
  rt.own(rt.newRef(hook));
  return rt.leave(mark, call(rt, hook, args, nargs, kwnames));
}

/** chr(i). */
function chr(rt: Runtime, _self: number, x: number): Owned {
  const code = rt.model.natives.chrClips ? asIndex(rt, x, 0) : asCInt(rt, x);
  if (code < 0 || code > 0x10ffff) valueError(rt, 'chr() arg not in range(0x110000)');
  return rt.hooks.newStr(rt, String.fromCodePoint(code));
}

export const OBJECT_FUNCTIONS: readonly MethodSpec[] = [
  { name: 'abs', kind: Meth.O, fn: abs, signature: '($module, x, /)', doc: 'Return the absolute value of the argument.' },
  {
    name: 'bin',
    kind: Meth.O,
    fn: inBase(2),
    signature: '($module, number, /)',
    doc: "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   '0b1010101010101010101010'",
  },
  {
    name: 'breakpoint',
    kind: Meth.KEYWORDS,
    fn: breakpoint,
    doc: 'breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept\nwhatever arguments are passed.\n\nBy default, this drops you into the pdb debugger.',
  },
  {
    name: 'callable',
    kind: Meth.O,
    fn: callable,
    signature: '($module, obj, /)',
    doc: 'Return whether the object is callable (i.e., some kind of function).\n\nNote that classes are callable, as are instances of classes with a\n__call__() method.',
  },
  {
    name: 'chr',
    kind: Meth.O,
    fn: chr,
    signature: '($module, i, /)',
    doc: 'Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.',
  },
  {
    name: 'delattr',
    kind: Meth.FAST,
    fn: delattr,
    signature: '($module, obj, name, /)',
    doc: "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y''",
  },
  {
    name: 'dir',
    kind: Meth.FAST,
    fn: dir,
    doc: "dir([object]) -> list of strings\n\nIf called without an argument, return the names in the current scope.\nElse, return an alphabetized list of names comprising (some of) the attributes\nof the given object, and of attributes reachable from it.\nIf the object supplies a method named __dir__, it will be used; otherwise\nthe default dir() logic is used and returns:\n  for a module object: the module's attributes.\n  for a class object:  its attributes, and recursively the attributes\n    of its bases.\n  for any other object: its attributes, its class's attributes, and\n    recursively the attributes of its class's base classes.",
  },
  {
    name: 'divmod',
    kind: Meth.FAST,
    fn: divmod,
    signature: '($module, x, y, /)',
    doc: 'Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.',
  },
  {
    name: 'getattr',
    kind: Meth.FAST,
    fn: getattr,
    doc: "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y.\nWhen a default argument is given, it is returned when the attribute doesn't\nexist; without it, an exception is raised in that case.",
  },
  {
    name: 'globals',
    kind: Meth.NOARGS,
    fn: globals,
    signature: '($module, /)',
    doc: "Return the dictionary containing the current scope's global variables.\n\nNOTE: Updates to this dictionary *will* affect name lookups in the current\nglobal scope and vice-versa.",
  },
  {
    name: 'hasattr',
    kind: Meth.FAST,
    fn: hasattr,
    signature: '($module, obj, name, /)',
    doc: 'Return whether the object has an attribute with the given name.\n\nThis is done by calling getattr(obj, name) and catching AttributeError.',
  },
  {
    name: 'hash',
    kind: Meth.O,
    fn: hash,
    signature: '($module, obj, /)',
    doc: 'Return the hash value for the given object.\n\nTwo objects that compare equal must also have the same hash value, but the\nreverse is not necessarily true.',
  },
  {
    name: 'hex',
    kind: Meth.O,
    fn: inBase(16),
    signature: '($module, number, /)',
    doc: "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'",
  },
  {
    name: 'id',
    kind: Meth.O,
    fn: id,
    signature: '($module, obj, /)',
    doc: "Return the identity of an object.\n\nThis is guaranteed to be unique among simultaneously existing objects.\n(CPython uses the object's memory address.)",
  },
  {
    name: 'isinstance',
    kind: Meth.FAST,
    fn: isinstance,
    signature: '($module, obj, class_or_tuple, /)',
    doc: 'Return whether an object is an instance of a class or of a subclass thereof.\n\nA tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)\nor ...`` etc.',
  },
  {
    name: 'issubclass',
    kind: Meth.FAST,
    fn: issubclass,
    signature: '($module, cls, class_or_tuple, /)',
    doc: "Return whether 'cls' is derived from another class or is the same class.\n\nA tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)\nor ...``.",
  },
  { name: 'len', kind: Meth.O, fn: len, signature: '($module, obj, /)', doc: 'Return the number of items in a container.' },
  {
    name: 'locals',
    kind: Meth.NOARGS,
    fn: locals,
    signature: '($module, /)',
    doc: "Return a dictionary containing the current scope's local variables.\n\nNOTE: Whether or not updates to this dictionary will affect name lookups in\nthe local scope and vice-versa is *implementation dependent* and not\ncovered by any backwards compatibility guarantees.",
  },
  {
    name: 'oct',
    kind: Meth.O,
    fn: inBase(8),
    signature: '($module, number, /)',
    doc: "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'",
  },
  {
    name: 'pow',
    kind: Meth.KEYWORDS,
    fn: pow,
    signature: '($module, /, base, exp, mod=None)',
    doc: 'Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.\n\nSome types, such as ints, are able to use a more efficient algorithm when\ninvoked using the three argument form.',
  },
  {
    name: 'round',
    kind: Meth.KEYWORDS,
    fn: round,
    signature: '($module, /, number, ndigits=None)',
    doc: 'Round a number to a given precision in decimal digits.\n\nThe return value is an integer if ndigits is omitted or None.  Otherwise\nthe return value has the same type as the number.  ndigits may be negative.',
  },
  {
    name: 'setattr',
    kind: Meth.FAST,
    fn: setattr,
    signature: '($module, obj, name, value, /)',
    doc: "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v''",
  },
  {
    name: 'vars',
    kind: Meth.FAST,
    fn: vars,
    doc: 'vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__.',
  },
];

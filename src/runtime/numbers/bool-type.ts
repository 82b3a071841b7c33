import { Ob } from '../../memory/layout.ts';
import { isTrue } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { BitOp, bitwiseInts } from './int-bitwise.ts';
import { isInt, newInt } from './int-object.ts';

/** The type bool. CPython: Objects/boolobject.c */

function repr(rt: Runtime, self: number): Owned {
  return rt.hooks.internStr(rt, self === S.True ? 'True' : 'False');
}

/** bool(x=False, /); also the type's vectorcall. CPython: bool_new, bool_vectorcall */
function newBool(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'bool', kwnames);
  checkPositional(rt, 'bool', nargs, 0, 1);
  return rt.bool(nargs !== 0 && isTrue(rt, rt.H[args]!));
}

/** CPython: bool_invert (3.12 and later) */
function invert(rt: Runtime, self: number): Owned {
  const text = rt.model.wording.deprecated.boolInvert;
  if (text !== null) rt.hooks.issueWarning(rt, T.DeprecationWarning, text, 1);
  return newInt(rt, self === S.True ? -2 : -1);
}

/** Two bools give a bool, anything else is for int. CPython: bool_and, bool_or, bool_xor */
function bitwise(op: BitOp): (rt: Runtime, a: number, b: number) => Owned {
  return (rt, a, b) => {
    if (rt.H[a + Ob.type] === T.bool && rt.H[b + Ob.type] === T.bool) {
      const x = a === S.True;
      const y = b === S.True;
      return rt.bool(op === BitOp.and ? x && y : op === BitOp.or ? x || y : x !== y);
    }
    return isInt(rt, a) && isInt(rt, b) ? bitwiseInts(rt, a, b, op) : rt.notImplemented();
  };
}

export const boolType: TypeSpec = {
  name: 'bool',
  at: T.bool,
  base: T.int,
  basicsize: 24,
  itemsize: 4,
  flags: TpFlag.LONG_SUBCLASS | TpFlag.MATCH_SELF,
  contract: { gc: false, slots: [] },
  slots: {
    dealloc: keepBool,
    repr,
    new: newBool,
    vectorcall: newBool,
    nbInvert: invert,
    nbAnd: bitwise(BitOp.and),
    nbXor: bitwise(BitOp.xor),
    nbOr: bitwise(BitOp.or),
  },
  doc: `bool(x) -> bool

Returns True when the argument x is true, False otherwise.
The builtins True and False are the only two instances of the class bool.
The class bool is a subclass of the class int, and cannot be subclassed.`,
};

/** True and False are static: a count of zero would be a fault elsewhere, which the audit reports. */
function keepBool(): void {}

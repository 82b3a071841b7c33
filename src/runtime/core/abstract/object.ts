import { Ob } from '../../../memory/layout.ts';
import { enterRecursive, subtypeOf, typeError, typeName } from '../errors.ts';
import { Tp, TpFlag } from '../layout.ts';
import type { Owned } from '../ownership.ts';
import type { Runtime } from '../runtime.ts';
import { Cmp, type HashFunc, type Inquiry, type LenFunc, type RichCompare, type Unary } from '../signatures.ts';
import { S, T } from '../static.ts';
import { lookupMethod, lookupSpecial } from './attribute.ts';
import { call0, call1, callMethodText } from './call.ts';
import { sequenceList } from './item.ts';

export {
  assignVersionTag,
  clearTypeCache,
  genericGetAttr,
  genericLookup,
  genericSetAttr,
  getAttr,
  getAttrText,
  getMethod,
  hasAttr,
  isType,
  lookupAttr,
  lookupAttrText,
  lookupMethod,
  lookupSpecial,
  lookupType,
  raiseAttribute,
  raiseNoAttribute,
  setAttr,
  setAttrText,
  typeCheck,
} from './attribute.ts';
export { isInstance, isSubclass } from './class-check.ts';

/** The object protocol: text, hash, comparison, truth, length. CPython: Objects/object.c, Objects/abstract.c */

/** Type of an object, borrowed. */
export function typeOf(rt: Runtime, o: number): number {
  return rt.H[o + Ob.type];
}

/** Is the object a str or an instance of a subclass of str? */
export function isStr(rt: Runtime, o: number): boolean {
  return (rt.H[rt.H[o + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) !== 0;
}

/** repr(o): new str; TypeError when `__repr__` gives no str. CPython: PyObject_Repr */
export function repr(rt: Runtime, o: number): Owned {
  const H = rt.H;
  const slot = H[H[o + Ob.type] + Tp.repr];
  if (slot === 0) return rt.hooks.newStr(rt, `<${typeName(rt, o)} object at ${addressText(o)}>`);
  enterRecursive(rt, ' while getting the repr of an object');
  const r = (rt.fn[slot] as Unary)(rt, o);
  rt.depth--;
  if (!isStr(rt, r)) {
    rt.own(r);
    typeError(rt, `__repr__ returned non-string (type ${typeName(rt, r)})`);
  }
  return r;
}

/** str(o): new str. CPython: PyObject_Str */
export function str(rt: Runtime, o: number): Owned {
  const H = rt.H;
  if (H[o + Ob.type] === T.str) return rt.newRef(o);
  const slot = H[H[o + Ob.type] + Tp.str];
  if (slot === 0) return repr(rt, o);
  enterRecursive(rt, ' while getting the str of an object');
  const r = (rt.fn[slot] as Unary)(rt, o);
  rt.depth--;
  if (!isStr(rt, r)) {
    rt.own(r);
    typeError(rt, `__str__ returned non-string (type ${typeName(rt, r)})`);
  }
  return r;
}

/** ascii(o). CPython: PyObject_ASCII */
export function ascii(rt: Runtime, o: number): Owned {
  const r = repr(rt, o);
  const text = rt.hooks.strText(rt, r);
  let out = '';
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (code < 0x80) out += c;
    else if (code < 0x100) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0x10000) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  if (out === text) return r;
  rt.decref(r);
  return rt.hooks.newStr(rt, out);
}

/** repr(o) as a host string. */
export function reprText(rt: Runtime, o: number): string {
  const s = repr(rt, o);
  const text = rt.hooks.strText(rt, s);
  rt.decref(s);
  return text;
}

/** str(o) as a host string. */
export function strText(rt: Runtime, o: number): string {
  const s = str(rt, o);
  const text = rt.hooks.strText(rt, s);
  rt.decref(s);
  return text;
}

/** Address of an object as messages show it (`%p`), which is id(o) in hexadecimal. */
export function addressText(o: number): string {
  return `0x${(o * 4).toString(16)}`;
}

/** hash(o): low word, high word in rt.hashHi. TypeError for unhashable objects. CPython: PyObject_Hash */
export function hash(rt: Runtime, o: number): number {
  const H = rt.H;
  const slot = H[H[o + Ob.type] + Tp.hash];
  if (slot === 0) return hashNotImplemented(rt, o);
  return (rt.fn[slot] as HashFunc)(rt, o);
}

/** tp_hash of unhashable types. CPython: PyObject_HashNotImplemented */
export function hashNotImplemented(rt: Runtime, o: number): number {
  typeError(rt, `unhashable type: '${typeName(rt, o)}'`);
}

/** tp_hash by identity. CPython: _Py_HashPointer */
export function hashAddress(rt: Runtime, o: number): number {
  rt.hashHi = 0;
  return o >>> 2;
}

const SWAPPED: readonly Cmp[] = [Cmp.GT, Cmp.GE, Cmp.EQ, Cmp.NE, Cmp.LT, Cmp.LE];
const SYMBOLS: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

/** The comparison with operands exchanged. */
export function swappedOp(op: Cmp): Cmp {
  return SWAPPED[op];
}

/** `a op b`: new reference. CPython: PyObject_RichCompare */
export function richCompare(rt: Runtime, a: number, b: number, op: Cmp): Owned {
  const H = rt.H;
  const ta = H[a + Ob.type];
  const tb = H[b + Ob.type];
  enterRecursive(rt, ' in comparison');
  let reversed = false;
  if (ta !== tb) {
    const fb = H[tb + Tp.richcompare];
    if (fb !== 0 && subtypeOf(rt, tb, ta)) {
      reversed = true;
      const r = (rt.fn[fb] as RichCompare)(rt, b, a, SWAPPED[op]);
      if (r !== (S.NotImplemented as number)) {
        rt.depth--;
        return r;
      }
      H[S.NotImplemented]--;
    }
  }
  const fa = H[ta + Tp.richcompare];
  if (fa !== 0) {
    const r = (rt.fn[fa] as RichCompare)(rt, a, b, op);
    if (r !== (S.NotImplemented as number)) {
      rt.depth--;
      return r;
    }
    H[S.NotImplemented]--;
  }
  if (!reversed) {
    const fb = H[tb + Tp.richcompare];
    if (fb !== 0) {
      const r = (rt.fn[fb] as RichCompare)(rt, b, a, SWAPPED[op]);
      if (r !== (S.NotImplemented as number)) {
        rt.depth--;
        return r;
      }
      H[S.NotImplemented]--;
    }
  }
  rt.depth--;
  if (op === Cmp.EQ) return rt.bool(a === b);
  if (op === Cmp.NE) return rt.bool(a !== b);
  typeError(rt, `'${SYMBOLS[op]}' not supported between instances of '${typeName(rt, a)}' and '${typeName(rt, b)}'`);
}

/** Truth of `a op b`; identical objects are equal. CPython: PyObject_RichCompareBool */
export function compareBool(rt: Runtime, a: number, b: number, op: Cmp): boolean {
  if (a === b) {
    if (op === Cmp.EQ) return true;
    if (op === Cmp.NE) return false;
  }
  const r = richCompare(rt, a, b, op) as number;
  if (r === S.True) {
    rt.H[S.True]--;
    return true;
  }
  if (r === S.False) {
    rt.H[S.False]--;
    return false;
  }
  const mark = rt.mark();
  rt.own(r);
  const truth = isTrue(rt, r);
  rt.release(mark);
  return truth;
}

/** bool(o). CPython: PyObject_IsTrue */
export function isTrue(rt: Runtime, o: number): boolean {
  if (o === S.True) return true;
  if (o === S.False || o === S.None) return false;
  const H = rt.H;
  const type = H[o + Ob.type];
  let slot = H[type + Tp.nbBool];
  if (slot !== 0) return (rt.fn[slot] as Inquiry)(rt, o) !== 0;
  slot = H[type + Tp.mpLength];
  if (slot === 0) slot = H[type + Tp.sqLength];
  if (slot !== 0) return (rt.fn[slot] as LenFunc)(rt, o) > 0;
  return true;
}

/** len(o). CPython: PyObject_Size */
export function length(rt: Runtime, o: number): number {
  const H = rt.H;
  const type = H[o + Ob.type];
  let slot = H[type + Tp.sqLength];
  if (slot === 0) slot = H[type + Tp.mpLength];
  if (slot === 0) typeError(rt, `object of type '${typeName(rt, o)}' has no len()`);
  return (rt.fn[slot] as LenFunc)(rt, o);
}

/** format(o, spec); spec 0 = empty. CPython: PyObject_Format */
export function format(rt: Runtime, o: number, spec: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (spec !== 0 && !isStr(rt, spec)) typeError(rt, `Format specifier must be a string, not ${typeName(rt, spec)}`);
  if (spec === 0 || H[spec + Ob.size] === 0) {
    if (type === T.str) return rt.newRef(o);
    if (type === T.int) return str(rt, o);
  }
  const mark = rt.mark();
  const text = spec !== 0 ? spec : rt.own(rt.hooks.newStr(rt, ''));
  const method = rt.own(lookupSpecial(rt, o, rt.ident('__format__')));
  if (method === 0) typeError(rt, `Type ${typeName(rt, o)} doesn't define __format__`);
  const r = call1(rt, method, text);
  if (!isStr(rt, r)) {
    rt.own(r);
    typeError(rt, `__format__ must return a str, not ${typeName(rt, r)}`);
  }
  return rt.leave(mark, r);
}

/** dir(o): new sorted list. CPython: Objects/object.c _dir_object */
export function dir(rt: Runtime, o: number): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupSpecial(rt, o, rt.ident('__dir__')));
  if (method === 0) typeError(rt, 'object does not provide __dir__');
  const names = rt.own(call0(rt, method));
  const list = rt.own(sequenceList(rt, names));
  rt.decref(callMethodText(rt, list, 'sort'));
  return rt.leave(mark, rt.newRef(list));
}

/** Calls special method `name` of the object with no further arguments; NULL when the type has none. */
export function callSpecial(rt: Runtime, o: number, name: string): Owned | 0 {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, o, rt.ident(name)));
  if (method === 0) {
    rt.release(mark);
    return 0;
  }
  const r = rt.methodUnbound ? call1(rt, method, o) : call0(rt, method);
  return rt.leave(mark, r);
}

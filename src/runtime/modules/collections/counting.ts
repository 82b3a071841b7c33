import { Ob } from '../../../memory/layout.ts';
import { dictGetHashed, dictSetHashed } from '../../containers/dict-object.ts';
import { tuple2, tupleItem, tupleSize } from '../../containers/tuple-object.ts';
import { lookupType } from '../../core/abstract/attribute.ts';
import { callMethodText } from '../../core/abstract/call.ts';
import { setItem } from '../../core/abstract/item.ts';
import { forEach } from '../../core/abstract/iteration.ts';
import { add, asIndex } from '../../core/abstract/number.ts';
import { hash } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { indexError, raise, typeError, typeName } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';

/** _count_elements and _tuplegetter. CPython: Modules/_collectionsmodule.c */

/** Counts the items of an iterable in a mapping; dicts whose get and __setitem__ are dict's own take the short way. */
function countElements(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, '_count_elements', nargs, 2, 2);
  const H = rt.H;
  const mapping = H[args]!;
  const iterable = H[args + 2]!;
  const mark = rt.mark();
  const one = rt.own(newInt(rt, 1));
  const type = H[mapping + Ob.type]!;
  const isDict = (H[type + Tp.flags]! & TpFlag.DICT_SUBCLASS) !== 0;
  const plain =
    isDict &&
    lookupType(rt, type, rt.ident('get')) === lookupType(rt, T.dict, rt.ident('get')) &&
    lookupType(rt, type, rt.ident('__setitem__')) === lookupType(rt, T.dict, rt.ident('__setitem__'));
  if (plain) {
    forEach(rt, iterable, (key) => {
      const lo = hash(rt, key);
      const hi = rt.hashHi;
      const old = dictGetHashed(rt, mapping, key, lo, hi);
      if (old === 0) {
        dictSetHashed(rt, mapping, key, lo, hi, one);
        return;
      }
      const here = rt.mark();
      const sum = rt.own(add(rt, old, one));
      dictSetHashed(rt, mapping, key, lo, hi, sum);
      rt.release(here);
    });
  } else {
    const zero = rt.own(newInt(rt, 0));
    forEach(rt, iterable, (key) => {
      const here = rt.mark();
      const old = rt.own(callMethodText(rt, mapping, 'get', key, zero));
      setItem(rt, mapping, key, rt.own(add(rt, old, one)));
      rt.release(here);
    });
  }
  rt.release(mark);
  return rt.none();
}

export const countElementsFunction: MethodSpec = {
  name: '_count_elements',
  kind: Meth.FAST,
  fn: countElements,
  signature: '($module, mapping, iterable, /)',
  doc: 'Count elements in the iterable, updating the mapping',
};

/** _tuplegetter: the descriptor of a field of a named tuple: its index (raw), its doc. */
const enum Getter {
  index = 4,
  doc = 6,
}

function newGetter(rt: Runtime, type: number, args: number, nargs: number): Owned {
  checkPositional(rt, '_tuplegetter', nargs, 2, 2);
  const H = rt.H;
  const index = asIndex(rt, H[args]!);
  const op = allocInstance(rt, type, 0);
  H[op + Getter.index] = index;
  H[op + Getter.doc] = rt.newRef(H[args + 2]!);
  return op;
}

/** CPython: tuplegetter_descr_get */
function get(rt: Runtime, self: number, obj: number): Owned {
  if (obj === 0 || obj === S.None) return rt.newRef(self);
  const index = rt.H[self + Getter.index]!;
  if ((rt.H[rt.H[obj + Ob.type]! + Tp.flags]! & TpFlag.TUPLE_SUBCLASS) === 0) {
    typeError(rt, `descriptor for index '${index}' for tuple subclasses doesn't apply to '${typeName(rt, obj)}' object`);
  }
  if (index < 0 || index >= tupleSize(rt, obj)) indexError(rt, 'tuple index out of range');
  return rt.newRef(tupleItem(rt, obj, index));
}

function set(rt: Runtime, _self: number, _obj: number, value: number): void {
  raise(rt, T.AttributeError, value === 0 ? "can't delete attribute" : "can't set attribute");
}

function reduce(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const index = rt.own(newInt(rt, rt.H[self + Getter.index]!));
  const args = rt.own(tuple2(rt, index, rt.H[self + Getter.doc]!));
  return rt.leave(mark, tuple2(rt, rt.H[self + Ob.type]!, args));
}

function repr(rt: Runtime, self: number): Owned {
  const mark = rt.mark();
  const text = rt.own(callMethodText(rt, rt.H[self + Getter.doc]!, '__repr__'));
  const doc = rt.hooks.strText(rt, text);
  rt.release(mark);
  return rt.hooks.newStr(rt, `_tuplegetter(${rt.H[self + Getter.index]}, ${doc})`);
}

export const tuplegetterType: TypeSpec = {
  name: 'collections._tuplegetter',
  basicsize: 32,
  contract: { gc: true, slots: [{ at: Getter.doc, label: '__doc__' }] },
  slots: { new: newGetter, descrGet: get, descrSet: set, repr },
  methods: [{ name: '__reduce__', kind: Meth.NOARGS, fn: reduce }],
  members: [{ name: '__doc__', at: Getter.doc, kind: 'object' }],
};

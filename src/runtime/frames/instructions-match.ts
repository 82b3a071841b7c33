import { Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { dictDelete, newDict } from '../containers/dict-object.ts';
import { newSet, setAdd, setContains } from '../containers/set-object.ts';
import { newTuple, tupleFromSlots } from '../containers/tuple-object.ts';
import { callMethod } from '../core/abstract/call.ts';
import { isInstance, isType, length, lookupAttr, lookupAttrText, repr } from '../core/abstract/object.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { Fr } from './frame-layout.ts';
import type { InstructionGroup } from './instructions.ts';
import { mergeMapping } from './mapping-merge.ts';
import { replaceTop } from './value-stack.ts';

function getLen(rt: Runtime, _frame: number, sp: number): number {
  rt.H[sp] = newInt(rt, length(rt, rt.H[sp - 2]));
  return sp + 2;
}

function matchFlag(rt: Runtime, sp: number, flag: number): number {
  const H = rt.H;
  H[sp] = rt.bool(H[H[H[sp - 2] + Ob.type] + Tp.flags] & flag);
  return sp + 2;
}

/** subject, keys -> subject, keys, values | None, bool. CPython: Python/ceval.c match_keys */
function matchKeys(rt: Runtime, _frame: number, sp: number): number {
  const H = rt.H;
  const subject = H[sp - 4];
  const keys = H[sp - 2];
  const n = H[keys + Ob.size];
  const mark = rt.mark();
  if (n === 0) {
    H[sp] = newTuple(rt, 0);
    H[sp + 2] = rt.bool(true);
    return sp + 4;
  }
  const get = rt.own(lookupAttrText(rt, subject, 'get'));
  const seen = rt.own(newSet(rt));
  // what `get` gives for an absent key
  const absent = rt.own(newDict(rt));
  const first = rt.nsp;
  let complete = true;
  for (let i = 0; i < n; i++) {
    const key = H[keys + Tuple.items + 2 * i];
    if (setContains(rt, seen, key)) {
      const text = rt.own(repr(rt, key));
      valueError(rt, `mapping pattern checks duplicate key (${rt.hooks.strText(rt, text)})`);
    }
    setAdd(rt, seen, key);
    const value = get === 0 ? NULL : callMethod(rt, subject, rt.ident('get'), key, absent);
    if (value === 0 || value === absent) {
      if (value !== 0) rt.decref(value);
      complete = false;
      break;
    }
    rt.own(value);
  }
  if (complete) {
    H[sp] = tupleFromSlots(rt, first, n);
    H[sp + 2] = rt.bool(true);
  } else {
    H[sp] = rt.none();
    H[sp + 2] = rt.bool(false);
  }
  rt.release(mark);
  return sp + 4;
}

/** Value of attribute `name` for a class pattern, NULL when absent; a repeated name is a TypeError. CPython: match_class_attr */
function classAttribute(rt: Runtime, subject: number, type: number, name: number, seen: Set<string>): Owned {
  const text = rt.hooks.strText(rt, name);
  if (seen.has(text)) typeError(rt, `${nameOf(rt, type)}() got multiple sub-patterns for attribute '${text}'`);
  seen.add(text);
  return lookupAttr(rt, subject, name);
}

function nameOf(rt: Runtime, type: number): string {
  return rt.hooks.strText(rt, rt.H[type + Tp.name]);
}

/** subject, class, names -> attributes | subject, bool. CPython: Python/ceval.c match_class */
function matchClass(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const names = H[sp - 2];
  const type = H[sp - 4];
  const subject = H[sp - 6];
  const mark = rt.mark();
  if (!isType(rt, type)) typeError(rt, phrase(rt, 'classPattern'));
  const first = rt.nsp;
  let count = 0;
  let matched = isInstance(rt, subject, type);
  if (matched) {
    const seen = new Set<string>();
    if (n > 0) {
      const args = lookupAttrText(rt, type, '__match_args__');
      rt.own(args);
      let matchSelf = false;
      let given = 0;
      if (args !== 0) {
        if (H[args + Ob.type] !== T.tuple) typeError(rt, `${nameOf(rt, type)}.__match_args__ must be a tuple (got ${typeName(rt, args)})`);
        given = H[args + Ob.size];
      } else {
        matchSelf = (H[type + Tp.flags] & TpFlag.MATCH_SELF) !== 0;
        given = matchSelf ? 1 : 0;
      }
      if (given < n) {
        typeError(rt, `${nameOf(rt, type)}() accepts ${given} positional sub-pattern${given === 1 ? '' : 's'} (${n} given)`);
      }
      if (matchSelf) {
        rt.own(rt.newRef(subject));
        count = 1;
      } else {
        for (let i = 0; i < n && matched; i++) {
          const name = H[args + Tuple.items + 2 * i];
          if (H[name + Ob.type] !== T.str) typeError(rt, `__match_args__ elements must be strings (got ${typeName(rt, name)})`);
          const value = classAttribute(rt, subject, type, name, seen);
          if (value === 0) matched = false;
          else {
            rt.own(value);
            count++;
          }
        }
      }
    }
    for (let i = 0; i < H[names + Ob.size] && matched; i++) {
      const value = classAttribute(rt, subject, type, H[names + Tuple.items + 2 * i], seen);
      if (value === 0) matched = false;
      else {
        rt.own(value);
        count++;
      }
    }
  }
  if (matched) {
    const from = rt.nsp - 2 * count;
    H[sp - 6] = tupleFromSlots(rt, Math.max(from, first), count);
    rt.own(subject);
  }
  H[sp - 4] = rt.bool(matched);
  sp -= 2;
  rt.own(type);
  rt.own(names);
  H[frame + Fr.sp] = sp;
  rt.release(mark);
  return sp;
}

/** subject, keys -> subject, rest */
function copyWithoutKeys(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const keys = H[sp - 2];
  const mark = rt.mark();
  const rest = rt.own(newDict(rt));
  mergeMapping(rt, rest, H[sp - 4], false);
  for (let i = 0; i < H[keys + Ob.size]; i++) dictDelete(rt, rest, H[keys + Tuple.items + 2 * i]);
  rt.unown(rest);
  rt.release(mark);
  return replaceTop(rt, frame, sp, rest);
}

export const matchInstructions: InstructionGroup = [
  [Op.GET_LEN, getLen],
  [Op.MATCH_MAPPING, (rt, _frame, sp) => matchFlag(rt, sp, TpFlag.MAPPING)],
  [Op.MATCH_SEQUENCE, (rt, _frame, sp) => matchFlag(rt, sp, TpFlag.SEQUENCE)],
  [Op.MATCH_KEYS, matchKeys],
  [Op.MATCH_CLASS, matchClass],
  [Op.COPY_DICT_WITHOUT_KEYS, copyWithoutKeys],
];

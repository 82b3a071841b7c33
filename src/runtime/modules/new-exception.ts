import { dictSetText, newDict } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call3 } from '../core/abstract/call.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newStr } from '../text/str-object.ts';

/** A new exception class `module.name` of a native module. CPython: PyErr_NewException */
export function newException(rt: Runtime, module: string, name: string, base: number = T.Exception): Owned {
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  dictSetText(rt, dict, '__module__', rt.own(newStr(rt, module)));
  const bases = rt.own(tupleOf(rt, base));
  return rt.leave(mark, call3(rt, T.type, rt.own(newStr(rt, name)), bases, dict));
}

import { Ob } from '../../memory/layout.ts';
import { typeError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import { InternalError, type Runtime } from '../core/runtime.ts';
import { type Call, Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr } from '../text/str-object.ts';

/** NoneType, NotImplementedType, ellipsis. CPython: Objects/object.c, Objects/sliceobject.c */

function immortal(rt: Runtime, op: number): void {
  // the interpreter's own reference is never given back while it runs
  throw new InternalError(`singleton at ${op} lost its last reference (${rt.H[op]})`);
}

function singletonCall(name: string, value: S): Call {
  return (rt, _type, _args, nargs, kwnames): Owned => {
    if (nargs !== 0 || (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0)) typeError(rt, `${name} takes no arguments`);
    return rt.newRef(value);
  };
}

/** The same in every process (3.12 on). CPython: none_hash */
function noneHash(rt: Runtime): number {
  rt.hashHi = 0;
  return 0xfca86420 | 0;
}

function textOf(text: string): (rt: Runtime) => Owned {
  return (rt) => newStr(rt, text);
}

/** CPython: notimplemented_bool */
function notImplementedTruth(rt: Runtime): number {
  const { notImplementedTruth, notImplementedTruthFails } = rt.model.wording.deprecated;
  if (notImplementedTruth !== null) {
    if (notImplementedTruthFails) typeError(rt, notImplementedTruth);
    rt.hooks.issueWarning(rt, T.DeprecationWarning, notImplementedTruth, 1);
  }
  return 1;
}

const reduceTo = (name: string) => [{ name: '__reduce__', kind: Meth.NOARGS, fn: (rt: Runtime): Owned => newStr(rt, name) }];

export const singletonTypes: readonly TypeSpec[] = [
  {
    name: 'NoneType',
    at: T.NoneType,
    basicsize: 16,
    slots: { dealloc: immortal, repr: textOf('None'), hash: noneHash, nbBool: () => 0, new: singletonCall('NoneType', S.None) },
  },
  {
    name: 'NotImplementedType',
    at: T.NotImplementedType,
    basicsize: 16,
    slots: {
      dealloc: immortal,
      repr: textOf('NotImplemented'),
      nbBool: notImplementedTruth,
      new: singletonCall('NotImplementedType', S.NotImplemented),
    },
    methods: reduceTo('NotImplemented'),
  },
  {
    name: 'ellipsis',
    at: T.ellipsis,
    basicsize: 16,
    slots: { dealloc: immortal, repr: textOf('Ellipsis'), new: singletonCall('EllipsisType', S.Ellipsis) },
    methods: reduceTo('Ellipsis'),
  },
];

import { Ob } from '../../../memory/layout.ts';
import { call2 } from '../../core/abstract/call.ts';
import { richCompare } from '../../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { raise, typeError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type Cmp, Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { nativeType } from '../itertools/iterator-type.ts';

/** cmp_to_key. CPython: Modules/_functoolsmodule.c keyobject */
const enum At {
  compare = 4,
  object = 6,
}
const NAME = 'functools.KeyWrapper';
const CALL: ParameterSpec = { name: 'K', params: ['obj'], required: 1 };
const CMP_TO_KEY: ParameterSpec = { name: 'cmp_to_key', params: ['mycmp'], required: 1 };

function newKey(rt: Runtime, compare: number, object: number): Owned {
  const op = allocInstance(rt, nativeType(rt, NAME), 0);
  rt.H[op + At.compare] = rt.newRef(compare);
  if (object !== 0) rt.H[op + At.object] = rt.newRef(object);
  return op;
}

function callKey(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, CALL, args, nargs, kwnames, []);
  return newKey(rt, rt.H[self + At.compare]!, out[0]!);
}

/** CPython: keyobject_richcompare */
function compareKeys(rt: Runtime, a: number, b: number, op: number): Owned {
  const H = rt.H;
  if (H[b + Ob.type] !== nativeType(rt, NAME)) typeError(rt, 'other argument must be K instance');
  const x = H[a + At.object]!;
  const y = H[b + At.object]!;
  if (x === 0 || y === 0) raise(rt, T.AttributeError, 'object');
  const mark = rt.mark();
  const order = rt.own(call2(rt, H[a + At.compare]!, x, y));
  const zero = rt.own(newInt(rt, 0));
  return rt.leave(mark, richCompare(rt, order, zero, op as Cmp));
}

export const keyWrapperType: TypeSpec = {
  name: NAME,
  basicsize: 32,
  contract: {
    gc: true,
    slots: [
      { at: At.compare, label: 'cmp' },
      { at: At.object, label: 'obj' },
    ],
  },
  slots: { call: callKey, richcompare: compareKeys },
  members: [{ name: 'obj', at: At.object, kind: 'object', doc: 'Value wrapped by a key function.' }],
  unhashable: true,
};

function cmpToKey(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, CMP_TO_KEY, args, nargs, kwnames, []);
  return newKey(rt, out[0]!, 0);
}

export const cmpToKeyFunction: MethodSpec = {
  name: 'cmp_to_key',
  kind: Meth.KEYWORDS,
  fn: cmpToKey,
  doc: 'Convert a cmp= function into a key= function.',
};

import { Ob } from '../../memory/layout.ts';
import type { Model } from '../../models/model.ts';
import { dictLength, dictNext, nextKey, nextValue } from '../containers/dict-object.ts';
import { instanceDictSet } from '../containers/instance-dict.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { isStr } from '../core/abstract/object.ts';
import { typeError } from '../core/errors.ts';
import { Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { descriptorTypes } from './descriptors.ts';
import { genericAliasType, newGenericAlias } from './generic-alias.ts';
import { mappingProxyType } from './mappingproxy.ts';
import { methodHolderTypes } from './method-holders.ts';
import { namespaceType } from './namespace.ts';
import { objectType } from './object-object.ts';
import { propertyType } from './property.ts';
import { singletonTypes } from './singleton-types.ts';
import { superType } from './super-object.ts';
import { annotatedTypeType, typeType } from './type-object.ts';
import { unionType } from './union.ts';
import { weakrefTypes } from './weakref-types.ts';

/** The types of this folder as a model has them, object and type first. */
export const coreTypes = (model: Model): readonly TypeSpec[] => [
  objectType,
  model.compiler.lazyAnnotations ? annotatedTypeType : typeType,
  ...weakrefTypes,
  ...singletonTypes,
  ...descriptorTypes,
  ...methodHolderTypes,
  propertyType,
  superType,
  mappingProxyType,
  namespaceType,
  genericAliasType,
  unionType,
];

/** Services that the general layers need of this folder, and the collector's treatment of weak references. Nothing is allocated. */
export function setUpTypes(rt: Runtime): void {
  const { hooks } = rt;
  hooks.setInstanceAttr = (r, op, slot, name, value) => instanceDictSet(r, r.H[op + Ob.type], slot, name, value);
  hooks.newGenericAlias = (r, origin, args) => newGenericAlias(r, origin, args);
  hooks.unpackKeywords = (r, dict) => {
    const H = r.H;
    const n = dictLength(r, dict);
    const mark = r.mark();
    const names = r.own(newTuple(r, n));
    let i = 0;
    for (let pos = dictNext(r, dict, 0); pos >= 0 && i < n; pos = dictNext(r, dict, pos), i++) {
      const key = nextKey(r);
      if (!isStr(r, key)) typeError(r, 'keywords must be strings');
      H[names + Tuple.items + 2 * i] = r.newRef(key);
    }
    if (n > 0) r.track(names);
    // the tuple leaves the stack before the values go on it, in order
    r.unown(names);
    if (r.mark() !== mark) throw new Error('unpackKeywords: native stack');
    for (let pos = dictNext(r, dict, 0); pos >= 0; pos = dictNext(r, dict, pos)) r.own(r.newRef(nextValue(r)));
    return names as ReturnType<typeof newTuple>;
  };
}

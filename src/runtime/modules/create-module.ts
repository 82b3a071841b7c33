import { dictSetText } from '../containers/dict-object.ts';
import { packing } from '../core/abstract/packed-arguments.ts';
import { Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { newBuiltin } from '../frames/builtin-function.ts';
import { moduleDict, newModule } from '../frames/module-object.ts';
import { newFloat } from '../numbers/float-object.ts';
import { newInt, newIntBig } from '../numbers/int-object.ts';
import { internStr } from '../text/interning.ts';
import { newStr, strText } from '../text/str-object.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeTypeAddress } from './native-type.ts';

type Constant = NonNullable<ModuleSpec['constants']>[string];

function constant(rt: Runtime, value: Constant): Owned {
  switch (typeof value) {
    case 'string':
      return newStr(rt, value);
    case 'bigint':
      return newIntBig(rt, value);
    case 'boolean':
      return rt.bool(value);
    case 'number':
      return newInt(rt, value);
    default:
      return value === null ? rt.none() : newFloat(rt, value.float);
  }
}

/** Stores an owned value under a name in a module's dict; steals it. */
export function setModuleValue(rt: Runtime, module: number, name: string, value: Owned): void {
  const mark = rt.mark();
  dictSetText(rt, moduleDict(rt, module), name, rt.own(value));
  rt.release(mark);
}

/**
 * Makes the module object of a native module, fills its dict and runs its exec function. New reference.
 * CPython: PyModule_FromDefAndSpec2, PyModule_ExecDef
 */
export function createModule(rt: Runtime, spec: ModuleSpec): Owned {
  const mark = rt.mark();
  const name = rt.own(internStr(rt, spec.name));
  const module = rt.own(newModule(rt, name));
  setModuleValue(rt, module, '__doc__', spec.doc === undefined ? rt.none() : newStr(rt, spec.doc));
  const absent = rt.model.absent[spec.name] ?? [];
  for (const f of packing(rt, spec.name, spec.functions ?? [])) {
    if (!absent.includes(f.name)) setModuleValue(rt, module, f.name, newBuiltin(rt, f, module, name));
  }
  for (const t of spec.privateTypes ?? []) nativeTypeAddress(rt, t);
  for (const t of spec.types ?? []) {
    const type = nativeTypeAddress(rt, t);
    setModuleValue(rt, module, strText(rt, rt.H[type + Tp.name]!).replace(/^.*\./, ''), rt.newRef(type));
  }
  for (const [key, value] of Object.entries(spec.constants ?? {})) setModuleValue(rt, module, key, constant(rt, value));
  spec.exec?.(rt, module);
  const made = rt.newRef(module);
  rt.release(mark);
  return made;
}

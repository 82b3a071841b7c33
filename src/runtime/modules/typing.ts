import { dictSetText } from '../containers/dict-object.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { moduleDict } from '../frames/module-object.ts';
import { readyTypingTypes, typingTypes } from '../types/typing/intrinsics.ts';
import { noDefault } from '../types/typing/type-param.ts';
import type { ModuleSpec } from './module-spec.ts';

/** _typing. CPython: Modules/_typingmodule.c */
export const typingModule: ModuleSpec = {
  name: '_typing',
  doc: 'Primitives and accelerators for the typing module.\n',
  functions: [{ name: '_idfunc', kind: Meth.O, fn: (rt: Runtime, _module: number, x: number) => rt.newRef(x), signature: '($module, x, /)' }],
  exec(rt, module) {
    readyTypingTypes(rt);
    const dict = moduleDict(rt, module);
    for (const spec of typingTypes) dictSetText(rt, dict, spec.name.slice('typing.'.length), rt.types.get(spec.name)!);
    dictSetText(rt, dict, 'NoDefault', noDefault(rt));
  },
};

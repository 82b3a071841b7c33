import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { setTypeAttribute } from '../../types/type-ready.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { contextType, copyCurrent } from './context-object.ts';
import { contextVarType, missing, missingType, tokenType } from './context-var.ts';

/** _contextvars. CPython: Modules/_contextvarsmodule.c, Python/context.c */
export const contextvarsModule: ModuleSpec = {
  name: '_contextvars',
  doc: 'Context Variables',
  types: [contextType, contextVarType, tokenType],
  privateTypes: [missingType],
  functions: [{ name: 'copy_context', kind: Meth.NOARGS, fn: (rt: Runtime) => copyCurrent(rt), signature: '($module, /)' }],
  exec(rt) {
    setTypeAttribute(rt, nativeTypeAddress(rt, tokenType), 'MISSING', rt.newRef(missing(rt)));
  },
};

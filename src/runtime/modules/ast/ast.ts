import { moduleDict } from '../../frames/module-object.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { makeNodeClasses } from './node-classes.ts';

/** _ast: the node classes. CPython: Python/Python-ast.c */
export const astModule: ModuleSpec = {
  name: '_ast',
  constants: { PyCF_ALLOW_TOP_LEVEL_AWAIT: 8192, PyCF_ONLY_AST: 1024, PyCF_OPTIMIZED_AST: 33792, PyCF_TYPE_COMMENTS: 4096 },
  exec: (rt, module) => makeNodeClasses(rt, moduleDict(rt, module)),
};

import { dictSetText } from '../containers/dict-object.ts';
import { Module, Tp } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { exceptionTypes } from '../exceptions/specs.ts';
import { strText } from '../text/str-object.ts';
import { ANEXT_AWAITABLE_TYPE } from './builtins/anext-awaitable.ts';
import { CODE_FUNCTIONS } from './builtins/code-functions.ts';
import { ITERATION_FUNCTIONS } from './builtins/iteration-functions.ts';
import { OBJECT_FUNCTIONS } from './builtins/object-functions.ts';
import { TEXT_FUNCTIONS } from './builtins/text-functions.ts';
import type { ModuleSpec } from './module-spec.ts';

/** Types by their place in the module, in CPython's order. */
const TYPES: readonly number[] = [
  T.bool,
  T.memoryview,
  T.bytearray,
  T.bytes,
  T.classmethod,
  T.complex,
  T.dict,
  T.enumerate,
  T.filter,
  T.float,
  T.frozenset,
  T.property,
  T.int,
  T.list,
  T.map,
  T.object,
  T.range,
  T.reversed,
  T.set,
  T.slice,
  T.staticmethod,
  T.str,
  T.super,
  T.tuple,
  T.type,
  T.zip,
];

/** Constants and types. CPython: Python/bltinmodule.c _PyBuiltin_Init, Objects/exceptions.c _PyBuiltins_AddExceptions */
function fill(rt: Runtime, module: number): void {
  const dict = rt.H[module + Module.dict];
  dictSetText(rt, dict, 'None', S.None);
  dictSetText(rt, dict, 'Ellipsis', S.Ellipsis);
  dictSetText(rt, dict, 'NotImplemented', S.NotImplemented);
  dictSetText(rt, dict, 'False', S.False);
  dictSetText(rt, dict, 'True', S.True);
  for (const type of TYPES) dictSetText(rt, dict, strText(rt, rt.H[type + Tp.name]), type);
  dictSetText(rt, dict, '__debug__', rt.stateOf('optimize', () => ({ level: 0 })).level === 0 ? S.True : S.False);
  for (const spec of exceptionTypes(rt.model)) {
    if (spec.at !== undefined && spec.at >= T.BaseException && !spec.name.includes('.')) dictSetText(rt, dict, spec.name, spec.at);
  }
  dictSetText(rt, dict, 'EnvironmentError', T.OSError);
  dictSetText(rt, dict, 'IOError', T.OSError);
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The module of builtin names. `open` is put into it when the standard streams are made. */
export const builtinsModule: ModuleSpec = {
  name: 'builtins',
  doc: "Built-in functions, exceptions, and other objects.\n\nNoteworthy: None is the `nil' object; Ellipsis represents `...' in slices.",
  functions: [...CODE_FUNCTIONS, ...OBJECT_FUNCTIONS, ...ITERATION_FUNCTIONS, ...TEXT_FUNCTIONS].sort(byName),
  privateTypes: [ANEXT_AWAITABLE_TYPE],
  exec: fill,
};

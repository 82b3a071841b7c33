import type { Runtime } from '../core/runtime.ts';
import type { MethodSpec } from '../core/signatures.ts';
import type { TypeSpec } from '../core/type-spec.ts';

/** A native module: what CPython has as a C extension or builtin module. */
export interface ModuleSpec {
  name: string;
  doc?: string;
  /** Last release (11 for 3.11) whose library asks for it; later libraries do not find it. */
  libraryUpTo?: number;
  /** Functions; their `self` is the module object. */
  functions?: readonly MethodSpec[];
  /** Types made when the module is first imported and put into its dict under the last part of their name. */
  types?: readonly TypeSpec[];
  /** Types that are made but not exported. */
  privateTypes?: readonly TypeSpec[];
  /** Plain values for the module dict. */
  constants?: Readonly<Record<string, number | string | bigint | boolean | null | { readonly float: number }>>;
  /** Runs last; `module` is borrowed. CPython: the Py_mod_exec slot. */
  exec?(rt: Runtime, module: number): void;
}

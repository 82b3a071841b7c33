import { TpFlag } from '../core/layout.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';

/** Bytes of an instance by the class that defines its layout. */
const SIZES: ReadonlyMap<number, number> = new Map<number, number>([
  [T.ImportError, 96],
  [T.OSError, 104],
  [T.ConnectionError, 104],
  [T.NameError, 72],
  [T.SyntaxError, 128],
  [T.IndentationError, 128],
]);

/** A class that adds nothing to its base but its name. CPython: SimpleExtendsException */
export function plainException(name: string, at: number, base: number): TypeSpec {
  return { name, at, base, basicsize: SIZES.get(base) ?? 64, flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS, slots: {} };
}

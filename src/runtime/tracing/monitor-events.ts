/** Events of sys.monitoring by name, in the order of their bits. CPython: Include/internal/pycore_instruments.h */

/** CPython 3.12 and 3.13. */
const NAMES = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
] as const;

/** Since 3.14 a branch has two sides; BRANCH is left for old tools, at the end. */
const SIDED = [...NAMES.slice(0, 8), 'BRANCH_LEFT', 'BRANCH_RIGHT', ...NAMES.slice(9), 'BRANCH'] as const;

export type EventName = (typeof NAMES)[number] | 'BRANCH_LEFT' | 'BRANCH_RIGHT';

/** The events of a release. */
export interface MonitorEvents {
  readonly names: readonly EventName[];
  readonly bits: ReadonlyMap<EventName, number>;
  /** Events that belong to a place in the code: they can be set for one code object, and disabled. */
  readonly local: number;
  readonly all: number;
}

const NOT_LOCAL: readonly EventName[] = ['RAISE', 'EXCEPTION_HANDLED', 'PY_UNWIND', 'PY_THROW', 'RERAISE'];

/** `sided`: branches have two events. */
export function monitorEvents(sided: boolean): MonitorEvents {
  const names: readonly EventName[] = sided ? (SIDED as readonly EventName[]) : NAMES;
  const bits = new Map(names.map((name, i) => [name, 1 << i]));
  const all = names.reduce((sum, name) => sum | bits.get(name)!, 0);
  const local = names.reduce((sum, name) => (NOT_LOCAL.includes(name) || name === 'C_RETURN' || name === 'C_RAISE' ? sum : sum | bits.get(name)!), 0);
  return { names, bits, local, all };
}

/** `-X tracemalloc[=N]` and PYTHONTRACEMALLOC: tracing of allocations from the start. CPython: Python/initconfig.c config_init_tracemalloc */

const MAX_INT = 2 ** 31 - 1;

/** A value that is no number of frames, as CPython words it. */
export class TraceOptionError extends Error {
  override readonly name = 'TraceOptionError';
  constructor(what: string) {
    super(`Fatal Python error: config_init_tracemalloc: ${what}: invalid number of frames\nPython runtime state: preinitialized\n\n`);
  }
}

/** Frames to keep of each allocation, 0 for no tracing. `variable`: PYTHONTRACEMALLOC, which -X goes before. Throws TraceOptionError. */
export function tracedFrames(xOptions: readonly string[], variable: string | undefined): number {
  const option = xOptions.filter((word) => /^tracemalloc(=|$)/.test(word)).at(-1);
  if (option === 'tracemalloc') return 1;
  const isOption = option !== undefined;
  const text = isOption ? option.slice('tracemalloc='.length) : (variable ?? '');
  if (text === '') return 0;
  const n = /^\s*[+-]?\d+$/.test(text) ? Number(text) : -1;
  if (n < 0 || n > MAX_INT) throw new TraceOptionError(isOption ? '-X tracemalloc=NFRAME' : 'PYTHONTRACEMALLOC');
  return n;
}

/** x ** y for finite x > 0, as close to correctly rounded as C's pow. */
export function power(x: number, y: number): number {
  if (y === 0.5) return Math.sqrt(x);
  if (y === -1) return 1 / x;
  return x ** y;
}

export const { exp, log, log2, log10 } = Math;

/** 2 ** x. */
export function exp2(x: number): number {
  return 2 ** x;
}

/** Circular functions as close to correctly rounded as C's. */
export const { acos, asin, atan, cos, sin, tan } = Math;

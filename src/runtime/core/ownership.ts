declare const owned: unique symbol;

/**
 * An address together with one counted reference that the holder must give back or hand on.
 * A plain `number` is a borrowed address: valid as long as something else keeps it alive.
 * The brand makes "returned a borrowed reference as a new one" a type error; use rt.newRef().
 */
export type Owned = number & { readonly [owned]: true };

/** The absent reference of functions that may find nothing. */
export const NULL = 0 as Owned;

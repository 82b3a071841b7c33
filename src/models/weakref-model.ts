/** What a release has of weak references, as data. */
export interface WeakrefModel {
  /** Calling a reference checks its arguments by a format string (to 3.10). */
  readonly callFormat: boolean;
  /** weakref.proxy takes a tuple of arguments, so that messages do not name its module (to 3.10). */
  readonly proxyTuple: boolean;
  /** `_remove_dead_weakref` parses its arguments by a format string (to 3.7). */
  readonly removeFormat: boolean;
  /** next() of a proxy of what is no iterator says that it cannot be iterated (to 3.8). */
  readonly nextIterable: boolean;
  /** The repr of a dead proxy says "dead" (3.13+), or names None's type. */
  readonly deadProxy: boolean;
  /** The only reference to an object that dies is held while its callback runs, as several always are (3.13+). */
  readonly holdsSingle: boolean;
}

/** CPython 3.6 and 3.7. */
export const weakrefs3_6: WeakrefModel = {
  callFormat: true,
  proxyTuple: true,
  removeFormat: true,
  nextIterable: true,
  deadProxy: false,
  holdsSingle: false,
};

/** CPython 3.8. */
export const weakrefs3_8: WeakrefModel = { ...weakrefs3_6, removeFormat: false };

/** CPython 3.9 and 3.10. */
export const weakrefs3_9: WeakrefModel = { ...weakrefs3_8, nextIterable: false };

/** CPython 3.11 and 3.12. */
export const weakrefs3_11: WeakrefModel = { ...weakrefs3_9, callFormat: false, proxyTuple: false };

/** CPython 3.13 and later. */
export const weakrefs3_13: WeakrefModel = { ...weakrefs3_11, deadProxy: true, holdsSingle: true };

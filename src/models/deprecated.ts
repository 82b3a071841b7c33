/** What native code warns of in a release: the text of the warning, null = no warning. */
export interface Deprecated {
  /** `~` of a bool (3.12+). */
  readonly boolInvert: string | null;
  /** NotImplemented as a condition (3.9+); an error from 3.14 on. */
  readonly notImplementedTruth: string | null;
  readonly notImplementedTruthFails: boolean;
  /** int() of an object that has only `__trunc__` (3.11 to 3.13). */
  readonly trunc: string | null;
  /** Pickling and copying iterators of itertools (3.12, 3.13). */
  readonly itertoolsState: string | null;
  /** A partial object found in a class through an instance, a FutureWarning (3.13); where there is none a method (3.14+). */
  readonly partialInClass: string | null;
}

/** CPython 3.6 to 3.8. */
export const deprecated3_6: Deprecated = {
  boolInvert: null,
  notImplementedTruth: null,
  notImplementedTruthFails: false,
  trunc: null,
  itertoolsState: null,
  partialInClass: null,
};

/** CPython 3.9 and 3.10. */
export const deprecated3_9: Deprecated = { ...deprecated3_6, notImplementedTruth: 'NotImplemented should not be used in a boolean context' };

/** CPython 3.11. */
export const deprecated3_11: Deprecated = { ...deprecated3_9, trunc: 'The delegation of int() to __trunc__ is deprecated.' };

const BOOL_INVERT =
  "This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.";

/** CPython 3.12. */
export const deprecated3_12: Deprecated = {
  ...deprecated3_11,
  boolInvert: `Bitwise inversion '~' on bool is deprecated. ${BOOL_INVERT}`,
  itertoolsState: 'Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.',
};

/** CPython 3.13. */
export const deprecated3_13: Deprecated = {
  ...deprecated3_12,
  boolInvert: `Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. ${BOOL_INVERT}`,
  partialInClass:
    'functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if you want to preserve the old behavior',
};

/** CPython 3.14 and later. */
export const deprecated3_14: Deprecated = {
  ...deprecated3_13,
  notImplementedTruthFails: true,
  trunc: null,
  itertoolsState: null,
  partialInClass: null,
};

/** What the compiler does differently from one CPython release to another, as data. */

export interface CompileModel {
  /** 3.8+: equal constants are one object across all code objects of one compilation; before, per code object. */
  readonly mergeConstantsAcrossCode: boolean;
  /** 3.7+: constants are folded in the syntax tree, so the results belong to the arena too; before, by a peephole pass. */
  readonly foldInTree: boolean;
  /** 3.7 to 3.13: what was folded belongs to the arena; from 3.14 on folding comes after the tree. */
  readonly foldedInArena: boolean;
  /** 3.12+: list, set and dict comprehensions are part of the code around them. */
  readonly inlineComprehensions: boolean;
  /** 3.10+: annotations of functions are a flat tuple; before, a dict. */
  readonly annotationsAsTuple: boolean;
  /** Up to 3.10: code without cell and free variables has CO_NOFREE. */
  readonly noFreeFlag: boolean;
  /** 3.9+: displays of three or more constants are built from one constant tuple. */
  readonly displaysFromTuple: boolean;
  /** References the arena has of a bytes literal: 2 in 3.12 and 3.13. */
  readonly arenaBytesReferences: number;
  /** 3.9 to 3.11: the arena keeps the bytes of every token, and a number for each time that it is read. */
  readonly tokensInArena: boolean;
  /** 3.8 to 3.11: the parts of an f-string stand where the whole string does. */
  readonly formattedAtString: boolean;
  /** 3.9+: `f(**mapping)` copies the mapping into a dict; before, the call takes it as it is. */
  readonly copiesKeywords: boolean;
  /** 3.8+: a list display that is only iterated over or searched is a tuple; before, when its items are constants. */
  readonly iteratedTuples: boolean;
  /** 3.6: `owner.name()` makes a bound method and calls that. */
  readonly bindsMethods: boolean;
  /** 3.11+: a call has one instruction more (PUSH_NULL), which counts where short exits are copied. */
  readonly pushNull: boolean;
  /** 3.15+: GET_ITER may leave what is iterated over on the stack, so that a local loaded for it is not borrowed. */
  readonly iterablesStay: boolean;
  /** 3.14: the pass for LOAD_FAST_BORROW does not go on behind an empty block, such as `while True` leaves that ends with `break`. */
  readonly emptyBlocksHide: boolean;
  /** 3.12+: the warning of a literal compared by identity names its type. */
  readonly literalTypesNamed: boolean;
  /** 3.14+: a warning of what leaves a `finally` block by return, break or continue. */
  readonly warnsOfFinally: boolean;
  /** 3.14+: annotations are computed when asked for, by a function `__annotate__` (PEP 649). */
  readonly lazyAnnotations: boolean;
  /** 3.13+: a class has `__firstlineno__` and `__static_attributes__`. */
  readonly classPlaces: boolean;
  /** 3.11+: `'%s' % (value,)` is compiled as an f-string. */
  readonly formatsInTree: boolean;
  /** 3.9+: `for name in [value]` inside a comprehension assigns the value, without a list and its iterator. */
  readonly singleItemsAssigned: boolean;
  /** 3.12+: a code object does not keep constants that none of its instructions loads; before, only those at the end go. */
  readonly dropsUnusedConsts: boolean;
  /** Up to 3.8: a display with starred parts has them all on the stack before it unpacks the first. */
  readonly unpacksLate: boolean;
  /** Up to 3.7: a dict comprehension computes the value before the key. */
  readonly valuesFirst: boolean;
}

/** CPython 3.10. */
export const DEFAULT_COMPILE_MODEL: CompileModel = {
  mergeConstantsAcrossCode: true,
  foldInTree: true,
  foldedInArena: true,
  inlineComprehensions: false,
  annotationsAsTuple: true,
  noFreeFlag: true,
  displaysFromTuple: true,
  arenaBytesReferences: 1,
  tokensInArena: true,
  formattedAtString: true,
  copiesKeywords: true,
  iteratedTuples: true,
  bindsMethods: false,
  pushNull: false,
  iterablesStay: false,
  emptyBlocksHide: false,
  literalTypesNamed: false,
  warnsOfFinally: false,
  lazyAnnotations: false,
  classPlaces: false,
  formatsInTree: false,
  singleItemsAssigned: true,
  dropsUnusedConsts: false,
  unpacksLate: false,
  valuesFirst: false,
};

/** How native types behave by release, where it is neither wording nor counts. */
export interface Natives {
  /** Built-in types that take no keywords refuse them for subclasses without an `__init__` of their own, too (3.11+). */
  readonly subclassesRefuseKeywords: boolean;
  /** chr() clips what no C int holds (3.13+). */
  readonly chrClips: boolean;
  /** set, deque, OrderedDict and bytearray are pickled with what `__getstate__` gives (3.11+) or with their `__dict__`. */
  readonly nativeState: 'getstate' | 'dict';
  /** OrderedDict.pop and popitem of a subclass ask its `__contains__`, `__getitem__` and `__delitem__` (to 3.10). */
  readonly orderedPopAsks: boolean;
  /** How deep fields of f-strings may stand within format specifications: 2, from 3.12 on 3. */
  readonly fieldNesting: number;
  /** operator.index() and the bounds of a range are exact ints (3.10+). */
  readonly exactIndex: boolean;
  /** The repr of a FileIO names the class of the object (3.13+). */
  readonly fileReprClass: boolean;
  /** binascii.a2b_base64 refuses padding behind complete groups when it is strict (3.13+). */
  readonly strictPadding: boolean;
  /**
   * What asend(), athrow() and aclose() of an asynchronous generator give is used up by an error, marks the generator as running when something is
   * thrown into it, is closed by throwing GeneratorExit, and warns when it was never awaited (3.13+).
   */
  readonly strictAwaitables: boolean;
  /** Types of numbers that sum() adds with compensated rounding: floats (3.12, 3.13), floats and complex numbers (3.14+). */
  readonly compensatedSum: 'none' | 'floats' | 'complex';
  /** enumerate() without an iterable does not say at which position it is missing (3.11+). */
  readonly enumerateUnplaced: boolean;
  /** Attributes that staticmethod and classmethod copy of what they hold (3.10+; from 3.14 on not the annotations). */
  readonly copiedByHolders: readonly string[];
  /** A pickled range iterator is one over what is left of the range (3.12+), or one over all of it with an index. */
  readonly rangeIteratorsMove: boolean;
  /** The buffer protocol has special methods: `__buffer__`, `__release_buffer__` (3.12+). */
  readonly bufferMethods: boolean;
  /** Strings of ASCII characters have an iterator type of their own (3.11+). */
  readonly asciiIterators: boolean;
  /** `from m import x` that fails notes `x` in its ImportError's `name_from`, and the report may name what was meant (3.12+). */
  readonly importNameFrom: boolean;
  /**
   * The report of a NameError may advise `self.x` or to import a module of the standard library (3.12; from 3.13 on the library prints
   * reports).
   */
  readonly nameAdvice: boolean;
  /** Arguments of eval() and exec(): by position only, exec's `closure` by name (3.11, 3.12), globals and locals by name, too (3.13+). */
  readonly codeArguments: 'positions' | 'closure' | 'names';
  /** int(), str() count too many arguments as `int expected at most 2 arguments, got 3` (3.13+). */
  readonly countsConstructorArguments: boolean;
  /** type(x, name=…) says that it takes no keywords (3.9+). */
  readonly typeRefusesKeywords: boolean;
  /** Bit of a symbol's flags in symtable from which on they say how it is resolved: 11, from 3.12 on 12. */
  readonly symbolScopeBit: number;
  /** set.issuperset() of what is no set asks for each of its items and stops at the first that is missing (3.11+), or makes a set of it. */
  readonly supersetsWalk: boolean;
  /** set.issubset() of what is no set makes the intersection with it (3.12+), or a set of it. */
  readonly subsetsIntersect: boolean;
  /** Struct sequences say which fields class patterns match by position: `__match_args__` (3.10+). */
  readonly structMatchArgs: boolean;
  /** Struct sequences can be copied with changed fields, `__replace__`, and refuse names that are no hidden fields of theirs (3.13+). */
  readonly structReplace: boolean;
  /** Setting f_lineno gives unbound locals None, with a warning (3.12+). */
  readonly jumpBindsLocals: boolean;
  /** sys.monitoring: with BRANCH as one event (3.12, 3.13) or with one for each side (3.14+). */
  readonly monitoring: 'none' | 'plain' | 'sided';
  /**
   * Which comparisons list.sort() makes: its runs are merged so that their lengths fall fast enough (to 3.10), or as the boundaries between them lie
   * (3.11+); equal items may stand in a descending run (3.13+).
   */
  readonly sorting: { readonly merges: 'lengths' | 'powers'; readonly equalsDescend: boolean };
  /** Release of the Expat library that pyexpat names. */
  readonly expatVersion: string;
  /** `int | T` with a TypeVar is a union like those of classes (to 3.11, 3.14+), or what typing makes of it (3.12, 3.13). */
  readonly typeVarsUnite: boolean;
  /** A list among the arguments of a generic alias shows its classes by name (3.12+). */
  readonly parameterListsNamed: boolean;
  /** AttributeErrors of assignments, too, know name and object (3.13+). */
  readonly assignmentsKnowNames: boolean;
  /** What a relative import beyond the top-level package raises: ValueError (to 3.8) or ImportError. */
  readonly beyondTopLevel: 'ValueError' | 'ImportError';
  /** An incomplete token of XML is read again only when twice as much of it is there (3.13+). */
  readonly xmlDefersReparsing: boolean;
}

/** CPython 3.6 to 3.8. */
export const natives3_6: Natives = {
  subclassesRefuseKeywords: false,
  chrClips: false,
  nativeState: 'dict',
  orderedPopAsks: true,
  strictPadding: false,
  strictAwaitables: false,
  compensatedSum: 'none',
  enumerateUnplaced: false,
  copiedByHolders: [],
  rangeIteratorsMove: false,
  bufferMethods: false,
  asciiIterators: false,
  supersetsWalk: false,
  subsetsIntersect: false,
  symbolScopeBit: 11,
  codeArguments: 'positions',
  countsConstructorArguments: false,
  typeRefusesKeywords: false,
  importNameFrom: false,
  nameAdvice: false,
  structMatchArgs: false,
  structReplace: false,
  jumpBindsLocals: false,
  monitoring: 'none',
  sorting: { merges: 'lengths', equalsDescend: false },
  expatVersion: '2.5.0',
  xmlDefersReparsing: false,
  fileReprClass: false,
  exactIndex: false,
  fieldNesting: 2,
  beyondTopLevel: 'ValueError',
  assignmentsKnowNames: false,
  typeVarsUnite: true,
  parameterListsNamed: false,
};

/** CPython 3.9. */
export const natives3_9: Natives = { ...natives3_6, beyondTopLevel: 'ImportError' };

/** CPython 3.10. */
export const natives3_10: Natives = {
  ...natives3_9,
  exactIndex: true,
  structMatchArgs: true,
  typeRefusesKeywords: true,
  copiedByHolders: ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__'],
};

/** CPython 3.11. */
export const natives3_11: Natives = {
  ...natives3_10,
  subclassesRefuseKeywords: true,
  asciiIterators: true,
  supersetsWalk: true,
  codeArguments: 'closure',
  nativeState: 'getstate',
  orderedPopAsks: false,
  enumerateUnplaced: true,
  sorting: { merges: 'powers', equalsDescend: false },
};

/** CPython 3.12. */
export const natives3_12: Natives = {
  ...natives3_11,
  rangeIteratorsMove: true,
  importNameFrom: true,
  subsetsIntersect: true,
  symbolScopeBit: 12,
  nameAdvice: true,
  bufferMethods: true,
  jumpBindsLocals: true,
  typeVarsUnite: false,
  parameterListsNamed: true,
  monitoring: 'plain',
  fieldNesting: 3,
  compensatedSum: 'floats',
};

/** CPython 3.13. */
export const natives3_13: Natives = {
  ...natives3_12,
  chrClips: true,
  assignmentsKnowNames: true,
  structReplace: true,
  codeArguments: 'names',
  countsConstructorArguments: true,
  sorting: { merges: 'powers', equalsDescend: true },
  strictPadding: true,
  fileReprClass: true,
  strictAwaitables: true,
  expatVersion: '2.6.3',
  xmlDefersReparsing: true,
};

/** CPython 3.14 and later. */
export const natives3_14: Natives = {
  ...natives3_13,
  typeVarsUnite: true,
  copiedByHolders: ['__module__', '__name__', '__qualname__', '__doc__'],
  compensatedSum: 'complex',
  monitoring: 'sided',
};

/**
 * What makes one CPython release count, size and free differently from the one before: a mechanism is a set of fields of the model, and for
 * each release that changes it a sentence. `ouro compare` finds the mechanism behind a line by running a program with it switched alone.
 */
export interface Mechanism {
  readonly id: string;
  /** Fields of the model, as paths: 'frames.zombieFrames'. A path covers what is below it. */
  readonly fields: readonly string[];
  /** What a release says of it, by the release that changes it. */
  readonly steps: Readonly<Record<string, string>>;
}

export const mechanisms: readonly Mechanism[] = [
  {
    id: 'call-arguments',
    fields: ['callCost'],
    steps: {
      '3.11': "3.11 moves the argument into the callee's frame: one reference fewer for each call",
      '3.14': "3.14 lends a local variable to the call instead of copying its reference: the caller's variable alone holds the object",
    },
  },
  {
    id: 'spread-calls',
    fields: ['spreadCallsMove'],
    steps: { '3.12': '3.12 gives the tuple and dict of f(*args, **kw) back before the function runs' },
  },
  {
    id: 'constants-borrowed',
    fields: ['constOwned'],
    steps: { '3.15': '3.15 lends constants to the value stack: the code object alone holds a literal in use' },
  },
  {
    id: 'immortal-objects',
    fields: ['immortalCount', 'staticCountBase'],
    steps: {
      '3.11': '3.11 makes small ints, short strings and the empty tuple statically: their counts start at 999999999',
      '3.12': '3.12 makes None, True, small ints, static types and interned strings immortal: their count is the constant 4294967295',
      '3.14': '3.14 shows 3221225472 for immortal objects',
    },
  },
  { id: 'small-ints', fields: ['smallIntMax'], steps: { '3.15': '3.15 keeps the ints up to 1024, not 256, and makes them immortal' } },
  {
    id: 'constants-merged',
    fields: ['compiler.mergeConstantsAcrossCode'],
    steps: { '3.8': '3.8 merges equal constants across all functions of a module: one object, held by each of them' },
  },
  {
    id: 'constants-folded-in-tree',
    fields: ['compiler.foldInTree', 'compiler.foldedInArena'],
    steps: {
      '3.7': '3.7 folds constants in the syntax tree: the tree of the running script holds them too',
      '3.14': '3.14 folds constants (tuples, negative numbers) after the syntax tree, which holds them no longer',
    },
  },
  {
    id: 'keywords-copied',
    fields: ['compiler.copiesKeywords'],
    steps: { '3.9': '3.9 copies the mapping of f(**mapping) into a dict, which holds the values once more' },
  },
  {
    id: 'borrowing-pass',
    fields: ['compiler.pushNull', 'compiler.emptyBlocksHide', 'compiler.iterablesStay'],
    steps: { '3.15': '3.15 keeps what a loop iterates over on the value stack' },
  },
  {
    id: 'immortal-strings',
    fields: ['immortalStrings'],
    steps: {
      '3.11': '3.11 has the strings of its frozen modules statically: their counts start at 999999999',
      '3.12': '3.12 makes every interned string immortal',
      '3.13': '3.13 makes names of variables and attributes immortal, but not other interned strings',
    },
  },
  {
    id: 'builtins-hold',
    fields: ['holds', 'wantedFirst'],
    steps: {
      '3.9': "3.9 asks the list's item, not the wanted value, for == first",
      '3.10': '3.10 keeps the object whose attribute is missing in the AttributeError',
      '3.11': '3.11 packs the arguments of print() into a tuple, and holds key and value while a key is hashed that is stored in a dict',
      '3.12': '3.12 calls __getattr__ without making a bound method, which held the object once more',
      '3.13': '3.13 keeps the list in an exhausted reversed(list)',
      '3.14': '3.14 packs no tuple of the arguments of print(), and holds the item while a list is printed',
    },
  },
  {
    id: 'specialized',
    fields: ['specialized'],
    steps: {
      '3.11': '3.11 starts a Python __getitem__ in the loop after seven runs of an instruction: its arguments are no longer held twice',
      '3.12': '3.12 starts a Python __getitem__ in the loop from the second run of an instruction on',
      '3.13': '3.13 starts a Python __init__ in the loop from the second run of a call on: the arguments are no longer held by a tuple too',
      '3.14': '3.14 calls methods of super() and of classes with __getattr__ without a bound method from the second run on',
    },
  },
  {
    id: 'class-descriptors',
    fields: ['sharedDescriptors'],
    steps: { '3.15': '3.15 shares the descriptors __dict__ and __weakref__ among all classes: a class is held by two fewer' },
  },
  {
    id: 'arena-bytes',
    fields: ['compiler.arenaBytesReferences'],
    steps: {
      '3.12': '3.12 enters a bytes literal twice in the syntax tree of the running script',
      '3.14': '3.14 enters a bytes literal once in the syntax tree of the running script',
    },
  },
  {
    id: 'arena-tokens',
    fields: ['compiler.tokensInArena'],
    steps: {
      '3.9': '3.9 keeps the bytes of each token of the running script: shared ones, such as the empty one of ends of lines, are held once more each',
      '3.12': '3.12 no longer keeps the bytes of the tokens of the running script',
    },
  },
  {
    id: 'start-up-holdings',
    fields: ['singlePhase', 'startUpHoldings'],
    steps: {
      '3.7': "3.7's own start-up modules hold small ints and other shared objects more or less often",
      '3.8': "3.8's own start-up modules hold small ints and other shared objects more or less often",
      '3.9': '3.9 keeps fewer copies of the dicts of native modules',
      '3.10': '3.10 keeps copies of the dicts of sys and builtins only',
      '3.11': "3.11's frozen start-up modules hold their constants without counting",
      '3.12': '3.12 keeps no copies of the dicts of sys and builtins',
    },
  },
  {
    id: 'comprehensions-inlined',
    fields: ['compiler.inlineComprehensions'],
    steps: { '3.12': '3.12 runs comprehensions inside their function: no frame and no call of their own' },
  },
  {
    id: 'annotations-tuple',
    fields: ['compiler.annotationsAsTuple'],
    steps: { '3.10': '3.10 hands annotations to a new function as a tuple and makes the dict when it is asked for' },
  },
  {
    id: 'annotations-lazy',
    fields: ['compiler.lazyAnnotations'],
    steps: { '3.14': '3.14 computes annotations when they are asked for: until then a function __annotate__ holds what they need' },
  },
  {
    id: 'class-places',
    fields: ['compiler.classPlaces'],
    steps: { '3.13': '3.13 gives every class __firstlineno__ and __static_attributes__, the attributes that its methods store in self' },
  },
  {
    id: 'displays-from-constants',
    fields: ['compiler.displaysFromTuple'],
    steps: { '3.9': '3.9 makes a list or set of constants from a tuple that the code object keeps' },
  },
  {
    id: 'f-string-formatting',
    fields: ['compiler.formattedAtString'],
    steps: {},
  },
  {
    id: 'free-flag',
    fields: ['compiler.noFreeFlag'],
    steps: { '3.11': '3.11 has no flag for functions without cells' },
  },
  {
    id: 'frames-kept',
    fields: ['frames.zombieFrames', 'freeLists.frame'],
    steps: { '3.11': '3.11 lays frames on a stack of its own instead of keeping frame objects for the next call' },
  },
  {
    id: 'generators-hold',
    fields: ['frames.generatorHoldsCode', 'frames.delegatorHoldsSent'],
    steps: { '3.12': '3.12 has the code of a generator in its frame alone, and a value sent moves on through `yield from`' },
  },
  {
    id: 'locals-order',
    fields: ['frames.clearLocalsFromTop'],
    steps: { '3.14': '3.14 gives local variables up from the last to the first' },
  },
  {
    id: 'exception-state',
    fields: ['frames.excInfoTriple', 'frames.keepsHandledNone'],
    steps: {
      '3.11': '3.11 keeps the exception alone while it is handled, not its type and traceback beside it',
      '3.13': '3.13 keeps nothing where no exception is handled; before, None after the first handler',
    },
  },
  {
    id: 'fresh-locals',
    fields: ['frames.freshLocals'],
    steps: { '3.13': '3.13 makes locals() a new dict each time: the frame keeps no copy of its variables' },
  },
  {
    id: 'percent-formats',
    fields: ['compiler.formatsInTree'],
    steps: { '3.11': "3.11 compiles '%s' % (value,) as an f-string: no tuple holds the values" },
  },
  {
    id: 'displays-unpacked',
    fields: ['compiler.unpacksLate', 'compiler.valuesFirst'],
    steps: {
      '3.8': '3.8 computes the key of a dict comprehension before the value',
      '3.9': '3.9 takes each starred part of a display in at once; before, all parts lay on the stack first',
    },
  },
  {
    id: 'unused-constants',
    fields: ['compiler.dropsUnusedConsts'],
    steps: { '3.12': '3.12 keeps no constant in a code object that no instruction loads, such as the parts of a folded tuple' },
  },
  {
    id: 'single-items',
    fields: ['compiler.singleItemsAssigned'],
    steps: { '3.9': '3.9 assigns the value of `for name in [value]` inside a comprehension: no list holds it' },
  },
  {
    id: 'conditions-copied',
    fields: ['holds.condition'],
    steps: { '3.12': '3.12 copies the left value of `and` and `or` to ask for its truth: one reference more meanwhile' },
  },
  {
    id: 'lists-compared',
    fields: ['holds.comparedLast'],
    steps: { '3.13': '3.13 holds the two items of lists whose comparison decides' },
  },
  {
    id: 'specialized-str',
    fields: ['specialized.str'],
    steps: {
      '3.11': '3.11 calls __str__ without a tuple of arguments after seven runs of str(x): one reference fewer from then on',
      '3.12': '3.12 calls __str__ without a tuple of arguments after one run of str(x): one reference fewer from then on',
      '3.13': '3.13 takes the argument of str(x) in a tuple, or without one from the first run on',
    },
  },
  {
    id: 'specialized-property',
    fields: ['specialized.property'],
    steps: {
      '3.12': '3.12 starts the frame of a getter itself after one run of an instruction: one reference fewer from then on',
      '3.14': '3.14 lends the object to the function of a property',
    },
  },
  {
    id: 'iterated-displays',
    fields: ['compiler.iteratedTuples'],
    steps: { '3.8': '3.8 makes a tuple of a list display that is only searched: its items are not held while they are compared' },
  },
  {
    id: 'bound-methods',
    fields: ['compiler.bindsMethods'],
    steps: { '3.7': '3.7 calls a method without making a bound method' },
  },
  {
    id: 'packed-arguments',
    fields: ['packedArguments'],
    steps: {
      '3.7': '3.7 hands most builtin functions their arguments without a tuple, which held each once more',
      '3.8': '3.8 hands iter() and others their arguments without a tuple, which held each once more',
      '3.9': '3.9 hands functions of bisect and others their arguments without a tuple, which held each once more',
      '3.10': '3.10 hands __round__ and others their arguments without a tuple, which held each once more',
      '3.11': '3.11 hands throw() of generators and others their arguments without a tuple, which held each once more',
      '3.12': '3.12 hands dir() and others their arguments without a tuple, which held each once more',
      '3.13': '3.13 hands max(), min() and methods of str their arguments without a tuple, which held each once more',
      '3.14': '3.14 hands reduce() and the methods of sets their arguments without a tuple, which held each once more',
    },
  },
  {
    id: 'held-types',
    fields: ['heldTypes'],
    steps: {
      '3.9': '3.9 makes the types of more native modules at run time: each Struct or Random holds its type',
      '3.10': '3.10 makes the types of more native modules at run time: each array, lock, pattern or partial holds its type',
      '3.12': '3.12 makes the types of more native modules at run time: each deque, defaultdict or iterator of itertools holds its type',
    },
  },
  {
    id: 'direct-calls-of-types',
    fields: ['vectorcallTypes'],
    steps: {
      '3.9': '3.9 calls more builtin types without an argument tuple, which held each argument once more',
      '3.10': '3.10 calls bool() and others without an argument tuple, which held the argument once more',
      '3.13': '3.13 calls str() and int() without an argument tuple, which held the argument once more',
    },
  },
  {
    id: 'keyword-mapping',
    fields: ['compiler.copiesKeywords'],
    steps: { '3.9': '3.9 copies the mapping of f(**mapping) into a dict, which holds each value once more' },
  },
  {
    id: 'call-null',
    fields: ['compiler.pushNull'],
    steps: { '3.11': '3.11 begins a call with an instruction of its own, which changes where short exits are copied' },
  },
  {
    id: 'iterables-stay',
    fields: ['compiler.iterablesStay'],
    steps: { '3.15': '3.15 keeps what is iterated over on the value stack, with a reference of its own' },
  },
  {
    id: 'borrowing-ends',
    fields: ['compiler.emptyBlocksHide'],
    steps: {
      '3.14': '3.14 lends no local variables behind a `while True` that ends with `break`',
      '3.15': '3.15 lends local variables behind a `while True` that ends with `break` too',
    },
  },
  {
    id: 'operand-release',
    fields: ['rightFirst'],
    steps: {
      '3.12': '3.12 releases a slice before what it is taken of',
      '3.14': '3.14 releases the right operand of a comparison before the left one',
      '3.15': '3.15 releases the right operand of an operator before the left one',
    },
  },
  { id: 'shared-frozenset', fields: ['sharesEmptyFrozenset'], steps: { '3.10': '3.10 makes a new object for each `frozenset()`' } },
  { id: 'shared-tuples', fields: ['sharesTuples'], steps: { '3.7': '3.7 gives the tuple itself for `t + ()`, not a copy' } },
  { id: 'wanted-first', fields: ['wantedFirst'], steps: { '3.9': '3.9 asks the item before the wanted value in `x in list`' } },
  {
    id: 'print-arguments',
    fields: ['holds.printArguments'],
    steps: {
      '3.11': '3.11 packs the arguments of print() into a tuple, which holds each once more',
      '3.14': '3.14 packs the arguments of print() into no tuple',
    },
  },
  { id: 'repr-item', fields: ['holds.reprItem'], steps: { '3.14': '3.14 holds the item of a list while its repr is made' } },
  { id: 'stored-key', fields: ['holds.storedKey'], steps: { '3.11': '3.11 holds key and value before it hashes the key of a dict' } },
  { id: 'reversed-list', fields: ['holds.reversedList'], steps: { '3.13': '3.13 keeps the list in an exhausted reversed()' } },
  {
    id: 'set-displays',
    fields: ['holds.displayHandsOver'],
    steps: { '3.14': '3.14 hands the items of a set display over to the set, which holds none of them once more while it compares' },
  },
  {
    id: 'bound-getattr',
    fields: ['holds.boundGetattr'],
    steps: { '3.12': '3.12 calls __getattr__ without making a bound method, which held the object once more' },
  },
  {
    id: 'specialized-getitem',
    fields: ['specialized.getitem'],
    steps: {
      '3.11': '3.11 starts the frame of __getitem__ itself after seven runs of an instruction: one reference fewer from then on',
      '3.12': '3.12 starts the frame of __getitem__ itself after one run of an instruction: one reference fewer from then on',
    },
  },
  {
    id: 'specialized-init',
    fields: ['specialized.init'],
    steps: { '3.13': '3.13 starts the frame of __init__ itself from the second call on: fewer references to its arguments' },
  },
  {
    id: 'specialized-methods',
    fields: ['specialized.methods'],
    steps: { '3.14': '3.14 calls methods of classes with __getattr__ without a bound method from the second call on' },
  },
  {
    id: 'weak-references',
    fields: ['weakrefs'],
    steps: {},
  },
  {
    id: 'special-methods',
    fields: ['boundSpecialMethods'],
    steps: { '3.7': '3.7 calls special methods without making a bound method, which held the object once more' },
  },
  {
    id: 'function-held',
    fields: ['callHoldsFunction'],
    steps: { '3.8': '3.8 calls a function without taking a reference to it' },
  },
  {
    id: 'collector-start',
    fields: ['gc.thresholds'],
    steps: { '3.13': '3.13 collects after 2000 new objects instead of 700' },
  },
  {
    id: 'collector-deferred',
    fields: ['gc.deferred'],
    steps: { '3.12': '3.12 collects between instructions instead of inside an allocation' },
  },
  {
    id: 'collector-resurrection',
    fields: ['gc.resurrectionAllOrNothing', 'gc.countsFound', 'gc.weakrefsOutliveFinalizers', 'gc.clearsLateWeakrefs'],
    steps: {
      '3.9': '3.9 frees the rest of a cycle when a finalizer brings one of its objects back',
      '3.14': '3.14 keeps weak references without callback until the finalizers have run',
    },
  },
  {
    id: 'collector-tracking',
    fields: ['gc.untrackDicts', 'gc.tuplesBornUntracked', 'gc.frozensetsBornUntracked'],
    steps: { '3.14': '3.14 tracks every dict from its birth, also one that holds no containers' },
  },
  {
    id: 'collector-counting',
    fields: ['gc.counted', 'gc.framesCounted', 'gc.collector'],
    steps: {
      '3.11': '3.11 makes no frame objects for calls, so that calls no longer count towards the next collection',
      '3.14': '3.14 counts objects when they are tracked',
    },
  },
  {
    id: 'collector-reports',
    fields: ['gc'],
    steps: {},
  },
  {
    id: 'close-value',
    fields: ['frames.closeReturns'],
    steps: { '3.13': '3.13 lets generator.close() give what the generator returned' },
  },
  {
    id: 'close-unstarted',
    fields: ['frames.closeKeepsUnstarted'],
    steps: { '3.12': '3.12 lets a generator that is closed before it ran keep its arguments until it dies' },
  },
  {
    id: 'trashcan',
    fields: ['trashcanDepth', 'frames.trashLevel'],
    steps: {
      '3.11': '3.11 clears a returning frame outside the trashcan: nested objects that it held are freed in blocks that begin one object later',
      '3.13': '3.13 frees nested objects by recursion as long as the C stack allows, not in blocks of 50',
    },
  },
  {
    id: 'collector-header',
    fields: ['sizes.gcHead', 'sizes.emptyClassesHaveHead', 'sizes.staticTypesWithHead'],
    steps: {
      '3.8': "3.8 shortens the collector's header from 32 to 16 bytes",
      '3.11': "3.11 counts a collector's header for static types, which have none",
      '3.13': "3.13 counts no collector's header for static types any more",
    },
  },
  {
    id: 'instance-layout',
    fields: ['sizes.instanceFields', 'sizes.instanceDicts'],
    steps: {
      '3.11':
        '3.11 keeps the attributes of an instance in an array, with room for one name fewer for each instance made, and its dict before the object',
      '3.12': '3.12 puts __weakref__ before the object too',
    },
  },
  {
    id: 'str-layout',
    fields: ['sizes.str', 'sizes.latin1KeepUtf8'],
    steps: { '3.12': '3.12 drops the wide-character pointer: 8 bytes fewer for ASCII strings, 16 for others' },
  },
  {
    id: 'dict-tables',
    fields: ['sizes.dict'],
    steps: {
      '3.8': '3.8 gives {} no table until something is put into it',
      '3.10': '3.10 gives dict() no table until something is put into it',
      '3.11': '3.11 leaves the hashes out of the tables of dicts whose keys are all str',
    },
  },
  {
    id: 'native-layout',
    fields: ['sizes'],
    steps: {
      '3.7': '3.7 has other fields in some native types',
      '3.8': '3.8 has other fields in some native types',
      '3.9': '3.9 has other fields in some native types',
      '3.10': '3.10 has other fields in some native types (functions, properties, exceptions with a name)',
      '3.11':
        '3.11 has other fields in some native types (exceptions, functions; frames lie inside generators, code inside code objects; 0 has a digit)',
      '3.12': '3.12 has other fields in some native types (functions, generators, range iterators)',
      '3.13': '3.13 has other fields in some native types (frames, code objects)',
      '3.14': '3.14 keeps the hash of a tuple in it, 8 bytes more, and has other fields in some native types',
      '3.15': '3.15 keeps the bytes of a bytearray in a bytes object and has other fields in modules and types',
    },
  },
  {
    id: 'list-room',
    fields: ['lists'],
    steps: {
      '3.8': '3.8 gives list(x) exactly the room it needs',
      '3.9': '3.9 grows lists in steps of four places',
      '3.10': '3.10 gives an empty list that is filled at once an even number of places',
      '3.12': '3.12 gives str.split room for as many parts as the str may have',
      '3.13': '3.13 grows a list that is filled from a dict or set as by appending, and leaves a list its room when an item is deleted',
      '3.14': '3.14 leaves lists of up to 32 places their room when items are taken out',
    },
  },
  {
    id: 'dict-room',
    fields: ['dictGrowth'],
    steps: {
      '3.7': '3.7 grows dicts for three times their entries',
      '3.10': '3.10 gives a small dict that is resized sixteen places',
    },
  },
  { id: 'set-room', fields: ['setGrowth'], steps: { '3.7': '3.7 grows sets at three fifths of their places instead of two thirds' } },
  {
    id: 'free-lists',
    fields: ['freeLists'],
    steps: {
      '3.9': '3.9 keeps no freed bound methods for the next one',
      '3.11': '3.11 keeps freed tuples of up to 20 items',
      '3.14': '3.14 keeps freed ints, iterators and bound methods for the next one',
    },
  },
  {
    id: 'allocator',
    fields: ['allocator'],
    steps: { '3.10': '3.10 allocates in arenas of 1 MiB and pools of 16 KiB, four times the sizes before' },
  },
  {
    id: 'str-hash',
    fields: ['hash'],
    steps: { '3.11': '3.11 hashes strings with SipHash-1-3: another order of sets of strings' },
  },
  {
    id: 'tuple-hash',
    fields: ['tupleHash'],
    steps: { '3.8': '3.8 hashes tuples by xxHash: another order of sets of tuples' },
  },
  {
    id: 'set-entries',
    fields: ['setsReuseDeleted'],
    steps: {
      '3.9': '3.9 does not use the places of removed items of a set again: another order',
      '3.10': '3.10 uses the places of removed items of a set again: another order',
    },
  },
  { id: 'other-holders', fields: ['holds', 'specialized', 'compiler', 'frames'], steps: {} },
  {
    id: 'words',
    fields: ['version', 'name', 'wording', 'compiler.warnsOfFinally', 'natives', 'phrases', 'absent', 'sysFlags', 'libraryNames', 'typeNames'],
    steps: {},
  },
];

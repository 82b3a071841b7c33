import type { Absent } from './absent.ts';
import type { GcModel } from './gc-model.ts';
import type { Natives } from './natives.ts';
import type { PackedArguments } from './packed-arguments.ts';
import type { Phrases } from './phrases.ts';
import type { SinglePhase } from './single-phase.ts';
import type { SizeRules } from './sizes/size-rules.ts';
import type { StartUpHoldings } from './start-up-holdings.ts';
import type { WeakrefModel } from './weakref-model.ts';
import type { Wording } from './wording.ts';

/**
 * What differs between CPython releases, as data. One file a release makes one of these; nothing else in the project tests a version
 * number. Facts: docs/models.md.
 */
export interface Model {
  /** '3.10' as --model takes it. */
  readonly name: string;
  /** sys.version_info. */
  readonly version: readonly [number, number, number];
  readonly allocator: { readonly poolBytes: number; readonly arenaBytes: number };
  readonly gc: GcModel;
  readonly weakrefs: WeakrefModel;
  readonly absent: Absent;
  readonly wording: Wording;
  readonly phrases: Phrases;
  readonly natives: Natives;
  readonly singlePhase: SinglePhase;
  /** What the release's own library and interpreter hold of shared objects at the start; null where that shows nowhere. */
  readonly startUpHoldings: StartUpHoldings | null;
  /** A Python-to-Python call copies arguments into the callee (stack keeps its own), moves them, or lends borrowed ones. */
  readonly callCost: 'copied' | 'moved' | 'borrowed';
  /** `f(*args, **kw)` starts the frame of a Python function itself and gives tuple and dict back before it runs (3.12 on). */
  readonly spreadCallsMove: boolean;
  /** LOAD_CONST pushes an owned reference (false: borrowed, 3.15). */
  readonly constOwned: boolean;
  /** What sys.getrefcount shows for immortal objects; null: counts are real. */
  readonly immortalCount: number | null;
  /** Static objects start at this count (3.11). */
  readonly staticCountBase: number;
  /**
   * Interned strings that are immortal: all (3.12), names of code and of the interpreter (3.13 on). 'frozen' (3.11): those that were interned before
   * the program began start at staticCountBase.
   */
  readonly immortalStrings: 'none' | 'frozen' | 'all' | 'names';
  readonly smallIntMax: number;
  readonly hash: 'siphash24' | 'siphash13';
  /** Hash of a tuple from those of its items: xxHash from 3.8 on. */
  readonly tupleHash: 'multiplied' | 'xxhash';
  /** Adding to a set uses the entry of an item that was taken out (not in 3.9). */
  readonly setsReuseDeleted: boolean;
  readonly trashcanDepth: number;
  /** What the compiler does differently; bytecode/model.ts says what each means. */
  readonly compiler: {
    readonly mergeConstantsAcrossCode: boolean;
    readonly foldInTree: boolean;
    readonly foldedInArena: boolean;
    readonly inlineComprehensions: boolean;
    readonly annotationsAsTuple: boolean;
    readonly noFreeFlag: boolean;
    readonly displaysFromTuple: boolean;
    readonly arenaBytesReferences: number;
    readonly tokensInArena: boolean;
    readonly formattedAtString: boolean;
    readonly copiesKeywords: boolean;
    readonly iteratedTuples: boolean;
    readonly bindsMethods: boolean;
    readonly pushNull: boolean;
    readonly iterablesStay: boolean;
    readonly emptyBlocksHide: boolean;
    readonly literalTypesNamed: boolean;
    readonly warnsOfFinally: boolean;
    readonly lazyAnnotations: boolean;
    readonly classPlaces: boolean;
    readonly formatsInTree: boolean;
    readonly singleItemsAssigned: boolean;
    readonly dropsUnusedConsts: boolean;
    readonly unpacksLate: boolean;
    readonly valuesFirst: boolean;
  };
  /** One `__dict__` and one `__weakref__` descriptor serve all classes (3.15 on); before, each class has its own, which holds the class. */
  readonly sharedDescriptors: boolean;
  /** Operands of which the right one is released first: of comparisons (3.14 on), of arithmetic and subscripts (3.15 on), slices (3.12 on). */
  readonly rightFirst: { readonly compared: boolean; readonly operands: boolean; readonly slices: boolean };
  /** `t + ()` is `t` (3.7 on). */
  readonly sharesTuples: boolean;
  /** `frozenset()` is one object (up to 3.9). */
  readonly sharesEmptyFrozenset: boolean;
  /** `x in list` and its like ask the wanted value's `__eq__` first (up to 3.8). */
  readonly wantedFirst: boolean;
  readonly frames: {
    readonly zombieFrames: boolean;
    /** A frame that gives its variables up takes a level of the trashcan (up to 3.10). */
    readonly trashLevel: boolean;
    readonly clearLocalsFromTop: boolean;
    /** exc_info keeps type and traceback beside the value (up to 3.10). */
    readonly excInfoTriple: boolean;
    /** After the first handler exc_info holds None where no exception is handled, not nothing (up to 3.12). */
    readonly keepsHandledNone: boolean;
    /** `locals()` makes a new dict each time and `f_locals` a proxy that writes through (3.13 on); before, the frame keeps one dict. */
    readonly freshLocals: boolean;
    /** generator.close() gives what the generator returned (3.13+). */
    readonly closeReturns: boolean;
    /** A generator that is closed before it ran keeps its frame, and so its arguments, until it dies (3.12+). */
    readonly closeKeepsUnstarted: boolean;
    /** A generator holds its code besides the frame, which does (up to 3.11). */
    readonly generatorHoldsCode: boolean;
    /** A generator that delegates (`yield from`, `await`) holds the value that it sent on until the other yields (up to 3.11). */
    readonly delegatorHoldsSent: boolean;
  };
  /** What builtin code holds while it calls Python code. */
  readonly holds: {
    /** print() packs its arguments into a tuple itself (3.11 to 3.13). */
    readonly printArguments: boolean;
    /** list.__repr__ takes a reference to the item it is at (3.14 on). */
    readonly reprItem: boolean;
    /** Storing into a dict takes references to key and value before the key is hashed (3.11 on). */
    readonly storedKey: boolean;
    /** An exhausted reversed(list) keeps the list (3.13 on). */
    readonly reversedList: boolean;
    /** `__getattr__` and `__getattribute__` are called as bound methods (up to 3.11). */
    readonly boundGetattr: boolean;
    /** A set display hands its references over to the set: none more while an item is compared with another (3.14 on). */
    readonly displayHandsOver: boolean;
    /** `a and b` and `a or b` hold `a` once more while its truth is asked for (3.12 on). */
    readonly condition: boolean;
    /** The comparison that decides between two lists holds the two items (3.13 on). */
    readonly comparedLast: boolean;
    /** NameError and AttributeError keep the name, AttributeError the object too (3.10 on). */
    readonly missedNames: boolean;
  };
  /** How often an instruction runs in its general form before the one made for a case takes over, where that shows in counts. */
  readonly specialized: {
    /** `a[i]` with a Python `__getitem__`: its frame is started in the loop (3.11 on). */
    readonly getitem: number;
    /** It is so for every class that some instruction was made for (3.12 on); before, for the one class that the instruction was made for. */
    readonly getitemOfClass: boolean;
    /** `C(…)` with a Python `__init__`: likewise (3.13 on). */
    readonly init: number;
    /** Methods of classes with `__getattr__`, and those that super() finds, are called without a bound method (3.14 on). */
    readonly methods: number;
    /** `str(x)` calls `__str__` without a tuple of arguments (3.11 and 3.12; never, where it does so by itself or has no other way). */
    readonly str: number;
    /** `o.name` with a property's Python getter or a Python `__getattribute__`: its frame is started in the loop (3.12 and 3.13; not yet here from 3.14 on, where the object is lent to it). */
    readonly property: number;
  };
  /** Builtin types whose call (of `partial` and the getters of `operator`: whose instances' call) takes arguments without an args tuple (vectorcall), by type name. */
  readonly vectorcallTypes: ReadonlySet<string>;
  /** Native types whose instances hold them, by module and name. */
  readonly heldTypes: ReadonlySet<string>;
  /** Builtin functions and methods that get their arguments in a tuple. */
  readonly packedArguments: PackedArguments;
  /** Special methods are looked up as bound methods (3.6). */
  readonly boundSpecialMethods: boolean;
  /**
   * Calls as they were before vectorcall (3.6, 3.7): a call takes a reference to the callable, bound methods that native code calls have their
   * arguments in a tuple, slot wrappers are bound to be called.
   */
  readonly callHoldsFunction: boolean;
  readonly freeLists: Readonly<Record<string, number>>;
  /** How lists take room. */
  readonly lists: {
    /** A list that grows takes an eighth more: as up to 3.8, or in fours. */
    readonly growth: 'old' | 'new';
    /** `list(x)` of an x with a length takes exactly that (3.8, 3.9). */
    readonly callExact: boolean;
    /** An empty list filled from n items: as it grows, or n rounded up to even (3.10 on). */
    readonly fill: 'growth' | 'even';
    /** Dicts and sets fill an empty list as it grows (3.13 on). */
    readonly mappingsGrow: boolean;
    /** Room that str.split starts with: for twelve parts, or for as many as the str may have (3.12 on). */
    readonly splitRoom: 'twelve' | 'by length';
    /** A list of at most so many places keeps them while it is not empty. */
    readonly keeps: number;
    /** `del l[i]` leaves the list its room (3.13 on). */
    readonly deletedKeepsRoom: boolean;
  };
  /**
   * A full dict grows for twice its entries and half its places (3.6), or for three times its entries; from 3.10 on the way to compute
   * places gives sixteen for one to seven and the double for a power of two.
   */
  readonly dictGrowth: 'double' | 'triple' | 'triple by bits';
  /** A set grows when two thirds (3.6) or three fifths of its places are taken. */
  readonly setGrowth: 'two thirds' | 'three fifths';
  /** sys.stdlib_module_names; null: the release has none (to 3.9), the library here is shown the native modules. */
  readonly libraryNames: readonly string[] | null;
  /** Fields of sys.flags, in order. */
  readonly sysFlags: readonly string[];
  /** Native types that the release calls otherwise, by our name. */
  readonly typeNames: Readonly<Record<string, string>>;
  readonly sizes: SizeRules;
}
